"""Drawn boundary files, whole and as features to spoil, and what their reader refuses."""

import json
from functools import cache

import pytest

from geodata.boundaries import gazetteer
from geodata.errors import DataError
from tests import boundary_worlds

IDS = gazetteer.communes()["commune_id"].tolist()


def refused(ask, *arguments):
    with pytest.raises(DataError) as caught:
        ask(*arguments)
    return caught.value.text


def geojson(features, path, **members):
    text = json.dumps({"type": "FeatureCollection", "features": features, **members})
    path.write_text(text, encoding="utf-8")
    return path


@cache
def as_text() -> str:
    return boundary_worlds.features().to_json(drop_id=True)


def drawn() -> list[dict]:
    return json.loads(as_text())["features"]
