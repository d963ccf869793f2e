"""What is not made just now is 503 in words, in both shapes and both languages."""

from __future__ import annotations

import pytest

from app.web.refusals import REFUSAL, Refusal, Why
from tests.app.conftest import BROWSER

WORDS = {
    Why.FULL: ("try again in 7 seconds", "réessayer dans 7 secondes"),
    Why.LATE: ("longer than 90 seconds", "plus de 90 secondes"),
    Why.LARGE: ("more memory", "plus de mémoire"),
    Why.LOST: ("try again in 7 seconds", "réessayer dans 7 secondes"),
}


@pytest.mark.parametrize("why", Why)
def test_it_says_why_and_when_to_ask_again(client, why):
    refused = {REFUSAL: Refusal(why, retry=7, seconds=90.0)}
    for lang, words in zip(("en", "fr"), WORDS[why], strict=True):
        answer = client.get(f"/figure.png?lang={lang}", environ_overrides=refused)
        assert answer.status_code == 503
        assert answer.mimetype == "application/problem+json"
        assert answer.json["status"] == 503
        assert words in answer.json["detail"]
        assert answer.headers["Cache-Control"] == "no-store"
        page = client.get(f"/figure.png?lang={lang}", headers={"Accept": BROWSER}, environ_overrides=refused)
        assert page.status_code == 503
        assert page.mimetype == "text/html"
        assert words in page.text
        assert page.headers.get("Retry-After") == ("7" if why in (Why.FULL, Why.LOST) else None)


def test_it_is_not_kept(client):
    refused, own = {REFUSAL: Refusal(Why.FULL)}, {"Accept": "text/x-never-asked-before"}
    assert client.get("/method", headers=own, environ_overrides=refused).status_code == 503
    assert client.get("/method", headers=own).status_code == 200
