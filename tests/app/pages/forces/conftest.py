"""What the tests of the forces share: a world whose figures have gaps and an open end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geodata.schema import validate
from tests import worlds
from tests.app.conftest import drawn_world, serve_world

HEADCOUNTS = """
force   as_of      low   best  high  component measure    scope uncertainty source_id confidence
minusma 2021-06-30 .     12000 .     uniformed deployed   mali  lower_bound un        sourced
minusma 2022-12-31 .     11000 .     uniformed deployed   mali  exact       un        sourced
minusma 2022-06-30 15209 15209 15209 uniformed authorised mali  ceiling     un        sourced
french  2022-02-17 4300  4500  4600  total     deployed   sahel_5_countries range un  sourced
eucap   2022-01-01 .     209   .     total     authorised mali  ceiling     un        sourced
isgs    2022-07-31 300   .     425   total     deployed   sahel estimate    .         unsourced
wagner  2022-12-31 .     .     .     total     deployed   mali  missing     un        sourced
"""


def mandates(text):
    drawn = worlds.table(text)
    whole = drawn.assign(
        name_fr=drawn["name"] + " (fr)", legal_basis="law", legal_basis_fr="droit", confidence="sourced"
    )
    whole = whole.assign(
        **dict.fromkeys(("decided", "not_before", "here_by", "last_site", "succeeded_by", "more_sources"))
    )
    return validate.validate("mandates", whole, "drawn mandates")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """A served world with figures, gaps and an open end."""
    tmp = tmp_path_factory.mktemp("forces")
    world = drawn_world(tmp)
    held = mandates("""
force   name     started    end_decided ended      left_mali  source_id
minusma MINUSMA  2013-07-01 .           2023-06-30 2023-12-31 un
french  Barkhane 2014-08-01 2022-02-17  2022-11-09 2022-08-15 un
eucap   EUCAP    2015-01-15 .           2025-01-31 .          un
""")
    given = worlds.table(HEADCOUNTS).replace(" ", "_", regex=True).assign(more_sources=None)
    counts = validate.validate("headcounts", given, "drawn headcounts")
    return serve_world(tmp, replace(world, forces=replace(world.forces, mandates=held, headcounts=counts)))[0]
