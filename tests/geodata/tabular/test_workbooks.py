"""Workbooks as tables of text, and those that are refused before they fill the memory."""

import datetime as dt
import struct
import zipfile

import pytest

from geodata.errors import DataError
from geodata.tabular import xlsx_file
from tests import files
from tests.geodata.tabular.read import cells, raw, refused, write

NS = files.MAIN


def test_a_workbook_is_read_as_text_from_the_sheet_that_has_the_header(tmp_path):
    rows = [
        ["Title"],
        [],
        [None, "A", "b"],
        [None, 1, "x"],
        [None, 2.5, dt.date(2022, 3, 27)],
        [None, True, -0.1],
        [],
        [None, 1e300, " "],
    ]
    path = files.write_xlsx(tmp_path / "t.xlsx", {"Notes": [["a", "c"], ["1", "2"]], "Data": rows})
    found = raw(path)
    assert cells(found) == {4: ("1", "x"), 5: ("2.5", "2022-03-27"), 6: ("true", "-0.1"), 8: ("1e+300", " ")}
    assert found.rows == 4


def test_a_sheet_that_does_not_begin_in_a1_keeps_its_row_numbers(tmp_path):
    cell = '<c r="{}{}" t="inlineStr"><is><t>{}</t></is></c>'
    line = '<row r="{0}">' + cell.format("C", "{0}", "{1}") + cell.format("D", "{0}", "{2}") + "</row>"
    sheet = files.sheet(line.format(5, "a", "b") + line.format(6, "1", "x"))
    made = files.parts({"Data": []}) | {"xl/worksheets/sheet1.xml": sheet}
    assert cells(raw(files.write_zip(tmp_path / "t.xlsx", made))) == {6: ("1", "x")}


def test_times_are_iso(tmp_path):
    assert xlsx_file._text(dt.datetime(2022, 3, 27, 1, 2, 3)) == "2022-03-27 01:02:03"
    assert xlsx_file._text(dt.time(1, 2)) == "01:02:00"
    assert xlsx_file._text(5) == "5"


def workbook(tmp_path, **parts):
    made = files.parts({"Data": [["a", "b"], ["1", "x"]]})
    return files.write_zip(tmp_path / "t.xlsx", made | {name.replace("__", "/"): part for name, part in parts.items()})


def sheet(tmp_path, lines):
    made = files.parts({"Data": [["a", "b"], ["1", "x"]]})
    return files.write_zip(tmp_path / "t.xlsx", made | {"xl/worksheets/sheet1.xml": files.sheet(lines)})


SAVE = "Save the table as csv (UTF-8), or as a plain xlsx workbook."
CSV = "Save the table as csv (UTF-8)."


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    made = files.parts({"Data": [["a", "b"], ["1", "x"]]})
    path = files.write_zip(tmp_path / "bomb.xlsx", made | {"xl/media/zero.bin": bytes(50 << 20)})
    text = refused(path)
    assert text.startswith("bomb.xlsx: is too large: xl/media/zero.bin unpacks to 10")
    assert text.endswith(f" times its size. Expected: at most 200 times. {CSV}")


def test_a_zip_bomb_that_lies_about_its_size_is_refused(tmp_path):
    made = files.parts({"Data": [["a", "b"], ["1", "x"]]})
    path = files.write_zip(tmp_path / "lie.xlsx", made | {"xl/media/zero.bin": bytes(50 << 20)})
    packed = path.read_bytes().replace(struct.pack("<I", 50 << 20), struct.pack("<I", 1000))
    path.write_bytes(packed)
    assert refused(path).startswith("lie.xlsx: is not a valid xlsx workbook (Bad CRC-32 for file ")


def test_too_many_parts_or_bytes_are_refused(tmp_path, monkeypatch):
    path = workbook(tmp_path, **{f"part{number}": "" for number in range(1000)})
    assert refused(path) == f"t.xlsx: is too large: 1007 parts. Expected: at most 1000. {CSV}"
    monkeypatch.setattr(xlsx_file, "MOST_BYTES", 0)
    assert refused(workbook(tmp_path)) == f"t.xlsx: is too large: 0.0 GB unpacked. Expected: at most 0 GB. {CSV}"


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ('<row r="1"><c r="A1"/></row><row r="2"><c r="XFD1048576"/></row>', "spans 17,179,869,184 cells"),
        ('<row r="1"><c r="A1"/><c r="AAAAAAAAA1"/></row>', "spans "),
        ('<row r="99999999"><c r="A99999999"/></row>', "spans 99,999,999 cells"),
        ('<x:row r="1"><x:c r="XFD1"/></x:row><x:row s="2" r = "1048576"></x:row>', "spans 17,179,869,184 cells"),
        ("<row>" + "<c/>" * 6000 + "</row>" + "<row/>" * 6000, "spans "),
    ],
)
def test_a_sheet_that_would_fill_the_memory_is_refused(tmp_path, lines, problem):
    text = refused(sheet(tmp_path, lines))
    assert text.startswith(f"t.xlsx: is too large: xl/worksheets/sheet1.xml {problem}")
    assert text.endswith(f"Expected: at most 25,000,000. {CSV}")


