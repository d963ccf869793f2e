"""The command that fetches what is published: each name on its own, and settings of the network."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geodata.errors import AtlasError
from geodata.imports import download as downloading
from geodata.imports import fetch
from geodata.imports.record import listed
from tests.app.commands import done, refused, run

pytestmark = pytest.mark.usefixtures("alone")


def test_fetch_without_a_name_lists_what_there_is(fresh):
    lines = done(run("fetch", "--data", fresh))
    assert lines[0].split() == ["name", "what", "release", "size", "licence"]
    assert [line.split()[0] for line in lines[1:-1]] == list(fetch.DATASETS)
    assert "2.1 MB" in lines[1]
    assert "unknown" in lines[2]
    assert lines[-1] == "Any other monthly candidate release: ucdp-candidate-YY.0.M."
    assert max(map(len, lines)) <= 100
    assert not fresh.exists()


def test_each_name_is_fetched_on_its_own(fresh, file, monkeypatch):
    asked = []

    def download(url, target, network, *, watch, tell):
        asked.append((url, network))
        tell("silence; attempt 2 of 4 follows ...")
        if "ged241" in url:
            raise AtlasError("cannot be reached", where=url)
        target.write_bytes(file.read_bytes())
        return target

    monkeypatch.setattr(downloading, "download", download)
    monkeypatch.setenv("MALI_ATLAS_MIRROR", "https://me:secret@files.invalid/m")
    result = run("fetch", "--data", fresh, "ucdp-ged-24.1", "nothing", "ucdp-candidate-26.0.2")
    url = "https://ucdp.uu.se/downloads/candidateged/GEDEvent_v26_0_2.csv"
    assert [line.split(": ", 2)[1:2] for line in refused(result)] == [
        ["https://ucdp.uu.se/downloads/ged/ged241-csv.zip"],
        ["'nothing' cannot be fetched. Expected"],
    ]
    lines = result.output.splitlines()
    assert "  silence; attempt 2 of 4 follows ..." in lines
    shown = url.replace("https://", "https://files.invalid/m/")
    assert f"Fetching {shown} (unknown) ..." in lines
    assert "secret" not in result.output
    assert "  release     26.0.2" in lines
    assert asked[1] == (url, replace(downloading.Network(), mirror="https://me:secret@files.invalid/m"))
    assert [record.file for record in listed(fresh)] == ["GEDEvent_v26_0_2.csv"]


def test_a_wrong_setting_of_the_network_is_a_sentence(fresh, monkeypatch):
    monkeypatch.setenv("MALI_ATLAS_PROXY", "nowhere")
    assert refused(run("fetch", "--data", fresh, "ucdp-ged-24.1")) == [
        "mali-atlas: MALI_ATLAS_PROXY: 'nowhere' is not a valid address. Expected: an http or https URL, such as "
        "https://files.example.org. Unset it for the default: the proxy of the system."
    ]
