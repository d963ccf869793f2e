"""What helpers share with the process that they are copies of."""

from __future__ import annotations

import subprocess
import sys

ASKED = "import app.server.warm\nfrom app.web import static\nprint(static.code_hash.cache_info().currsize)"


def test_helpers_name_the_files_of_the_code_that_the_server_began_with():
    """A style that is changed while a server runs gives pages of a helper that starts later no other addresses."""
    answer = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True, timeout=120)
    assert answer.stdout.split() == ["1"]
