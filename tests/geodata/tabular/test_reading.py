import csv
import datetime as dt
import io
import struct
import zipfile

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import DataError
from geodata.readers import acled, un_personnel
from geodata.schema import validate
from geodata.tabular import csv_file, matching, raw_table, xlsx_file
from tests import files

AB = ("a", "b")
NS = files.MAIN


def raw(path, needed=AB, optional=()):
    return matching.open_table(path, needed, optional, "a table of a and b")


def write(tmp_path, content, name="table.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def cells(found):
    return {row: tuple(found.table.loc[row]) for row in found.table.index}


def rejected(found):
    return [tuple(line) for line in found.rejected.itertuples(index=False)]


def refused(path, **options):
    with pytest.raises(DataError) as caught:
        raw(path, **options)
    return caught.value.text


@pytest.mark.parametrize(
    "content",
    [
        "a,b\n1,x\n2,y\n",
        "a,b\r\n1,x\r\n2,y\r\n",
        "a,b\r1,x\r2,y",
        "\ufeffa,b\n1,x\n2,y\n",
        "a;b\n1;x\n2;y\n",
        "a\tb\n1\tx\n2\ty\n",
        "a,b,\n1,x,\n2,y,\n",
        "a,b\n1,x,\n2,y,,,\n",
        ",a,b\n0,1,x\n1,2,y\n",
        "b,more,a\nx,,1\ny,,2\n",
        "A ,  B\n1,x\n2,y\n",
        '"a","b"\n"1","x"\n"2","y"\n',
        "a,b\n1,x\n2,y\n,\n , \n",
        "a,b\n1,x\n2,y\n".encode("utf-16"),
    ],
    ids=[
        *("plain", "CRLF", "CR", "BOM", "semicolon", "tab", "comma at the end of all", "commas at the end of rows"),
        *("unnamed index", "another order", "case and spaces", "quoted", "empty rows", "UTF-16"),
    ],
)
def test_csv_in_all_its_spellings_is_the_same_table(tmp_path, content):
    found = raw(write(tmp_path, content))
    assert cells(found) == {2: ("1", "x"), 3: ("2", "y")}
    assert (found.rows, len(found.rejected)) == (2, 0)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [("#id,#name\n", {3: ("1", "x")}), (",#name\n", {3: ("1", "x")}), ("#id,y\n", {2: ("#id", "y"), 3: ("1", "x")})],
)
def test_an_hxl_row_below_the_header_is_no_data(tmp_path, tags, expected):
    found = raw(write(tmp_path, f"a,b\n{tags}1,x\n"))
    assert cells(found) == expected
    assert found.rows == len(expected)


def test_a_row_may_take_several_lines_and_blank_lines_keep_their_number(tmp_path):
    found = raw(write(tmp_path, 'a,b\n1,"x\n\ny"\n\n2,z\n'))
    assert cells(found) == {2: ("1", "x\n\ny"), 4: ("2", "z")}


@pytest.mark.parametrize(
    ("content", "letters", "notes"),
    [
        ("a,b\n1,Débéré\n".encode(), "Débéré", ()),
        ("a,b\n1,Débéré\n".encode("cp1252"), "Débéré", ("read as cp1252",)),
        ("a,b\n1,Ménaka’s – œ\n".encode("cp1252"), "Ménaka’s – œ", ("read as cp1252",)),
        ("a,b\n1,Débéré\n".encode("utf-16"), "Débéré", ("read as utf-16",)),
    ],
)
def test_the_encoding_is_found_and_said(tmp_path, content, letters, notes):
    found = raw(write(tmp_path, content))
    assert (cells(found), found.notes) == ({2: ("1", letters)}, notes)


def test_a_file_cut_within_a_letter_is_still_utf8_and_costs_that_row(tmp_path):
    whole = "a,b\n1,Débéré\n2,é".encode()
    found = raw(write(tmp_path, whole[:-1]))
    assert cells(found) == {2: ("1", "Débéré")}
    assert rejected(found) == [(3, "", "2,�", "holds characters that cannot be read")]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (
            "a,b\n1\n2,y\n3,y,z\n",
            [(2, "", "1", "has 1 fields, the header 2"), (4, "", "3,y,z", "has 3 fields, the header 2")],
        ),
        ("a,b\n1,\0\n2,y\n", [(2, "", "1,�", "holds characters that cannot be read")]),
        ('a,b\n1,x\n2,y\n3,"z', []),
        ('a,b,c\n1,"x\n2,y,\n3,z,\n', [(2, "", '1,"x\n', "a quotation mark is opened and not closed")]),
    ],
)
def test_a_row_that_is_not_whole_costs_itself_only(tmp_path, content, lines):
    found = raw(write(tmp_path, content))
    assert rejected(found) == lines
    assert found.rows == len(found.table) + len(lines)
    assert found.rows == content.count("\n") - 1 + (not content.endswith("\n"))


def test_a_field_that_is_too_long_costs_its_row(tmp_path, monkeypatch):
    before = csv.field_size_limit(50)
    try:
        found = raw(write(tmp_path, f"a,b\n1,{'x' * 60}\n2,y\n"))
    finally:
        csv.field_size_limit(before)
    assert cells(found) == {3: ("2", "y")}
    assert [line[3] for line in rejected(found)] == ["a field is too long"]


def test_a_line_that_is_too_long_is_cut_and_costs_its_row(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_file, "LONGEST_LINE", 10)
    found = raw(write(tmp_path, "a,b\n1,x\n2,yyyyyyyyyyyyyyy\n3,z\n"))
    assert cells(found) == {2: ("1", "x"), 3: ("2", "yyyyyyyy"), 5: ("3", "z")}
    assert found.rows == 4


