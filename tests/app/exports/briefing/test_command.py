"""`mali-atlas briefing`: the file that the server gives, written by the command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.application import create_app
from app.cli import main
from app.settings import Settings
from geodata.builds import store


class TestCommand:
    """`mali-atlas briefing`."""

    def run(self, *arguments: object):
        return CliRunner().invoke(main.main, ["briefing", *map(str, arguments)])

    @pytest.fixture(autouse=True)
    def _built(self, request, monkeypatch, tmp_path):
        if "painted" not in request.fixturenames:
            request.getfixturevalue("unpainted")
        monkeypatch.chdir(tmp_path)
        monkeypatch.delenv("MALI_ATLAS_DATA", raising=False)

    def test_it_writes_what_the_server_gives(self, painted, data, client, monkeypatch, tmp_path):
        monkeypatch.setenv("MALI_ATLAS_URL", "https://atlas.example.org")
        result = self.run("year=2021&lang=fr", "--data", data)
        assert result.exit_code == 0, result.output
        file = tmp_path / "mali-briefing-2021-fr.html"
        assert result.output.startswith("Wrote mali-briefing-2021-fr.html (")
        server = create_app(data, Settings(url="https://atlas.example.org")).test_client()
        assert file.read_bytes() == server.get("/briefing.html?year=2021&lang=fr").data
        assert b"https://atlas.example.org/b/" in file.read_bytes()

    def test_without_an_address_it_names_the_path_and_the_build(self, data, made, tmp_path):
        assert self.run("?from=2020", "-o", "mine.html", "--data", data).exit_code == 0
        text = (tmp_path / "mine.html").read_text(encoding="utf-8")
        assert f" /b/{made.id}/briefing.html?" in text
        assert f"any Mali Atlas server that keeps the build {made.id}" in text
        assert "localhost" not in text
        assert not re.search(r"<a\b", text)

    def test_it_writes_over_nothing_unless_told_to(self, data, tmp_path):
        file = tmp_path / "kept.html"
        file.write_text("mine")
        result = self.run("-o", file, "--data", data)
        assert result.exit_code == 1
        assert result.output == f"mali-atlas: {file}: is there already. Write over it with --force.\n"
        assert file.read_text() == "mine"
        assert self.run("-o", file, "--force", "--data", data).exit_code == 0
        assert file.read_text(encoding="utf-8").startswith("<!doctype html>")

    def test_a_crash_leaves_no_half_of_it(self, data, tmp_path, monkeypatch):
        file = tmp_path / "kept.html"
        file.write_text("mine")

        def full(*_):
            raise OSError(28, "No space left on device", str(file))

        monkeypatch.setattr(Path, "replace", full)
        result = self.run("-o", file, "--force", "--data", data)
        assert result.exit_code == 1
        assert "No space left on device" in result.output
        assert file.read_text() == "mine"
        assert [path.name for path in tmp_path.iterdir()] == ["kept.html"]

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["yaer=2022"], "unknown parameter 'yaer'"),
            (["year=1999"], "parameter 'year' cannot be '1999'"),
            (["unit=Ménaka"], "parameter 'unit' cannot be 'Ménaka'"),
            (["-o", "nowhere/x.html"], "nowhere: there is no such directory."),
            (["-o", "."], ".: is a directory."),
        ],
    )
    def test_an_error_is_one_sentence(self, data, tmp_path, arguments, said):
        result = self.run(*arguments, "--data", data)
        assert result.exit_code == 1
        assert result.output.startswith(f"mali-atlas: {said}")
        assert len(result.output.splitlines()) == 1
        assert list(tmp_path.iterdir()) == []

    def test_it_builds_first_where_there_is_none(self, tmp_path):
        folder = tmp_path / "new"
        result = self.run("-o", "one.html", "--data", folder)
        assert result.exit_code == 0, result.output
        assert store.current_id(folder) in (tmp_path / "one.html").read_text(encoding="utf-8")
