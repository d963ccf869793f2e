"""Files that are there whole or not at all, and what a killed process leaves."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from geodata import files
from tests.shelves import failing


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


def test_what_no_process_holds_and_is_named_so_is_swept_up(tmp_path):
    (tmp_path / ".x-folder").mkdir()
    (tmp_path / ".x-folder" / "a").write_text("a")
    for name in (".x-file", ".y-file", "file"):
        (tmp_path / name).write_text("a")
    with files.folder_aside(tmp_path, ".x-") as folder, files.write_aside(tmp_path / "b") as file:
        files.sweep(tmp_path, [".x-*", ".z-*", files.HALF])
        assert set(tmp_path.iterdir()) == {folder, file, tmp_path / ".y-file", tmp_path / "file"}
        file.write_text("b")
    files.sweep(tmp_path / "nowhere", ["*"])


def test_without_locks_only_what_is_older_than_a_day_is_swept_up(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_lock", lambda *_: files._NO_LOCK)
    for name, age in ((".x-old", 90_000), (".x-now", 10)):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    files.sweep(tmp_path, [".x-*"])
    assert [path.name for path in tmp_path.iterdir()] == [".x-now"]


def test_what_may_not_be_deleted_stays(tmp_path, monkeypatch):
    (tmp_path / ".x-file").write_text("a")
    monkeypatch.setattr(files.Path, "unlink", failing(files.Path.unlink, 0))
    files.sweep(tmp_path, [".x-*"])
    assert (tmp_path / ".x-file").exists()


def test_a_folder_is_held_by_one_and_free_when_its_process_ends(tmp_path):
    code = "import sys; from pathlib import Path; from geodata import files\nwith files.exclusive(Path(sys.argv[1])):\n"
    holds = [sys.executable, "-c", f"{code} print('held', flush=True); sys.stdin.read()", str(tmp_path / "new")]
    with subprocess.Popen(holds, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(files.Busy), files.exclusive(tmp_path / "new", 0):
            pass
        other.kill()
        other.wait()
        with files.exclusive(tmp_path / "new", 0):
            assert list((tmp_path / "new").iterdir()) == []


def test_a_folder_that_is_dropped_while_another_waits_for_it_is_made_again(tmp_path, monkeypatch):
    folder, lock = tmp_path / "data", files._lock

    def dropped(path, flags):
        if path.exists() and not (tmp_path / "once").exists():
            (tmp_path / "once").touch()
            held = lock(path, flags)
            path.rmdir()
            path.mkdir()
            files._release(held)
            return None
        return lock(path, flags)

    monkeypatch.setattr(files, "_lock", dropped)
    with files.exclusive(folder, 1), pytest.raises(files.Busy), files.exclusive(folder, 0):
        pass


def test_what_write_aside_leaves_is_what_the_sweep_finds(tmp_path):
    with files.write_aside(tmp_path / "a") as aside:
        aside.write_text("a")
        assert list(tmp_path.glob(files.HALF)) == [aside]
