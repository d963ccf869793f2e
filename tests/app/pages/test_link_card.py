"""What a page says to search engines and link cards, as a parser that knows nothing of the page reads it."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import pytest
from PIL import Image

from app.application import create_app
from app.page import MORE_PAGES, PAGES
from app.settings import Settings
from app.web.languages import LANGUAGES
from tests import examples
from tests.app import deep
from tests.app.gate import KEPT
from tests.app.heads import Head

PATHS = [
    *(path for path, _ in (*PAGES.values(), *MORE_PAGES.values())),
    "/find?q=gao",
    "/forces/minusma",
    "/claims/C04",
]
TAGS = {
    "og:title", "og:description", "og:type", "og:url", "og:site_name", "og:locale", "og:locale:alternate", "og:image",
    "og:image:width", "og:image:height", "og:image:alt", "twitter:card",
}  # fmt: skip
VIEW = "?unit=ML07&lang=fr&year=2021&from=2020&violence=one_sided&layers=units"
BASE = "http://atlas.example"


def head(client, address: str, **more) -> Head:
    answer = client.get(address, base_url=BASE, **more)
    assert answer.status_code == 200
    return Head(answer.text)


def path_of(address: str) -> str:
    """An address of this server without its name."""
    assert address.startswith(BASE + "/")
    return address.removeprefix(BASE)


@pytest.mark.parametrize(
    ("path", "lang"), [(path, lang) for at, path in enumerate(PATHS) for lang in examples.some([*LANGUAGES], 2, at)]
)
def test_every_page_has_the_whole_card(unpainted, data, path, lang):
    client = unpainted(data)
    found = head(client, path, headers={"Accept-Language": lang})
    assert set(found.said) >= TAGS
    assert all(found.said.values())
    own = path + {"en": "", "fr": "&lang=fr" if "?" in path else "?lang=fr"}[lang]
    assert path_of(found.links["canonical", ""]) == own
    assert found.said["og:url"] == found.links["canonical", ""]
    assert found.links["alternate", lang] == found.links["canonical", ""]
    assert found.links["alternate", "x-default"] == found.links["alternate", "en"] == BASE + path
    assert "robots" not in found.said
    image = client.get(path_of(found.said["og:image"]))
    assert (image.status_code, image.mimetype) == (200, "image/png")
    assert f"lang={lang}" in found.said["og:image"]


def test_a_view_is_told_by_its_figures_and_addressed_in_one_way(unpainted, data):
    found = head(unpainted(data), "/" + VIEW)
    said = found.said["og:description"]
    assert said.startswith("Mali 2020 → 2021\u202f: ")
    assert "Gao 2020 → 2021" in said
    assert said in found.said["og:image:alt"]
    assert "Évolution de 2020 à 2021" in found.said["og:image:alt"]
    assert "Unilatérale" in found.said["og:image:alt"]
    canonical = found.links["canonical", ""]
    names = [name for name, _ in parse_qsl(urlsplit(canonical).query)]
    assert names == ["year", "from", "violence", "layers", "unit", "lang"]
    assert urlsplit(found.said["og:image"]).query == urlsplit(canonical).query
    other = head(
        unpainted(data), "/?layers=units&violence=one_sided&source=ucdp-ged&from=2020&unit=ML07&lang=fr&year=2021"
    )
    assert other.links["canonical", ""] == canonical
    assert head(unpainted(data), path_of(canonical)).links["canonical", ""] == canonical


def test_what_is_picked_compared_and_sorted_leads_to_a_card_too(unpainted, data):
    for query in (
        "?units=ML07,ML10&sort=-best&tab=downloads",
        "?compare=year:2020",
        "?compare=years",
        "?layers=grid",
    ):
        found = head(unpainted(data), "/" + query)
        image = path_of(found.said["og:image"])
        assert "sort=" not in image
        assert unpainted(data).get(image).status_code == 200
        assert head(unpainted(data), path_of(found.links["canonical", ""])).links == found.links


def test_a_permanent_address_is_canonical_to_itself_and_out_of_indexes(unpainted, data, made):
    for path in ("/", "/story"):
        found = head(unpainted(data), f"/b/{made.id}{path}?source=ucdp-ged&frame=2016")
        assert path_of(found.links["canonical", ""]) == f"/b/{made.id}{path}?source=ucdp-ged&frame=2016"
        assert path_of(found.said["og:image"]).startswith(f"/b/{made.id}/card.png?source=ucdp-ged&frame=2016")
        assert found.said["robots"] == "noindex"


def test_the_address_that_readers_use_stands_in_the_card(data):
    client = create_app(data, Settings(url="https://atlas.example.org")).test_client()
    found = Head(client.get("/?lang=fr").text)
    assert found.links["canonical", ""] == "https://atlas.example.org/?lang=fr"
    assert found.said["og:image"] == "https://atlas.example.org/card.png?lang=fr"


def test_a_frame_names_the_page_of_its_view(unpainted, data):
    found = head(unpainted(data), "/embed?year=2021&lang=fr")
    assert path_of(found.links["canonical", ""]) == "/?year=2021&lang=fr"
    assert path_of(head(unpainted(data), "/embed?compare=years").links["canonical", ""]) == "/?compare=years"


def test_the_picture_is_as_large_as_the_card_says(client):
    found = Head(client.get("/?lang=fr").text)
    answer = client.get(urlsplit(found.said["og:image"]).path + "?lang=fr")
    size = Image.open(BytesIO(answer.data)).size
    assert size == (int(found.said["og:image:width"]), int(found.said["og:image:height"])) == (1200, 630)
    assert "Content-Disposition" not in answer.headers
    assert len(answer.data) < 150_000


def test_a_picture_is_refused_as_a_view_is(tmp_path):
    served = deep.serve(tmp_path, deep.world(tmp_path, KEPT, policy="acled"))
    for query in ("?level=admin3", "?layers=grid", "?layers=events", "?size=a4", "?sort=name"):
        assert served.client.get(f"/card.png{query}").status_code == 400, query
