"""What the tests of builds share: how one is written, and what they read of it."""

from geodata.builds import assemble, publishing, store

PARTITIONS = ("admin1", "admin2", "admin3", "grid")


def best(made, level="admin1", period="2022"):
    """{p-code: deaths} of the units that have any; None is what was not allocated."""
    figures = made.figures
    found = {
        unit.pcode: figures.row(level, unit, period, "all", "any")["fatalities_best"] for unit in figures.units[level]
    }
    found[None] = figures.not_allocated(level, period, "all", "any")["fatalities_best"]
    return {pcode: number for pcode, number in found.items() if number}


def writing(text):
    def write(folder):
        (folder / "manifest.json").write_text(text)

    return write


def builds(data):
    return sorted(path.name for path in (data / "builds").iterdir())


def published(folder, made):
    return made, store.read(folder, publishing.publish(folder, lambda aside: assemble.write(made, aside)))
