"""The documents say what the code does: tables, lines, figures, rooms and words are compared with it, both ways."""

import re
import tomllib

import pytest

from app.cli import verify
from geodata import sources, vocabulary
from geodata.builds import store
from geodata.exports.formats import FORMATS
from geodata.figures import measures
from geodata.imports.layouts import LAYOUTS
from tests import once
from tests.readme import README, ROOT, table

REFERENCE = (ROOT / "app" / "README.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "geodata" / "GLOSSARY.md").read_text(encoding="utf-8")
FRENCH = (ROOT / "app" / "translations" / "fr" / "LC_MESSAGES" / "messages.po").read_text(encoding="utf-8").casefold()
DOCUMENTS = sorted(
    path
    for path in (ROOT / "README.md", *(ROOT / ".github").glob("*.md"), *ROOT.glob("[agt]*/**/*.md"))
    if "node_modules" not in path.parts
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_sources_are_the_records():
    found = [(re.sub(r"^\[(.*)\]\(.*\)$", r"\1", row[0]), row[1], row[3]) for row in table("| source |", REFERENCE)]
    shipped = sources.read(vocabulary.DATA / "sources.toml").values()
    assert found == [(source.title, source.producer, source.licence) for source in shipped]


def test_the_formats_are_the_codes():
    found = [(row[0], row[1].strip("`")) for row in table("| format |", REFERENCE)]
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
        for name, unit in units.items()
        if unit.population
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


def rooms(package: str) -> set[str]:
    """The folders of a package and the modules beside them, as its README names them."""
    found = {f"{path.name}/" for path in (ROOT / package).iterdir() if path.is_dir() and path.name != "__pycache__"}
    return found | ({path.name for path in (ROOT / package).glob("*.py")} - {"__init__.py"})


def floors(package: str) -> dict[str, int]:
    """The floor of each room by the import-linter contract: 1 is the ground."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one.get("containers") == [package])
    return {
        room.strip(): floor
        for floor, neighbours in enumerate(reversed(layers), start=1)
        for room in re.split("[|:]", neighbours)
    }


@pytest.mark.parametrize("package", ["app", "geodata"])
def test_each_room_has_its_line_and_each_line_its_room(package):
    text = (ROOT / package / "README.md").read_text(encoding="utf-8")
    named = [row[0].strip("`") for row in table("| room |", text)]
    ground = re.search(r"^The ground floor is .*?\n\n", text, re.M | re.S)
    named += [f"{name}.py" for name in re.findall(r"`(\w+)`", ground[0])] if ground else []
    assert len(named) == len(set(named))
    assert set(named) == rooms(package)


@pytest.mark.parametrize("package", ["app", "geodata"])
def test_each_line_says_the_floor_of_its_room(package):
    rows = table("| room |", (ROOT / package / "README.md").read_text(encoding="utf-8"))
    said = {row[0].strip("`").removesuffix("/").removesuffix(".py"): int(row[1]) for row in rows if row[1]}
    expected = floors(package)
    assert {room: expected.get(room) for room in said} == said
    assert set(expected) - set(said) == (
        {path.stem for path in (ROOT / "geodata").glob("[!_]*.py")} if package == "geodata" else set()
    )


def test_each_folder_of_tests_has_its_line():
    named = [
        row[0].strip("`/") for row in table("| folder |", (ROOT / "tests" / "README.md").read_text(encoding="utf-8"))
    ]
    assert set(named) == {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()} - {"__pycache__"}


WORD = re.compile(r"^\*\*(?P<word>.+?)\*\* · fr\. (?P<french>.+)\n(?P<meaning>(?:.+\n?)+)", re.M)


def test_the_glossary_says_each_word_once_in_order():
    for section in GLOSSARY.split("\n## ")[1:-1]:
        words = [match["word"].casefold() for match in WORD.finditer(section)]
        assert words
        assert len(words) == section.count("· fr. ")
    said = [word for match in WORD.finditer(GLOSSARY) for word in match["word"].split(", ")]
    assert len(said) == len(set(said))


def test_the_french_words_of_the_glossary_are_those_of_pages():
    words = [word for match in WORD.finditer(GLOSSARY) for word in re.findall(r"\*(.+?)\*", match["french"])]
    assert len(words) > 20
    assert [word for word in words if word.casefold() not in FRENCH] == []


def test_the_code_that_the_glossary_names_is_there():
    names = [
        name
        for match in WORD.finditer(GLOSSARY)
        for name in re.findall(r"Code: `([\w.]+)`", match["meaning"])
        if "." in name
    ]
    assert len(names) > 25
    assert [name for name in names if not is_there(name)] == []


def is_there(name: str) -> bool:
    """Whether "package.module" or "package.module.name" is in geodata or app; the name as a word of its module."""
    parts = name.split(".")
    for root in (ROOT / "geodata", ROOT / "app"):
        if root.joinpath(*parts).with_suffix(".py").is_file():
            return True
        module = root.joinpath(*parts[:-1]).with_suffix(".py")
        if module.is_file() and re.search(rf"^(?:class |def )?{parts[-1]}\b", module.read_text(encoding="utf-8"), re.M):
            return True
    return False


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_link_between_documents_leads_somewhere(path):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_the_readme_is_for_users_and_short():
    lines = README.splitlines()
    assert len(lines) <= 150
    assert [line for line in lines if len(line) > 140] == []


def test_the_readme_says_what_the_exit_codes_mean():
    said = re.search(
        r"exit code (\d) the same, (\d) damaged, (\d) different, (\d) cannot tell", " ".join(README.split())
    )
    assert [int(code) for code in said.groups()] == [
        verify.SAME,
        verify.DAMAGED,
        verify.DIFFERENT,
        verify.UNKNOWN,
    ]


def test_the_layouts_are_the_codes():
    assert [row[0].strip("`") for row in table("| layout |")] == list(LAYOUTS)


@pytest.mark.parametrize("path", sorted((ROOT / "geodata" / "decisions").glob("*.md")), ids=lambda path: path.stem)
def test_a_decision_has_its_four_parts_in_few_lines(path):
    text = path.read_text(encoding="utf-8")
    number = int(path.name[:4])
    assert text.startswith(f"# {number}. ")
    assert re.findall(r"^- \*\*(\w+):\*\*", text, re.M) == ["Status", "Context", "Decision", "Consequences"]
    assert len(text.splitlines()) <= 12


def test_decisions_are_numbered_without_a_gap():
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "geodata" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
