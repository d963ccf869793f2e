"""Files that were damaged on their way: whatever the bytes, a Read with every row accounted for, or a DataError.

Few examples in the test line; MALI_ATLAS_HYPOTHESIS=large for many.
"""

import copy
import io
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import HealthCheck, event, given
from hypothesis import strategies as st

from geodata.errors import DataError
from geodata.imports import layouts
from geodata.imports.layouts import LAYOUTS
from tests import drawn_ged, examples, files
from tests.examples import times

SECONDS = 10
LETTERS = "Ménaka, Débéré – “Kidal” \n Téssit"
SPEC = [{"where_coordinates": LETTERS, "location": LETTERS, "notes": 'a "note",\nin two lines'}] * 4

DRAWN = {
    "ucdp-ged": files.ged(SPEC),
    "ucdp-candidate": files.candidate(SPEC),
    "acled": files.acled(SPEC),
    "acled-old": files.acled(SPEC, old=True),
    "acled-monthly": files.monthly(SPEC),
    "hapi": files.hapi(SPEC),
    "un-personnel": files.personnel(SPEC),
}
NASTY = [
    *("", " ", "NaN", "nan", "NULL", "None", "inf", "-inf", "-1", "0", "1.5", "1e308", "1e-400", "9" * 400, "0x1F"),
    *("03/04/2022", "27/03/2022", "03/27/2022", "3.4.2022", "27-03-2022 0:00", "1.0", "2.00", "5,0", "15000000"),
    *("1_000", "1,000", "١٢", "2022-02-30", "0000-00-00", "31 July 2020", "99-Aug-99", "13/13/2022", "true", "#tag"),
    *("\0", "\ufeff", "\ufffd", "\x1a", "=1+1", '"', "''", ";", "\t", "\r", "\n", "a\nb", "é" * 50, "x" * 5_000),
]
ENCODINGS = ["utf-8"] * 4 + ["utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-32", "mac-roman"]
FAR = ["XFD1048576", "A1048576", "ZZZ1", "AAAAAAAAAAAA1", "A99999999999999999999", "1", "A0", "A", ""]


def mutate_rows(draw, rows):
    """The rows with one thing changed, and whether the count of rows of data can still be told."""
    place = draw(st.integers(0, len(rows) - 1))
    column = draw(st.integers(0, max(1, *map(len, rows)) - 1))
    kind = draw(
        st.sampled_from(["cell", "cell", "cell", "column", "drop", "rename", "shuffle", "twice", "row", "more", "less"])
    )
    if kind == "cell" and column < len(rows[place]):
        rows[place][column] = draw(st.sampled_from(NASTY) | st.text(max_size=20))
    elif kind == "column":
        for row in rows[1:]:
            if column < len(row):
                row[column] = draw(st.sampled_from(NASTY))
    elif kind == "drop":
        rows = [row[:column] + row[column + 1 :] for row in rows]
    elif kind == "rename":
        rows[0][column : column + 1] = [draw(st.sampled_from([*NASTY, "year", "YEAR ", "id"]))]
    elif kind == "shuffle":
        order = draw(st.permutations(range(len(rows[0]))))
        rows = [[row[n] for n in order if n < len(row)] for row in rows]
    elif kind == "twice":
        rows += copy.deepcopy(rows[place:])
    elif kind == "row":
        rows.insert(place, draw(st.lists(st.sampled_from(NASTY), max_size=60)))
    elif kind == "more":
        rows[place] += [draw(st.sampled_from(NASTY))] * draw(st.integers(1, 50))
    else:
        rows[place] = rows[place][:column]
    return rows


def mutate_bytes(draw, content):
    if not content:
        return content
    place = draw(st.integers(0, len(content) - 1))
    kind = draw(st.sampled_from(["cut", "flip", "nulls", "insert", "twice", "tail"]))
    if kind == "cut":
        return content[:place]
    if kind == "tail":
        return content[place:]
    if kind == "flip":
        return content[:place] + bytes([content[place] ^ draw(st.integers(1, 255))]) + content[place + 1 :]
    if kind == "nulls":
        return content[:place] + bytes(draw(st.sampled_from([1, 2, 1000]))) + content[place:]
    if kind == "insert":
        inserted = st.binary(min_size=1, max_size=8) | st.sampled_from([b'"', b"\n", b",", b"\r", b"<", b"\xff\xfe"])
        return content[:place] + draw(inserted) + content[place:]
    return content + content[place:]


