"""Files that are there whole or not at all, and what a killed process leaves."""

from __future__ import annotations

import os
import time

import pytest

from geodata import files


def test_a_file_takes_its_name_when_it_is_whole(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("old")
    with files.write_aside(path) as aside:
        aside.write_text("new")
        assert (path.read_text(), aside.parent) == ("old", tmp_path)
    assert (path.read_text(), list(tmp_path.iterdir())) == ("new", [path])


def test_a_file_that_cannot_be_made_whole_leaves_the_old_one(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), files.write_aside(path) as aside:
        aside.write_text("n" * (1 // 0))
    with pytest.raises(TypeError), files.write_aside(path) as aside, aside.open("w") as file:
        file.writelines(["ne", 0])
    assert (path.read_text(), list(tmp_path.iterdir())) == ("old", [path])


def test_a_folder_is_gone_unless_it_was_moved(tmp_path):
    with files.folder_aside(tmp_path, ".x-") as folder:
        (folder / "a").write_text("a")
        assert folder.name.startswith(".x-")
    with files.folder_aside(tmp_path) as folder:
        (folder / "a").write_text("a")
        folder.rename(tmp_path / "home")
    with pytest.raises(ZeroDivisionError), files.folder_aside(tmp_path) as folder:
        raise ZeroDivisionError
    assert [path.name for path in tmp_path.rglob("*")] == ["home", "a"]
    assert os.name == "nt" or (tmp_path / "home").stat().st_mode & 0o777 == 0o755


def test_only_what_is_older_than_a_day_and_named_so_is_swept_up(tmp_path):
    old = time.time() - 90_000
    (tmp_path / ".x-folder").mkdir()
    (tmp_path / ".x-folder" / "a").write_text("a")
    for name in (".x-file", ".y-file", "file", ".x-now"):
        (tmp_path / name).write_text("a")
    for path in tmp_path.iterdir():
        if path.name != ".x-now":
            os.utime(path, (old, old))
    files.sweep(tmp_path, [".x-*", ".z-*"])
    assert {path.name for path in tmp_path.iterdir()} == {".x-now", ".y-file", "file"}
    files.sweep(tmp_path / "nowhere", ["*"])


def test_what_write_aside_leaves_is_what_the_sweep_finds(tmp_path):
    with files.write_aside(tmp_path / "a") as aside:
        aside.write_text("a")
        assert list(tmp_path.glob(files.HALF)) == [aside]
