"""Write what the script's checks read from the Python side: config.d.ts and rules.json.

Run after a change of app/webmap/script_types.py or of a rule: python -m tests.js.write
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from app.application import create_app
from geodata.builds import assemble, store
from tests.js.declare import declarations
from tests.js.rules import rules, written

ROOT = Path(__file__).resolve().parents[2]
TYPES = ROOT / "app/static/js/config.d.ts"
RULES = ROOT / "tests/js/rules.json"


def main() -> None:
    """Write both files anew."""
    TYPES.write_text(declarations(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        assemble.build(data)
        RULES.write_text(written(rules(create_app(data), store.read(data).edition())), encoding="utf-8")


if __name__ == "__main__":
    main()
