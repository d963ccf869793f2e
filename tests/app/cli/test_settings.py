"""The settings: where builds are, how many workers, how the network is reached."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from platformdirs import user_data_path

from app.cli import settings
from geodata.errors import AtlasError
from geodata.imports.download import Network


@pytest.fixture(autouse=True)
def _unset(monkeypatch):
    for setting in settings.SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)


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
def test_the_data_directory_is_the_option_else_the_variable_else_the_user_s(monkeypatch, option, variable, expected):
    if variable is not None:
        monkeypatch.setenv("MALI_ATLAS_DATA", variable)
    user = user_data_path("mali-atlas", appauthor=False)
    assert user.name == "mali-atlas"
    assert settings.data_directory(option) == (Path(expected) if expected else user)


@pytest.mark.parametrize(("text", "expected"), [("1", 1), ("3", 3), ("08", 8)])
def test_workers_are_as_many_as_asked_for(monkeypatch, text, expected):
    monkeypatch.setenv("MALI_ATLAS_WORKERS", text)
    assert settings.workers() == (1 if os.name == "nt" else expected)


def test_there_is_a_worker_a_core(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 5}, raising=False)
    assert settings.workers() == (1 if os.name == "nt" else 3)
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 7)
    assert settings.workers() == (1 if os.name == "nt" else 7)
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert settings.workers() == 1


@pytest.mark.parametrize("text", ["", "0", "-1", "two", "1.5", " 2"])
def test_another_number_of_workers_is_refused(monkeypatch, text):
    monkeypatch.setenv("MALI_ATLAS_WORKERS", text)
    with pytest.raises(AtlasError) as caught:
        settings.workers()
    assert caught.value.text == (
        f"MALI_ATLAS_WORKERS: {text!r} is no number of workers. Expected: a whole number from 1."
    )


def test_the_network_is_the_system_s_unless_said_otherwise(monkeypatch):
    assert settings.network() == Network()
    assert settings.DEFAULTS["MALI_ATLAS_TIMEOUT"] == f"{Network().timeout:g}"
    monkeypatch.setenv("MALI_ATLAS_MIRROR", "http://127.0.0.1:8000/files")
    monkeypatch.setenv("MALI_ATLAS_PROXY", "http://me:secret@proxy.example.org:3128")
    monkeypatch.setenv("MALI_ATLAS_TIMEOUT", "2.5")
    assert settings.network() == Network(
        mirror="http://127.0.0.1:8000/files", proxy="http://me:secret@proxy.example.org:3128", timeout=2.5
    )
    for name in ("MIRROR", "PROXY", "TIMEOUT"):
        monkeypatch.setenv(f"MALI_ATLAS_{name}", "")
    assert settings.network() == Network()


@pytest.mark.parametrize("variable", ["MALI_ATLAS_MIRROR", "MALI_ATLAS_PROXY"])
@pytest.mark.parametrize(
    "text", ["example.org", "ftp://example.org", "http://", "http://[", "http://a:99999", "file:///x"]
)
def test_an_address_of_the_network_that_is_none_is_refused(monkeypatch, variable, text):
    monkeypatch.setenv(variable, text)
    with pytest.raises(AtlasError) as caught:
        settings.network()
    assert caught.value.text == (f"{variable}: is no address. Expected: one such as https://files.example.org/mirror.")


@pytest.mark.parametrize("text", ["0", "-1", "two", "1e3", "inf", "nan", "99999", "0.0"])
def test_a_timeout_that_is_no_time_is_refused(monkeypatch, text):
    monkeypatch.setenv("MALI_ATLAS_TIMEOUT", text)
    with pytest.raises(AtlasError) as caught:
        settings.network()
    assert caught.value.text == (
        f"MALI_ATLAS_TIMEOUT: {text!r} is no time. Expected: seconds, more than 0, such as 30."
    )


def test_every_setting_is_read_somewhere():
    code = "".join(path.read_text(encoding="utf-8") for path in Path(settings.__file__).parent.glob("*.py"))
    variables = [setting.variable for setting in settings.SETTINGS]
    assert len(set(variables)) == len(variables)
    for variable in variables:
        assert code.count(f'"{variable}"') >= 2, "in the table, and where it is read"
