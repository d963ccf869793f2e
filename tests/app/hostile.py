"""Hostile values for any parameter, and the one shape that each is refused in."""

from __future__ import annotations

import json

HOSTILE = (
    *("../../etc/passwd", "..%2f..%2fetc%2fpasswd", "....//....//etc/passwd", "/etc/passwd", "C:\\Windows\\win.ini"),
    *("file:///etc/passwd", "\\\\host\\share", "a/../b", "%2e%2e/", ".git/config"),
    *(
        "\x00",
        "2022\x00",
        "\x1b[31m",
        "\r\nSet-Cookie: a=b",
        "2022\n",
        "\t2022",
        "\x7f",
        "\x85",
        "\u2028",
        "\ufeff2022",
    ),
    *("9" * 400, "-1", "1e309", "0x7e6", "1_000", "2022.0", "+2022", "-0", "99999999999999999999", "1/0"),
    *("NaN", "nan", "inf", "-Infinity", "null", "None", "undefined", "true", "[]", "{}"),
    *("２０２２", "٢٠٢٢", "2022\u200b", "admın1", "ADMIN1", "e\u0301", "\u202e2202", "\ud7ff", "\U0001f600", "ﬀ"),
    *("' OR 1=1 --", '"><script>alert(1)</script>', "{{7*7}}", "${jndi:ldap://x}", "$(id)", "%00", "a;b", "*"),
    "A" * 4000,
)


def refused(answer, where: str) -> dict[str, object]:
    """The problem that an answer is; fails unless it is one, and says nothing that it was not to say."""
    assert 400 <= answer.status_code < 500, (answer.status_code, where)
    assert answer.mimetype == "application/problem+json", where
    problem = json.loads(answer.data)
    assert {"type", "title", "status", "detail"} <= set(problem), where
    assert problem["status"] == answer.status_code
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Traceback" not in answer.text
    assert "Set-Cookie" not in answer.headers
    assert len(answer.data) < 60_000, where
    return problem
