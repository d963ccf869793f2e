"""What is installed is pinned by hash, scripts fetch nothing else, and what SECURITY.md promises has its tests."""

from __future__ import annotations

import ast
import importlib.machinery
import importlib.util
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CI = ROOT / ".ci"
SECURITY = (ROOT / ".github" / "SECURITY.md").read_text(encoding="utf-8")
SCRIPTS = sorted(path for path in CI.iterdir() if path.is_file() and not path.suffix)
SHELL = [path for path in SCRIPTS if path.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")]
PINNED = ("--require-hashes", "-c .ci/constraints.txt")
NEWEST = {"newest"}
"""Scripts whose purpose is to install what is not pinned."""


def script(name: str):
    """A script of .ci as a module."""
    loader = importlib.machinery.SourceFileLoader(f"ci_{name}", str(CI / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def pins(text: str) -> list[str]:
    """The pins of a lock, with their markers, without hashes."""
    lines = [line.strip().removesuffix("\\").strip() for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith(("#", "--hash="))]


def test_what_is_pinned_has_hashes_and_what_has_hashes_is_pinned():
    hashes, versions = ((CI / name).read_text(encoding="utf-8") for name in ("hashes.txt", "constraints.txt"))
    assert pins(hashes) == pins(versions), "run .ci/relock --hashes"
    for lock in (hashes, (CI / "tools.txt").read_text(encoding="utf-8")):
        entries = re.split(r"\n(?=[^\s#])", lock)[1:]
        assert len(entries) == len(pins(lock)) > 20
        for entry in entries:
            assert re.search(r"^\S+==\S+", entry), entry[:80]
            assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry[:80]


@pytest.mark.parametrize("path", SHELL, ids=lambda path: path.name)
def test_a_script_fetches_nothing_that_is_not_pinned(path):
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    assert "set -euo pipefail" in text
    for line in text.splitlines():
        if "pip install" in line and path.name not in NEWEST:
            assert [pin for pin in PINNED if pin in line], line
        assert not re.search(r"\bnpm (?:install|i)\b|\bnpx\b|\bwget\b|\bpip download\b", line), line
        assert "curl" not in line or "127.0.0.1" in line, line
        assert not re.search(r"\|\s*(?:ba|z)?sh\b", line), line
        assert [url for url in re.findall(r"https?://[^/\"\s]+", line) if "127.0.0.1" not in url] == [], line


def test_a_workflow_names_its_actions_by_commit():
    for path in sorted((ROOT / ".github").glob("workflows/*.y*ml")):
        for uses in re.findall(r"uses:\s*(\S+)", path.read_text(encoding="utf-8")):
            assert re.search(r"@[0-9a-f]{40}$", uses), (path.name, uses)


def report(folder: Path, name: str, digest: str | None) -> Path:
    info = {"archive_info": {"hashes": {"sha256": digest}}} if digest else {"dir_info": {}}
    file = folder / "report.json"
    file.write_text(json.dumps({"install": [{"metadata": {"name": name}, "download_info": info}]}), encoding="utf-8")
    return file


def test_an_archive_that_is_not_in_the_lock_is_named(tmp_path, capsys):
    locked = script("locked")
    known = sorted(locked.hashes()["python-calamine"])[0]
    assert locked.fetched(report(tmp_path, "Python_Calamine", known)) == 0
    assert locked.fetched(report(tmp_path, "python-calamine", "0" * 64)) == 1
    assert locked.fetched(report(tmp_path, "unheard-of", known)) == 1
    assert locked.fetched(report(tmp_path, "python-calamine", None)) == 1
    assert locked.fetched(report(tmp_path, "mali-atlas", None)) == 1, "nothing was fetched, so nothing was compared"
    said = capsys.readouterr().out.splitlines()
    assert said[:3] == [
        "1 archives fetched, each with a hash of the lock",
        f"python-calamine: {'0' * 64} is not in the lock",
        f"unheard-of: {known} is not in the lock",
    ]


def test_a_known_vulnerability_fails_and_a_database_that_is_away_does_not(capsys):
    audit = script("audit")
    away = {"name": "a", "skip_reason": "not found"}
    sound, wrong = ({"name": "b", "version": "1", "vulns": found} for found in ([], [{"id": "PYSEC-1"}]))
    assert audit.judged([away])
    assert audit.judged([away, sound])
    assert not audit.judged([away, sound, wrong])
    assert capsys.readouterr().out.splitlines() == [
        "pip-audit: the database of advisories cannot be reached from here: no package was looked up",
        "pip-audit: 1 of 2 packages looked up, 0 with known vulnerabilities",
        "pip-audit: b 1: PYSEC-1",
        "pip-audit: 2 of 3 packages looked up, 1 with known vulnerabilities",
    ]
    assert audit.scripts() == SHELL


def test_ruff_has_the_rules_of_bandit():
    assert '"S"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.ruff.lint]")[2].split("]")[0]


NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", SECURITY)


@pytest.mark.parametrize(("file", "test"), NAMED, ids=lambda text: text)
def test_what_is_promised_has_its_test(file, test):
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_promise_names_a_test():
    rows = [line for line in SECURITY.splitlines() if line.startswith("| ") and not line.startswith("| promise")]
    assert len(rows) >= 15
    assert [row for row in rows if "::" not in row] == []
    assert len(NAMED) == SECURITY.count("::")
