"""A file read as a table of text, and what tests look at of it."""

import pytest

from geodata.errors import DataError
from geodata.tabular import matching

AB = ("a", "b")


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
