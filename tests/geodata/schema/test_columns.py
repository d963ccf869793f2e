import pandas as pd
import pandera.pandas as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import DataError
from geodata.schema import tables, validate

PEOPLE = {
    **{"frame": ["2016", "2016"], "pcode": ["ML07", "ML10"], "year": ["2022", "2022"]},
    **{"population": ["727000", "318876"], "caveat": [None, "menaka"]},
}


def people(**changed):
    return pd.DataFrame({**PEOPLE, **changed}, index=pd.RangeIndex(2, 4, name="row"))


def refused(frame):
    with pytest.raises(DataError) as caught:
        validate.validate("population", frame, "people.csv")
    return caught.value.text


def test_a_table_takes_the_dictionarys_types_and_order_and_keeps_other_columns():
    table = validate.validate(
        "population", people(note="x")[["note", "caveat", "population", "year", "pcode", "frame"]], "people.csv"
    )
    assert table.columns.tolist() == ["frame", "pcode", "year", "population", "caveat", "note"]
    assert str(table["population"].dtype) == "Int64"
    assert table["population"].sum() == 1_045_876


def test_missing_columns_are_named():
    assert refused(people().drop(columns=["year", "population"])) == (
        "people.csv: missing columns: year, population. "
        "Expected: a table 'population' with frame, pcode, year, population, caveat."
    )


@pytest.mark.parametrize(
    ("change", "where", "meaning"),
    [
        (
            {"population": ["727000", "-1"]},
            "row 3, column population: -1",
            "population: people counted by the census",
        ),
        ({"year": ["1066", "2022"]}, "row 2, column year: 1066", "year: year of the census"),
        (
            {"population": ["727000", None]},
            "row 3, column population: ",
            "population: people counted by the census",
        ),
        (
            {"population": ["many", "1"]},
            "row 2, column population: 'many'",
            "population: people counted by the census",
        ),
        ({"population": ["1", "1.5"]}, "column population: ", "population: people counted by the census"),
    ],
)
def test_a_wrong_value_is_shown_with_row_column_and_meaning(change, where, meaning):
    text = refused(people(**change))
    assert text.startswith("people.csv: ")
    assert where in text
    assert f"Expected: {meaning}." in text
    assert text.endswith("Correct these rows, or take the file again from its publisher.")


def test_only_the_first_five_failures_are_shown():
    frame = pd.DataFrame(
        {"frame": ["2016"] * 8, "pcode": ["ML07"] * 8, "year": [2022] * 8, "population": [-1] * 8, "caveat": [None] * 8}
    )
    text = refused(frame)
    assert text.count("column population") == 5
    assert "; and 3 more." in text


def test_a_value_outside_the_allowed_list_is_refused():
    rows = {"frame": "2016", "level": "country", "pcode": "MLI", "period": "2022", "actor_family": "any"}
    frame = pd.DataFrame([{**rows, "violence_type": "riot", **dict.fromkeys(tables.ADDITIVE_NAMES, 1)}])
    with pytest.raises(DataError, match="row 0, column violence_type: 'riot'"):
        validate.validate("counts", frame, "counts.csv")


@pytest.mark.parametrize("table", tables.TABLES.values(), ids=list(tables.TABLES))
def test_every_column_has_a_meaning_and_is_there_once(table):
    names = [column.name for column in table]
    assert len(names) == len(set(names))
    assert all(column.meaning and column.dtype for column in table)


def test_the_same_name_has_the_same_type_everywhere():
    types: dict[str, set[str]] = {}
    for table in tables.TABLES.values():
        for column in table:
            types.setdefault(column.name, set()).add(column.dtype)
    assert {name: found for name, found in types.items() if len(found) > 1} == {}


GOOD = {
    "string": ["", "Gao", "a long text, with signs"],
    "Int64": [0, 1, 7, 2016, "3"],
    "float64": [0.0, -1.5, 14.25, "2.5"],
    "bool": [True, False],
    "boolean": [True, False],
    "datetime64[ns]": ["2022-03-08", "2013-01-01"],
}
ODD = [None, -1, 1e9, "none of these", "2022-13-45", 0.5, True]


@st.composite
def cells(draw):
    """A table's name and a frame of it, of which some cells may be wrong."""
    name = draw(st.sampled_from(sorted(tables.TABLES)))
    rows = draw(st.integers(0, 4))
    frame = {}
    is_sound = draw(st.booleans())
    for column in tables.TABLES[name]:
        fit = list(column.allowed) or [
            value
            for value in GOOD[column.dtype]
            if column.dtype not in ("Int64", "float64")
            or (column.at_least or float("-inf")) <= float(value) <= (column.at_most or float("inf"))
        ]
        odd = [] if is_sound else ODD * draw(st.integers(0, 1))
        fit += [None] if column.nullable and column.dtype != "bool" else []
        values = st.lists(st.sampled_from((fit or [column.at_least]) + odd), min_size=rows, max_size=rows)
        frame[column.name] = pd.Series(draw(values), dtype=object)
    return name, pd.DataFrame(frame)


@given(cells())
def test_what_is_found_sound_is_what_pandera_passes(drawn):
    """The quick way and the library come to the same, in each table, with sound cells and with others."""
    name, frame = drawn
    schema = pa.DataFrameSchema({column.name: validate._check(column) for column in tables.TABLES[name]})
    try:
        expected = schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors:
        expected = None
    found = validate._sound(tables.TABLES[name], frame)
    assert (found is None) == (expected is None)
    if found is not None:
        pd.testing.assert_frame_equal(found, expected)
