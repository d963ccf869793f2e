"""What the tests of builds read of one."""

PARTITIONS = ("admin1", "admin2", "admin3", "grid")


def best(made, level="admin1", period="2022"):
    """{p-code: deaths} of the units that have any; None is what was not allocated."""
    figures = made.figures
    found = {
        unit.pcode: figures.row(level, unit, period, "all", "any")["fatalities_best"] for unit in figures.units[level]
    }
    found[None] = figures.not_allocated(level, period, "all", "any")["fatalities_best"]
    return {pcode: number for pcode, number in found.items() if number}
