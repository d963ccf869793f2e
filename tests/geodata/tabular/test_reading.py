import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import DataError
from geodata.readers import acled, un_personnel
from geodata.schema import validate
from geodata.tabular import csv_file, raw_table
from tests import files
from tests.geodata.tabular.read import cells, raw, refused, rejected, write


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
