"""The README says what the code does: its tables, lines and figures are compared with it, both ways."""

import re
import tomllib

import pytest

from app.application import create_app
from app.cli.settings import SETTINGS
from geodata import sources, vocabulary
from geodata.builds import store
from geodata.exports import columns
from geodata.exports.formats import FORMATS
from geodata.figures import measures
from tests import once
from tests.readme import README, ROOT, table

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_settings_are_the_codes():
    assert table("| variable |") == [[f"`{s.variable}`", s.default, s.meaning] for s in SETTINGS]


def test_the_columns_are_the_dictionarys():
    expected = [[f"`{column.name}`", column.unit, column.meaning] for column in columns.columns_of("admin1")]
    assert table("| column |") == expected


def test_the_sources_are_the_records():
    found = [(re.sub(r"^\[(.*)\]\(.*\)$", r"\1", row[0]), row[1], row[3]) for row in table("| source |")]
    shipped = sources.read(vocabulary.DATA / "sources.toml").values()
    assert found == [(source.title, source.producer, source.licence) for source in shipped]


def test_the_addresses_are_the_routes(tmp_path):
    routes = {rule.rule for rule in create_app(tmp_path).url_map.iter_rules()}
    assert {row[0].strip("`") for row in table("| address |")} == routes


def test_the_formats_are_the_codes():
    found = [(row[0], row[1].strip("`")) for row in table("| format |")]
    assert found == [(one.label, one.extension) for one in FORMATS.values()]


def test_each_dependency_says_what_it_is_for():
    named = {re.split(r"[\[><=]", dependency)[0] for dependency in PROJECT["dependencies"]}
    assert {row[0] for row in table("| package |")} == named


def test_the_licence_stands_at_the_end():
    assert PROJECT["license"] == "MIT"
    assert README.rstrip().endswith(["", "THE USE OR OTHER DEALINGS IN THE SOFTWARE."][1])


@pytest.fixture(scope="module")
def shipped():
    return store.read(once.shipped()).edition()


def test_the_answer_on_2020_to_2022_is_the_builds(shipped):
    figures, measure = shipped.figures, measures.DEFAULT
    said = README[README.index("## Where did violence") : README.index("## What you can do")]
    units = {unit.name: unit for unit in figures.units["admin1"]}
    rows = {
        (name, year): figures.row("admin1", unit, year, "all", "any")
        for name, unit in units.items()
        for year in ("2020", "2022")
    }
    rises = {
        name: measures.value(measure, rows[name, "2022"]) - measures.value(measure, rows[name, "2020"])
        for name in units
    }
    assert sorted(rises, key=rises.get, reverse=True)[:2] == ["Ménaka", "Gao"]
    for name in ("Ménaka", "Gao"):
        then, now = rows[name, "2020"], rows[name, "2022"]
        for number in (measures.value(measure, then), measures.value(measure, now)):
            assert f"{number:.1f}" in said
        for number in (then["fatalities_best"], now["fatalities_best"], now["fatalities_low"], now["fatalities_high"]):
            assert f"{number:,}" in said
    for name in ("Ménaka", "Gao", "Mopti"):
        assert f"{rows[name, '2022']['fatalities_best'] - rows[name, '2020']['fatalities_best']:,}" in said
    zone = next(unit for unit in figures.units["zones"] if unit.pcode == "either-50")
    for year in ("2020", "2022"):
        assert f"{figures.row('zones', zone, year, 'all', 'any')['fatalities_best']:,}" in said
        assert f"{figures.not_allocated('zones', year, 'all', 'any')['fatalities_best']:,}" in said
        national = figures.national(year, "all", "any")
        assert f"{national['events']:,} events" in said
        assert f"{national['fatalities_best']:,} deaths" in said
    missing = figures.not_allocated("admin1", "2022", "all", "any")
    assert f"{missing['events']} events with {missing['fatalities_best']} deaths" in said


def test_the_counts_of_the_method_are_the_builds(shipped):
    figures = shipped.figures
    for level, sentence in (("admin1", "{} cannot be allocated to a region"), ("zones", "{} to no zone or grid cell")):
        number = sum(figures.not_allocated(level, period, "all", "any")["events"] for period in figures.covered)
        assert sentence.format(number) in README
    assert f"Of {sum(figures.national(p, 'all', 'any')['events'] for p in figures.covered):,} events" in README


def test_the_screenshot_is_there_and_small():
    assert 20_000 < (ROOT / "app" / "static" / "screenshot.png").stat().st_size < 150_000


def test_the_two_lines_do_all_the_set_up():
    lines = re.findall(r"^python3 -m venv .*$", README, re.M)
    assert len(lines) == 2
    assert lines[0].endswith("mali-atlas serve")
    assert lines[1].endswith("python -m pytest")
