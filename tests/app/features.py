"""OGC API Features, asked: a document, its links, all pages of a collection."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit

SMALL = ("admin1-2016", "zones", "claims", "force-sites", "force-headcounts")
"""Collections of what ships that have few features."""
FEATURES = {"admin1-2016": "admin1", "zones": "zones", "grid": "grid", "force-sites": "sites"}
"""Collections with downloads, and the layer of these."""
ITEMS = "/ogc/collections/admin1-2016/items"
ITEM = f"{ITEMS}/2016:ML07:2022"
_FEATURE = re.compile(r'\{"type":"Feature","id":"([^"]*)"')
_MATCHED = re.compile(r'"numberMatched":(\d+)')


def get(client, path: str, **asked: object):
    answer = client.get(path + (f"?{urlencode(asked)}" if asked else ""))
    assert answer.status_code == 200, (path, asked, answer.text[:300])
    return answer.json


def matching(client, path: str, **asked: object) -> tuple[list[str], int]:
    """The ids of a page's features and how many match, read without the shapes, which most of the page is."""
    answer = client.get(f"{path}?{urlencode(asked)}")
    assert answer.status_code == 200, (path, asked, answer.text[:300])
    (number,) = _MATCHED.findall(answer.text)
    return _FEATURE.findall(answer.text), int(number)


def ids(page) -> list[str]:
    return [feature["id"] for feature in page["features"]]


def link(document, rel: str, kind: str | None = None) -> str | None:
    found = [one["href"] for one in document["links"] if one["rel"] == rel and kind in (None, one["type"])]
    assert len(found) <= 1, found
    return found[0] if found else None


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def every(client, path: str, **asked: object) -> list[dict]:
    """The features of all pages, followed by their next links."""
    found, page = [], get(client, path, **asked)
    while True:
        found += page["features"]
        following = link(page, "next")
        if following is None:
            return found
        page = get(client, path_of(following))
