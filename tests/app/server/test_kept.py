"""What was made last: bounded, and no file is taken away from who was just told of it."""

from __future__ import annotations

from app.server.kept import Kept

OK = {"status": "200 OK", "headers": []}


def test_successes_are_repeated_and_errors_are_not():
    kept = Kept()
    made = kept.keep("good", OK, b"body")
    assert kept.find("good") == made == (OK, b"body")
    kept.keep("bad", {**OK, "status": "400 BAD REQUEST"}, b"body")
    assert kept.find("bad") is None


def test_small_bodies_stay_up_to_a_sum():
    kept = Kept(memory=10)
    for key in ("a", "b", "c"):
        kept.keep(key, OK, b"1234")
    assert kept.find("a") is None
    assert kept.find("c")


def test_files_stay_up_to_a_sum_and_are_removed_later(tmp_path):
    now = [0.0]
    kept = Kept(disk=10, clock=lambda: now[0])
    files = [tmp_path / name for name in ("a", "b", "c", "d")]
    for file in files:
        file.write_bytes(b"1234")
        kept.keep(file.name, {**OK, "file": str(file), "size": 4}, b"")
    assert [bool(kept.find(file.name)) for file in files] == [False, False, True, True]
    assert all(file.exists() for file in files)
    now[0] = 61
    kept.keep("e", OK, b"")
    assert [file.exists() for file in files] == [False, False, True, True]


def test_a_file_larger_than_all_is_kept_alone(tmp_path):
    kept = Kept(disk=10)
    kept.keep("k", {**OK, "file": str(tmp_path / "k"), "size": 99}, b"")
    assert kept.find("k")
