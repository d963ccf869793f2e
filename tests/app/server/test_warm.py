"""What helpers share with the process that they are copies of."""

from __future__ import annotations

import subprocess
import sys

ASKED = """import sys
import app.server.warm
from app.web import static
print(static.code_hash.cache_info().currsize, "matplotlib" in sys.modules, "pandas" in sys.modules)"""


def test_helpers_draw_without_pandas_and_name_the_files_of_the_code_that_the_server_began_with():
    """A style that is changed while a server runs gives pages of a helper that starts later no other addresses; and
    each helper would hold the 40 MB of pandas."""
    answer = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True, timeout=120)
    assert answer.stdout.split() == ["1", "True", "False"]
