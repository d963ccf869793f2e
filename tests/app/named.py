"""A drawn world with events that name a cercle and are too vague to be placed in it: worked out by hand."""

from __future__ import annotations

from pathlib import Path

from geodata.builds.inputs import Inputs
from tests import deep_worlds
from tests.app import deep

SPEC = """
id year x    y     prec region     cercle   type a    b         low best high civilians date_start date_end
e1 2022 1.73 15.53 1    Gao_region .        3    IS   Civilians 10  12   12   12        2022-03-05 2022-03-05
e2 2022 1.73 15.53 5    Gao_region Gao_East 3    JNIM Civilians 3   5    9    5         2022-03-06 2022-03-06
e3 2022 1.23 15.53 4    Gao_region Gao_East 3    IS   Civilians 2   2    2    1         2022-04-06 2022-04-06
e4 2022 1.23 15.53 5    Gao_region .        3    IS   Civilians 1   1    1    1         2022-03-06 2022-03-06
"""
"""ML0702 has e1; e2 and e3 name it and are placed in no cercle, and of e4 nobody knows the cercle."""
HERE, ELSEWHERE = "ML0702", "ML0701"


def world(tmp: Path, spec: str = SPEC) -> Inputs:
    """The drawn world with a cercle that events name as "Gao East"."""
    return deep_worlds.with_gao_east(deep.world(tmp, spec))
