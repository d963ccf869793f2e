"""The settings: read once from the environment, each checked, and read nowhere else."""

from __future__ import annotations

import os
import re
from ipaddress import ip_network
from pathlib import Path

import pytest
from platformdirs import user_data_path

import app
import geodata
from app import settings
from app.settings import Settings
from geodata.errors import AtlasError
from geodata.imports.download import Network


@pytest.mark.parametrize(
    ("option", "variable", "expected"),
    [
        ("/a", "/b", "/a"),
        ("/a", None, "/a"),
        (None, "/b", "/b"),
        ("", "/b", "/b"),
        (None, None, None),
        (None, "", None),
    ],
)
def test_the_data_directory_is_the_option_else_the_variable_else_the_user_s(option, variable, expected):
    found = Settings.from_environ({} if variable is None else {"MALI_ATLAS_DATA": variable})
    user = user_data_path("mali-atlas", appauthor=False)
    assert user.name == "mali-atlas"
    assert found.data_directory(option) == (Path(expected) if expected else user)


def test_what_is_not_set_has_its_default(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    assert Settings.from_environ({}) == Settings()
    assert Settings.from_environ({setting.variable: "" for setting in settings.SETTINGS}) == Settings()
    assert Settings().timeout == Network().timeout


def test_every_setting_is_read_and_has_its_type():
    given = {
        "MALI_ATLAS_DATA": "/data",
        "MALI_ATLAS_HOST": "localhost",
        "MALI_ATLAS_PORT": "8080",
        "MALI_ATLAS_URL": "https://atlas.example.org/mali/",
        "MALI_ATLAS_WORKERS": "08",
        "MALI_ATLAS_MIRROR": "http://127.0.0.1:8000/files",
        "MALI_ATLAS_PROXY": "http://me:secret@proxy.example.org:3128",
        "MALI_ATLAS_TIMEOUT": "2.5",
        "MALI_ATLAS_READ_MEMORY": "900",
        "MALI_ATLAS_READ_SECONDS": "12.5",
        "MALI_ATLAS_HELPERS": "3",
        "MALI_ATLAS_QUEUE": "10",
        "MALI_ATLAS_MAKING": "90",
        "MALI_ATLAS_MEMORY": "4096",
        "MALI_ATLAS_NICE": "0",
        "MALI_ATLAS_AHEAD": "0",
        "MALI_ATLAS_CONNECTIONS": "20000",
        "MALI_ATLAS_IDLE": "7.5",
        "MALI_ATLAS_STOPPING": "12",
        "MALI_ATLAS_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8",
        "MALI_ATLAS_FRAME_ANCESTORS": "https://example.org  http://*.example.net:8080",
    }
    assert set(given) == {setting.variable for setting in settings.SETTINGS}
    assert Settings.from_environ({**given, "PATH": "/bin"}) == Settings(
        data=Path("/data"),
        host="localhost",
        port=8080,
        url="https://atlas.example.org/mali",
        workers=1 if os.name == "nt" else 8,
        mirror="http://127.0.0.1:8000/files",
        proxy="http://me:secret@proxy.example.org:3128",
        timeout=2.5,
        read_memory=900,
        read_seconds=12.5,
        helpers=3,
        queue=10,
        making=90,
        memory=4096,
        nice=0,
        ahead=0,
        connections=20000,
        idle=7.5,
        stopping=12,
        trusted=(ip_network("127.0.0.1/32"), ip_network("10.0.0.0/8")),
        framers=("https://example.org", "http://*.example.net:8080"),
    )
    assert Settings.from_environ({"MALI_ATLAS_FRAME_ANCESTORS": "none"}).framers == ()


def test_there_is_a_worker_a_core(monkeypatch):
    def workers() -> int:
        return Settings.from_environ({}).workers

    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 5}, raising=False)
    assert workers() == (1 if os.name == "nt" else 3)
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 7)
    assert workers() == (1 if os.name == "nt" else 7)
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert workers() == 1


