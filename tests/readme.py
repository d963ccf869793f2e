"""The README and its tables, for tests that compare them with the code."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def table(head: str, text: str = README) -> list[list[str]]:
    """The rows of a document's table that starts with this head line; the README's unless told."""
    lines = text[text.index(head) :].splitlines()[2:]
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows
