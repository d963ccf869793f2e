"""A boundary file that is damaged at random is read whole or refused in words."""

import warnings
import zipfile

import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.boundaries.imported import boundary_file, matching, recognition
from geodata.errors import DataError
from geodata.schema.boundaries import CHECKS
from tests.geodata.boundaries.imported.drawn import IDS, drawn, geojson, refused

ANY_VALUE = st.none() | st.integers() | st.text(max_size=20) | st.just("x" * 100_000) | st.just(["a"]) | st.just({})
ANY_NUMBER = st.floats(allow_nan=True, allow_infinity=True) | st.sampled_from([0, 1e300, float("nan"), -12.0, 15.0])
MUTATIONS = st.one_of(
    st.tuples(st.just("truncate"), st.integers(0, 10**6), st.none()),
    st.tuples(st.just("byte"), st.integers(0, 10**6), st.integers(0, 255)),
    st.tuples(st.just("value"), st.integers(0, 700), ANY_VALUE),
    st.tuples(st.just("drop"), st.sampled_from(["shapeName", "shapeID", "shapeGroup", "shapeType"]), st.none()),
    st.tuples(st.just("rename"), st.sampled_from(["shapeName", "shapeID", "shapeType"]), st.text(max_size=5)),
    st.tuples(st.just("number"), st.integers(0, 700), ANY_NUMBER),
    st.tuples(st.just("shape"), st.integers(0, 700), st.sampled_from([None, {}, "Polygon", "LineString", "rings"])),
    st.tuples(st.just("twice"), st.integers(0, 700), st.none()),
    st.tuples(st.just("delete"), st.integers(0, 700), st.none()),
    st.tuples(st.just("swap"), st.integers(0, 700), st.integers(0, 700)),
    st.tuples(st.just("crs"), st.sampled_from(["EPSG:32630", "EPSG:3857", "EPSG:0", "", "junk"]), st.none()),
)


def mutate(features, members, what, where, value):
    names = [feature["properties"] for feature in features]
    if what == "value":
        names[where % len(names)]["shapeName"] = value
    elif what in ("drop", "rename"):
        for properties in names:
            kept = properties.pop(where, None)
            if what == "rename":
                properties[value] = kept
    elif what == "number":
        rings = (features[where % len(names)]["geometry"] or {}).get("coordinates")
        if isinstance(rings, list) and rings and isinstance(rings[0], list) and len(rings[0]) > 1:
            rings[0][1] = [value, value] if not isinstance(rings[0][1], list) else [value, rings[0][1][-1]]
    elif what == "shape":
        made = {"Polygon": {"type": "Polygon", "coordinates": []}, "rings": {"type": "Polygon", "coordinates": [[]]}}
        made["LineString"] = {"type": "LineString", "coordinates": [[0, 15], [1, 16]]}
        features[where % len(names)]["geometry"] = made.get(value, value) if isinstance(value, str) else value
    elif what == "twice":
        features.append(features[where % len(names)])
    elif what == "delete":
        del features[where % len(names)]
    elif what == "swap":
        one, other = names[where % len(names)], names[value % len(names)]
        one["shapeName"], other["shapeName"] = other.get("shapeName"), one.get("shapeName")
    elif what == "crs":
        members["crs"] = {"type": "name", "properties": {"name": where}}


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(mutations=st.lists(MUTATIONS, min_size=1, max_size=3), is_zipped=st.booleans())
def test_a_damaged_file_is_read_whole_or_refused_in_words(tmp_path_factory, mutations, is_zipped):
    features, members = drawn(), {}
    for what, where, value in mutations:
        if what not in ("truncate", "byte"):
            mutate(features, members, what, where, value)
    folder = tmp_path_factory.mktemp("mutated")
    path = geojson(features, folder / "mutated.geojson", **members)
    if is_zipped:
        with zipfile.ZipFile(folder / "mutated.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(path, "mutated.geojson")
        path = folder / "mutated.zip"
    content = bytearray(path.read_bytes())
    for what, where, value in mutations:
        if what == "truncate":
            content = content[: where % (len(content) + 1)]
        elif what == "byte" and content:
            content[where % len(content)] = value
    path.write_bytes(content)
    problem = None
    try:
        if recognition.recognise(path) is None:
            return
        communes, report = boundary_file.read_units(path)
    except DataError as found:
        problem = found
    if problem:
        assert problem.where == path.name
        return
    assert communes["commune_id"].tolist() == IDS
    assert sum(report.matched.values()) == report.features == len(communes) == len(features)
    assert set(report.matched) <= set(matching.BASES)
    assert shapely.coverage_is_valid(communes.geometry.to_numpy())
    assert set(report.findings["check"]) <= set(CHECKS)


def test_no_warning_of_gdal_leaks(tmp_path, capfd):
    path = tmp_path / "x.geojson"
    path.write_text('{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Po')
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "cannot be read" in refused(recognition.recognise, path)
    odd = drawn()
    odd[0]["geometry"]["coordinates"][0] = odd[0]["geometry"]["coordinates"][0][:-1]
    refused(boundary_file.read_units, geojson(odd[:20], path))
    assert capfd.readouterr().err == ""