def as_csv(draw, rows):
    separator = draw(st.sampled_from([",", ",", ",", ";", "\t", "|", " "]))
    text = files.text(rows, separator=separator, newline=draw(st.sampled_from(["\n", "\r\n", "\r", ",\n", "\n\n"])))
    return text.encode(draw(st.sampled_from(ENCODINGS)), "replace")


def as_xlsx(draw, rows):
    clean = [[legal(cell) for cell in row] for row in rows]
    cut = draw(st.sampled_from([len(clean), len(clean), max(1, len(clean) // 2)]))
    more = {"More": [*clean[:1], *clean[cut:]]} if cut < len(clean) else {}
    parts = files.parts({"Read me": [["a", "b"]], "Data": clean[:cut], **more})
    kind = draw(st.sampled_from(["sound", "sound", "part", "far", "bomb", "lost", "many"]))
    sheet = "xl/worksheets/sheet2.xml"
    if kind == "part":
        name = draw(st.sampled_from(sorted(parts)))
        parts[name] = mutate_bytes(draw, parts[name].encode())
    elif kind == "far":
        far = draw(st.sampled_from(FAR))
        parts[sheet] = parts[sheet].replace("</sheetData>", f'<row r="7"><c r="{far}"><v>1</v></c></row></sheetData>')
    elif kind == "bomb":
        parts[draw(st.sampled_from([sheet, "xl/sharedStrings.xml", "xl/media/x"]))] = bytes(5 << 20)
    elif kind == "lost":
        parts.pop(draw(st.sampled_from(sorted(parts))))
    elif kind == "many":
        parts |= {f"xl/part{number}": "" for number in range(1_200)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", draw(st.sampled_from([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]))) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def legal(cell):
    return "".join(letter for letter in cell if letter in "\t\n" or letter >= " ").encode("utf-8", "ignore").decode()


@st.composite
def damaged(draw):
    """The bytes of a file of some layout with up to three things changed in its rows, and two in its bytes."""
    rows = copy.deepcopy(DRAWN[draw(st.sampled_from(sorted(DRAWN)))])
    for _ in range(draw(st.integers(0, 3))):
        rows = mutate_rows(draw, rows)
    content = draw(st.sampled_from([as_csv, as_csv, as_xlsx]))(draw, rows)
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        content = mutate_bytes(draw, content)
    return content


def read(path):
    layout, why = layouts.recognise(path)
    assert why.startswith(layout.title)
    found = layout.read(path)
    assert found.layout == layout.key
    return found


def read_or_refuse(path):
    """What was read, or None where a DataError says why not."""
    problem = None
    try:
        return read(path)
    except DataError as caught:
        problem = caught
    assert problem.text.startswith(f"{path.name}: ")
    return None


def account(found):
    """Fail unless every row is either accepted or rejected, and each list agrees with the others."""
    table, rejected, odd = found.table, found.rejected, found.odd
    assert found.rows == len(table) + rejected["row"].nunique()
    assert table.index.is_unique
    assert table.index.tolist() == table["row"].tolist()
    assert not set(table.index) & set(rejected["row"])
    assert set(odd["row"]) <= set(table.index)
    assert (rejected["reason"] != "").all()
    assert rejected["value"].str.len().max() <= 200 or rejected.empty
    if "event_id" in table:
        assert table["event_id"].is_unique


@given(content=damaged())
@times(5, suppress_health_check=list(HealthCheck))
def test_a_damaged_file_is_read_with_every_row_accounted_for_or_refused_in_words(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(content)
    started = time.process_time()
    found = read_or_refuse(path)
    if found is None:
        event("refused")
    else:
        event("read, none rejected" if found.rejected.empty else "read, some rejected")
        account(found)
    assert time.process_time() - started < SECONDS


@st.composite
def changed(draw):
    """Rows of some layout below a sound header, each cell perhaps nasty, and how they are written."""
    key = draw(st.sampled_from(sorted(DRAWN)))
    header, *rows = copy.deepcopy(DRAWN[key])
    unlike_a_newline = st.sampled_from([cell for cell in NASTY if cell != "\r"])  # csv.writer does not quote it
    cells = st.tuples(st.integers(0, len(rows) - 1), st.integers(0, len(header) - 1), unlike_a_newline)
    for place, column, cell in draw(st.lists(cells, max_size=6)):
        rows[place][column] = cell
    rows += copy.deepcopy(rows[: draw(st.integers(0, 3))])
    if draw(st.booleans()):
        rows.insert(draw(st.integers(0, len(rows))), ["x"] * draw(st.integers(1, 60)))
    return key, [header, *rows], draw(st.sampled_from(["\n", "\r\n", ",\n"])), draw(st.sampled_from(",;\t"))


@given(made=changed())
@times(2, suppress_health_check=list(HealthCheck))
def test_the_rows_of_a_file_with_a_sound_header_are_all_there(tmp_path_factory, made):
    key, rows, newline, separator = made
    end = newline.replace(",", separator)
    path = files.write_csv(tmp_path_factory.getbasetemp() / "changed", rows, newline=end, separator=separator)
    found = LAYOUTS[key].read(path)
    assert found.rows == len(rows) - 1
    assert sorted({*found.table.index, *found.rejected["row"]}) == list(range(2, len(rows) + 1))
    account(found)


def text(content):
    header, *_ = DRAWN["ucdp-ged"]
    return (",".join(header) + "\n").encode() + content


def shared(rows):
    return files.parts({"Data": rows})


LESS = 0 if examples.IS_LARGE else 2
MUCH = (1 << 20) >> LESS
"""A megabyte with the large profile, a quarter of it in the line, and a quarter of the time and the memory allowed."""
EXTREME = {
    "one endless line": lambda: text(b"x" * (30 * MUCH)),
    "one endless field": lambda: text(b'"' + b"x\n" * (MUCH >> 4)),
    "quotes without end": lambda: text(b'"x,1\n' + b'b","c\n' * (50_000 >> LESS)),
    "only commas": lambda: text(b"," * (20 * MUCH)),
    "only lines": lambda: text(b"\n" * (MUCH >> 3)),
    "short rows": lambda: text(b"1,2\n" * (30_000 >> LESS)),
    "an endless header": lambda: b"name," * MUCH + b"\n1,2\n",
    "nulls": lambda: text(bytes(4 * MUCH) + b"x" * (16 * MUCH)),
    "a long workbook bomb": lambda: bomb({"xl/worksheets/sheet1.xml": bytes(256 << 20)}),
    "a workbook bomb of rows": lambda: bomb({"xl/worksheets/sheet1.xml": files.sheet("<row/>" * (16 * MUCH))}),
    "a workbook of few cells far apart": lambda: bomb({"xl/worksheets/sheet1.xml": files.sheet(FAR_CELLS)}),
}
FAR_CELLS = '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>'
ALLOWED = 512 * MUCH
TIMES = 12


def bomb(parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (files.parts({"Data": [["a", "b"]]}) | parts).items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize("name", EXTREME)
def test_an_extreme_file_takes_bounded_time_and_memory(tmp_path, name):
    path = tmp_path / "extreme"
    path.write_bytes(EXTREME[name]())
    tracemalloc.start()
    started = time.process_time()
    found = read_or_refuse(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    if found:
        account(found)
    assert time.process_time() - started < 3 * SECONDS / (1 << LESS)
    assert peak < ALLOWED + TIMES * path.stat().st_size


@pytest.mark.parametrize("end", range(0, 4000, 211))
def test_a_file_cut_anywhere_keeps_the_rows_before_the_cut(tmp_path, end):
    path = drawn_ged.ged_file(tmp_path / "cut.csv", SPEC * 10)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - end])
    found = read(path)
    account(found)
    assert len(found.table) >= found.rows - 1
