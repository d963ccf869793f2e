"""Adjacent classes differ for eyes that lack a kind of cone: Machado, Oliveira and Fernandes (2009), severity 1."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from app.presenters import legend
from geodata.figures import measures

LEAST = 8.0
"""Least distance in CIE L*a*b* (CIE76); about 2.3 is just noticeable."""
SIMULATIONS = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = TO_XYZ.sum(axis=1)


def scales():
    """Each scale as it stands in a legend: what is no class first, then the classes in order."""
    for measure in measures.MEASURES:
        none, zero = (legend.fill_of(key, measure, None) for key in ("none_recorded", "zero"))
        used = measure.palette[: None if measure.breaks is None else len(measure.breaks)]
        first = [none] if measure.breaks or measure.numerator in ("events", "fatalities_best") else [none, zero]
        yield measure.key, [*first, *used]
    yield "change", list(measures.DIVERGING)


SCALES = dict(scales())


def linear(colour):
    parts = np.array([int(colour[index : index + 2], 16) for index in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(colour, simulation):
    seen = np.clip(simulation @ linear(colour), 0, 1)
    ratio = TO_XYZ @ seen / WHITE
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_lab_of_known_colours():
    assert lab("#ffffff", SIMULATIONS["normal"]) == pytest.approx([100, 0, 0], abs=0.01)
    assert lab("#ff0000", SIMULATIONS["normal"]) == pytest.approx([53.24, 80.09, 67.20], abs=0.02)
    for matrix in SIMULATIONS.values():
        assert matrix.sum(axis=1) == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize("simulation", list(SIMULATIONS))
@pytest.mark.parametrize("scale", list(SCALES))
def test_adjacent_classes_differ(scale, simulation):
    for one, next_one in pairwise(SCALES[scale]):
        distance = np.linalg.norm(lab(one, SIMULATIONS[simulation]) - lab(next_one, SIMULATIONS[simulation]))
        assert distance >= LEAST, (one, next_one, round(float(distance), 1))


@pytest.mark.parametrize("simulation", list(SIMULATIONS))
def test_the_scale_grows_darker(simulation):
    for measure in measures.MEASURES:
        lightness = [lab(colour, SIMULATIONS[simulation])[0] for colour in measure.palette]
        assert lightness == sorted(lightness, reverse=True), measure.key


def schemes():
    """The colours of the page by name, and the edge of a unit on the map: light, and dark over it."""
    style = (Path(legend.__file__).parents[1] / "static" / "atlas.css").read_text(encoding="utf-8")
    light, dark = (
        dict(re.findall(r"--(\w+): (#\w{6})", block)) for block in re.findall(r":root \{(.*?)\}", style, re.S)
    )
    (edge,) = re.findall(r'\[stroke="#6b6559"\] \{ stroke: (#\w{6}); \}', style)
    return {"light": {**light, "unit": "#6b6559"}, "dark": {**light, **dark, "unit": edge}}


def contrast(one, other):
    high, low = sorted((float(TO_XYZ[1] @ linear(colour)) for colour in (one, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_schemes_are_legible(scheme):
    colours = schemes()[scheme]
    for text in ("ink", "soft", "link", "accent"):
        for ground in ("paper", "card", "field", "hover", *(["mark"] if text != "accent" else [])):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for line, ground in (("focus", "paper"), ("focus", "card"), ("edge", "card"), ("unit", "land")):
        assert contrast(colours[line], colours[ground]) >= 3, (line, ground)


def test_a_class_has_one_colour_in_both_schemes():
    """What tells classes apart for every eye in the light does so in the dark: no style sheet fills a unit."""
    styles = Path(legend.__file__).parents[1] / "static"
    for style in styles.glob("*.css"):
        assert not re.search(r"(data-pcode|leaflet)[^{}]*\{[^}]*(?<!-)fill:", style.read_text(encoding="utf-8")), (
            style.name
        )
