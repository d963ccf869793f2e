"""The list of sites as page, map and files take it: a row, its source, its status by year."""

import pytest

from geodata.builds import store
from geodata.exports import sites
from tests import once, worlds


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sites")
    once.publish(folder, worlds.world(folder))
    return store.read(folder).edition()


def test_every_site_of_the_list_is_there_with_its_source_in_the_list_s_order(edition):
    found = sites.documented(edition)
    assert [site.row for site in found] == edition.table("sites")
    assert {site.source["source_id"] for site in found} == {"un"}
    assert {site.source["title"] for site in found} == {"A report"}


def test_a_status_is_that_of_the_site_and_year_and_none_where_the_list_does_not_reach(edition):
    statuses = {site.row["site_id"]: site.status for site in sites.documented(edition)}
    told = {(row["site_id"], row["period"]): row["status"] for row in edition.table("site_status")}
    assert {(site, year): status for site, years in statuses.items() for year, status in years.items()} == told
    assert statuses["mopti-un"]["2022"] == "closed"
    assert "2012" not in statuses["mopti-un"]
