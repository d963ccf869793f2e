"""Claims by imported sources: verdicts are computed anew, pages follow the source, and no event leaves."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.app import deep
from tests.app.claims import lines, page, tag

WAGNER = """
id  year x    y     prec region     type a                              b         low best high civilians date_start date_end
w-1 2022 1.23 15.53 1    Gao_region 3    Government_of_Mali,_Wagner_Group Civilians 8   8    8    8         2022-05-05 2022-05-05
w-2 2022 1.23 15.53 1    Gao_region 1    Wagner_Group,_Government_of_Mali JNIM      2   2    2    0         2022-06-05 2022-06-05
w-3 2021 1.23 15.53 1    Gao_region 1    JNIM                           IS        9   9    9    0         2021-06-05 2021-06-05
w-4 2023 1.23 15.53 1    Gao_region 1    JNIM                           IS        9   9    9    0         2023-06-05 2023-06-05
"""  # noqa: E501
"""Two operations of Wagner with Malian forces: 8 of the 10 killed were civilians, one of the two was against them."""


@pytest.fixture(scope="module")
def two(tmp_path_factory) -> deep.Served:
    """A source that names Wagner, under the terms of ACLED, before one that does not."""
    tmp = tmp_path_factory.mktemp("two")
    return deep.serve(tmp, deep.with_others(tmp, {"coded": WAGNER}, {"coded": "acled"}))


def test_another_source_tests_every_computed_verdict_again(two):
    named, unnamed = (
        {one["id"]: one for one in two.client.get(f"/api/claims?source={name}").json["claims"]}
        for name in ("coded", "brought")
    )
    assert {one["source"] for one in named.values()} == {"coded", None}
    for name in ("C14", "C15"):
        assert unnamed[name]["verdict"] == "not_testable"
        assert named[name]["verdict"] != "not_testable"
    assert unnamed["C16"]["value"] is None or unnamed["C16"]["value"]["label_en"] == "at most"
    assert named["C14"]["value"]["value"] == pytest.approx(1 / 2)
    assert named["C15"]["value"]["value"] == pytest.approx(8 / 10)
    assert named["C16"]["value"]["value"] == pytest.approx(8 / 8)
    for name, record in named.items():
        same = ("verdict", "value", "series", "reason_en")
        if record["kind"] != "counts":
            assert [record[key] for key in same] == [unnamed[name][key] for key in same]
    assert {one["reason_en"] for one in named.values() if one["kind"] == "counts"}.isdisjoint(
        one["reason_en"] for one in unnamed.values()
    )


def test_the_list_and_each_page_follow_the_source(two):
    for source in ("coded", "brought", "ucdp-ged"):
        records = {one["id"]: one for one in two.client.get(f"/api/claims?source={source}").json["claims"]}
        tree = page(two.client, f"/claims?source={source}")
        assert {name: tag(line).split()[0] for name, line in lines(tree).items()} == {
            name: record["verdict"] for name, record in records.items()
        }
        switch = {str(link.attributes["href"]): link for link in tree.every("a") if "drawn" in link.text}
        assert set(switch) == {f"/claims?source={name}" for name in ("coded", "brought", "ucdp-ged")}
        assert switch[f"/claims?source={source}"].attributes["aria-current"] == "true"
        for name in ("C04", "C15"):
            one = page(two.client, f"/claims/{name}?source={source}")
            assert tag(one.one("section", class_="outcome")).split()[0] == records[name]["verdict"]
            assert f"source={source}" in one.every("textarea")[0].text


def test_a_switch_keeps_the_filters_and_leaves_the_frame_of_the_other(two):
    tree = page(two.client, "/claims?source=brought&frame=2012&kind=counts&lang=fr")
    (link,) = [one for one in tree.every("a") if (one.attributes["href"] or "").startswith("/claims?source=coded")]
    assert parse_qs(urlsplit(str(link.attributes["href"])).query) == {
        "source": ["coded"],
        "kind": ["counts"],
        "lang": ["fr"],
    }


def test_no_event_of_a_source_leaves_with_the_claims(two):
    for path in ("/api/claims?source=coded", "/claims?source=coded", "/claims/C15?source=coded"):
        text = two.client.get(path).text
        assert not re.search(r"w-[1-4]|15\.53|1\.23|Gossi well", text)