def test_quotes_opened_again_and_again_are_read_in_linear_time(tmp_path):
    content = 'a,b\n"x,1\n' + 'b","c\n' * 20_000
    found = raw(write(tmp_path, content))
    assert found.rows == len(found.table) + found.rejected["row"].nunique()


@given(rows=st.lists(st.tuples(st.text(), st.text())), separator=st.sampled_from(",;\t"))
def test_any_text_comes_back_as_it_was(tmp_path_factory, rows, separator):
    rows = [(f"k{number}", *row) for number, row in enumerate(rows)] or [("k0", "", "")]
    lines = io.StringIO()
    csv.writer(lines, delimiter=separator).writerows([("a", "b", "c"), *rows])
    path = write(tmp_path_factory.mktemp("any"), lines.getvalue())
    found = raw(path, ("a", "b", "c"))
    sound = [row for row in rows if "\0" not in "".join(row)]
    assert found.rows == len(rows)
    assert [tuple(row) for row in found.table.itertuples(index=False)] == sound
    assert len(found.rejected) == len(rows) - len(sound)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty. Expected: a header and a row an event."),
        (b"\n \n\n", "is empty. Expected: a header and a row an event."),
        (b"a,b\n", "holds no rows below its header. Expected: a header and a row an event."),
        (b"a,b\n#x,#y\n", "holds no rows below its header. Expected: a header and a row an event."),
        (b"a,c\n1,2\n", "missing columns: b. Expected: a table of a and b."),
        (b"a,b,a\n1,2,3\n", "repeated columns: a. Expected: each column once."),
        (bytes(100), "is neither text nor xlsx. Save the table as csv (UTF-8) or xlsx."),
        ("a,b\n1,2".encode("utf-16-le"), "is neither text nor xlsx. Save the table as csv (UTF-8) or xlsx."),
        (b"\xd0\xcf\x11\xe0 xls", "is an old Excel file (.xls), or a locked one. Save it as xlsx or csv."),
    ],
)
def test_a_file_that_is_no_table_says_so(tmp_path, content, problem):
    assert refused(write(tmp_path, content)) == f"table.csv: {problem}"


def test_broken_utf16_says_so(tmp_path):
    text = refused(write(tmp_path, "a,b\n1,2\n".encode("utf-16")[:-1]))
    assert text.startswith("table.csv: cannot be read as UTF-16 (")
    assert text.endswith(". Save the table as csv (UTF-8).")


def test_nulls_in_utf16_cost_their_row(tmp_path):
    found = raw(write(tmp_path, "a,b\n1,\0\n2,y\n".encode("utf-16")))
    assert cells(found) == {3: ("2", "y")}


def test_a_file_that_is_not_there_says_so(tmp_path):
    path = tmp_path / "none.csv"
    assert refused(path) == f"{path}: cannot be opened (No such file or directory). Check the path."
    assert refused(tmp_path) == f"{tmp_path}: cannot be opened (Is a directory). Check the path."


def test_a_file_that_is_too_large_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(raw_table, "MOST_BYTES", 1 << 20)
    assert refused(write(tmp_path, b"a,b\n" + b"1,2\n" * (1 << 19))) == (
        "table.csv: is too large: 2 MB. Expected: at most 1 MB. Keep the rows of Mali and its neighbours only."
    )


def test_a_header_with_too_many_columns_is_refused(tmp_path):
    assert refused(write(tmp_path, "a,b" + ",c" * 10_000)) == "table.csv: has 10,002 columns. Expected: at most 10,000."


def test_a_file_with_too_much_to_report_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(raw_table, "MOST_REJECTED", 2)
    assert refused(write(tmp_path, "a,b\n1\n2\n3\n")) == (
        "table.csv: more than 2 values or rows cannot be used, the last one because: has 1 fields, the header 2. "
        "Check the separator, the encoding and the columns, or take the file again from its publisher."
    )
    with pytest.raises(DataError) as caught:
        acled.read(files.write_csv(tmp_path / "acled.csv", files.acled([{"fatalities": "?"}] * 3)))
    assert "the last one because: not a number. Check" in caught.value.text


def test_tables_are_read_in_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr(raw_table, "_BLOCK", 3)
    found = raw(write(tmp_path, "a,b\n" + "".join(f"{number},x\n" for number in range(7))))
    assert found.table["a"].tolist() == [str(number) for number in range(7)]
    assert found.table.index.tolist() == list(range(2, 9))


def test_a_column_may_have_two_spellings_and_an_optional_one_may_be_missing(tmp_path):
    found = raw(write(tmp_path, "B,x\n1,2\n"), ("a|b",), ("x", "y"))
    assert found.table.columns.tolist() == ["a", "x"]
    assert found.spelled == {"a": "b", "x": "x"}


# xlsx


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


# the whole of a Read


def test_rejected_and_odd_rows_are_tables_of_the_dictionary(tmp_path):
    spec = [{"fatalities": "?", "iso": "?"}, {"year": "2020"}, {}]
    found = acled.read(files.write_csv(tmp_path / "acled.csv", files.acled(spec)))
    for name, table in (("rejected", found.rejected), ("oddities", found.odd), ("events", found.table)):
        pd.testing.assert_frame_equal(validate.validate(name, table, name), table)
    assert (found.rows, found.rejected["row"].tolist(), found.odd["row"].tolist()) == (3, [2, 2], [3])


def test_the_notes_of_a_file_are_kept(tmp_path):
    path = write(tmp_path, files.text(files.personnel([{"contributing_country": "Côte d’Ivoire"}])).encode("cp1252"))
    found = un_personnel.read(path)
    assert found.notes == ("read as cp1252",)
    assert found.table["contributor"].tolist() == ["Côte d’Ivoire"]
