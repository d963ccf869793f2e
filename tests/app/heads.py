"""The head of a page as a parser reads it that knows nothing of the page: for tests of cards and crawlers."""

from __future__ import annotations

from html.parser import HTMLParser


class Head(HTMLParser):
    """The meta tags of a page by name, each once, and its links by relation and language."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self.links: dict[tuple[str, str], str] = {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        name = found.get("property") or found.get("name")
        if tag == "meta" and name and found.get("content") is not None:
            assert name not in self.said
            self.said[name] = found["content"]
        if tag == "link" and found["rel"] in ("canonical", "alternate"):
            self.links[found["rel"], found.get("hreflang", "")] = found["href"]