def test_a_text_shared_by_too_many_cells_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx_file, "MOST_TEXT", 10 << 20)
    rows = [["a", "b"], *([["1", "y" * 30_000]] * 400)]
    assert refused(files.write_xlsx(tmp_path / "t.xlsx", {"Data": rows})) == (
        f"t.xlsx: is too large: xl/worksheets/sheet1.xml repeats its texts too often. Expected: at most 10 MB. {CSV}"
    )


def test_a_row_that_is_too_long_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx_file, "LONGEST_ROW", 1 << 20)
    text = '<row r="1"><c r="A1" t="inlineStr"><is><t>' + "".join(map(str, range(600_000))) + "</t></is></c></row>"
    assert refused(sheet(tmp_path, text)) == (
        f"t.xlsx: is too large: one row of xl/worksheets/sheet1.xml. Expected: at most 1 MB. {CSV}"
    )


@pytest.mark.parametrize(
    ("part", "content", "problem"),
    [
        (
            "xl/worksheets/sheet1.xml",
            files.sheet('<row r="1"><c r="A1" t="s"><f/><v>0</v></c></row>'),
            "xl/worksheets/sheet1.xml refers to shared texts in an unusual way",
        ),
        ("xl/sharedStrings.xml", f"<sst {NS}><!-- </si> --></sst>", "xl/sharedStrings.xml holds a comment"),
        ("XL/sharedstrings.XML", f"<sst {NS}></sst>", "a part occurs twice"),
        ("xl/_rels/workbook.xml.rels", "<broken", "Cannot detect file format"),
        ("xl/worksheets/sheet1.xml", files.sheet('<row r="1"><c r="A1" t="?"><v>1</v></c></row>'), ""),
    ],
)
def test_a_workbook_that_is_not_sound_says_so(tmp_path, part, content, problem):
    text = refused(files.write_zip(tmp_path / "t.xlsx", files.parts({"Data": [["a", "b"]]}) | {part: content}))
    assert text.startswith(f"t.xlsx: is not a valid xlsx workbook ({problem}")
    assert text.endswith(f"). {SAVE}")


def test_a_zip_that_is_no_workbook_says_so(tmp_path):
    assert refused(files.write_zip(tmp_path / "t.zip", {"a.csv": "a,b\n1,2\n"})) == (
        f"t.zip: is a zip file, but not an xlsx workbook. Expected: xl/workbook.xml. {SAVE}"
    )
    assert refused(write(tmp_path, b"PK\x03\x04 and no more")) == (
        f"table.csv: is not a valid xlsx workbook (File is not a zip file). {SAVE}"
    )


def test_a_locked_or_cut_workbook_says_so(tmp_path):
    path = workbook(tmp_path)
    content = path.read_bytes()
    for end in range(0, len(content), 97):
        path.write_bytes(content[:end])
        with pytest.raises(DataError):
            raw(path)
    path.write_bytes(content)
    assert zipfile.is_zipfile(path)


class PanicException(BaseException):
    pass


def test_a_panic_of_the_workbook_library_is_a_data_error_but_an_interrupt_goes_through(tmp_path, monkeypatch):
    path = workbook(tmp_path)

    def fail(problem):
        def open_(_path):
            raise problem

        monkeypatch.setattr(xlsx_file, "_open", open_)

    fail(PanicException("index out of bounds\nmore"))
    assert refused(path) == f"t.xlsx: is not a valid xlsx workbook (index out of bounds). {SAVE}"
    fail(PanicException())
    assert refused(path) == f"t.xlsx: is not a valid xlsx workbook (PanicException). {SAVE}"
    for problem in (KeyboardInterrupt(), SystemExit(2), MemoryError()):
        fail(problem)
        with pytest.raises(type(problem)):
            raw(path)
