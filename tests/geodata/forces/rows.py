"""Rows and cells of force tables as tests compare them."""

import csv


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def none_for_missing(series):
    return series.astype(object).where(series.notna(), None).tolist()
