"""Drawn events placed and counted as one batch or as several, the way that every event takes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geodata import periods
from geodata.counting import actors, batch_tally, event_batch
from geodata.counting.batch_tally import Around, Tally
from geodata.placing import bands, grid
from geodata.placing.batch import place_batch
from geodata.placing.scale import UCDP, Scale
from geodata.placing.unit_index import UnitIndex


def tallied(events: pd.DataFrame, indexes: Sequence[UnitIndex], scale: Scale = UCDP) -> Tally:
    """The events (columns.EVENTS) as one batch; of the zones, all are taken as too vague."""
    batch = event_batch.of_table(events, periods.months(events), actors.families(events))
    around = Around(np.full(len(events), bands.UNKNOWN, np.int8), grid.gid(batch.where.longitude, batch.where.latitude))
    return batch_tally.tally(batch, place_batch(batch.where, indexes, scale), around, scale)