ADDRESS = "is not a valid address. Expected: an http or https URL, such as https://files.example.org."
NO_ADDRESSES = ["example.org", "ftp://example.org", "http://", "http://[", "http://a:99999", "file:///x"]
WRONG = [
    *(("WORKERS", text, "is not a valid number of workers. Expected: a whole number from 1 to 9999.")
      for text in ("0", "-1", "two", "1.5", " 2", "99999")),
    *(("PORT", text, "is not a valid port. Expected: a whole number from 1 to 65535.")
      for text in ("0", "65536", "-1", "http", "8000 ")),
    *(("TIMEOUT", text, "is not a valid number of seconds. Expected: a number above 0, such as 30.")
      for text in ("0", "-1", "two", "1e3", "inf", "nan", "999999", "0.0")),
    *(("READ_MEMORY", text, "is not a valid number of MB. Expected: a whole number from 500 to 9999999.")
      for text in ("0", "499", "-1", "1e3", "1 GB")),
    ("READ_SECONDS", "none", "is not a valid number of seconds. Expected: a number above 0, such as 1800."),
    *((name, text, f"is not a valid number of seconds. Expected: a number above 0, such as {seconds}.")
      for name, seconds in (("MAKING", 60), ("IDLE", 30), ("STOPPING", 30)) for text in ("0", "soon")),
    *((name, text, f"is not a valid number of {what}. Expected: a whole number from 1 to {most}.")
      for name, what, most in (("HELPERS", "helpers", 9999), ("QUEUE", "answers", 9999), ("MEMORY", "MB", 999999),
                               ("CONNECTIONS", "connections", 999999)) for text in ("0", "many")),
    *(("NICE", text, "is not a valid niceness. Expected: a whole number from 0 to 19.") for text in ("20", "-1", "a")),
    *(("TRUSTED_PROXIES", text, "is not a valid list of networks. Expected: addresses or networks, such as 127.0.0.1, "
       "10.0.0.0/8.") for text in ("proxy", "10.0.0.1/8", "127.0.0.1 10.0.0.1")),
    *(("FRAME_ANCESTORS", text, "is not a valid list of origins. Expected: *, none, or origins, such as "
       "https://example.org.")
      for text in ("example.org", "* https://example.org", "https://a.org; script-src *", "https://a.org,https://b.org",
                   "'self'", "https://a.org/path", "https://a.org\nX: y", "data:", " ")),
    *((name, text, ADDRESS) for name in ("MIRROR", "PROXY", "URL") for text in NO_ADDRESSES),
]  # fmt: skip


def refused(variable: str, text: str) -> str:
    """What is said of a value; that it is taken where nothing is."""
    try:
        Settings.from_environ({variable: text})
    except AtlasError as problem:
        return problem.text
    return f"{variable}={text!r} is taken"


def test_a_wrong_value_is_a_sentence():
    for name, text, why in WRONG:
        variable = f"MALI_ATLAS_{name}"
        todo = f"Unset it for the default: {settings.DEFAULTS[variable]}."
        assert refused(variable, text) == f"{variable}: {text!r} {why} {todo}"


def test_a_password_is_not_shown():
    with pytest.raises(AtlasError) as caught:
        Settings.from_environ({"MALI_ATLAS_PROXY": "me:secret@proxy.example.org"})
    assert "secret" not in caught.value.text
    assert "'proxy.example.org'" in caught.value.text


def test_only_the_settings_read_the_environment():
    readers = [
        path.relative_to(root.parent).as_posix()
        for root in (Path(app.__file__).parent, Path(geodata.__file__).parent)
        for path in root.rglob("*.py")
        if re.search(r"\bos\.environ|\bgetenv|\benvvar|import environ", path.read_text(encoding="utf-8"))
    ]
    assert readers == ["app/settings.py", "geodata/confined/guards.py"], "guards tell libraries what not to do"
