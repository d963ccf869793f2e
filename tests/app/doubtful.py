"""Requests that two programs on the way may read in two ways, and what may become of each."""

from __future__ import annotations

from dataclasses import dataclass

from tests.app.wire import HOST, request

SMUGGLED = request("/download/sites.csv")
STEP, CLOSED = "in step", "closed"
NONE = 0


@dataclass(frozen=True)
class Case:
    """Bytes, the statuses that they may be answered with, and what becomes of the connection.

    NONE among the statuses: it may be closed without an answer.
    """

    raw: bytes
    statuses: tuple[int, ...]
    then: str


def post(*fields: str, body: bytes = b"", **more: str) -> bytes:
    return request("/healthz", *fields, method="POST", body=body, **more)


def fetch(*fields: str, body: bytes = b"") -> bytes:
    return request("/healthz", *fields, body=body)


FILE = "/download/zones.csv"
CHUNKED, END = "Transfer-Encoding: chunked", b"0\r\n\r\n"
SMUGGLING = {
    "CL before TE": Case(post("Content-Length: 6", CHUNKED, body=END + b"G"), (405,), CLOSED),
    "TE before CL": Case(post(CHUNKED, "Content-Length: 4", body=END), (405,), CLOSED),
    "CL.TE with a request inside": Case(
        post(f"Content-Length: {len(END + SMUGGLED)}", CHUNKED, body=END + SMUGGLED), (405,), CLOSED
    ),
    "TE.CL with a request inside": Case(
        post(CHUNKED, "Content-Length: 4", body=b"%x\r\n%b\r\n%b" % (len(SMUGGLED), SMUGGLED, END)),
        (405,),
        CLOSED,
    ),
    "CL.0": Case(post(f"Content-Length: {len(SMUGGLED)}", body=SMUGGLED), (405,), CLOSED),
    "two CL that differ": Case(post("Content-Length: 0", "Content-Length: 5"), (400,), CLOSED),
    "two CL, the first longer": Case(post("Content-Length: 5", "Content-Length: 0", body=b"hello"), (400,), CLOSED),
    "two CL that are the same": Case(post("Content-Length: 5", "Content-Length: 5", body=b"hello"), (405,), CLOSED),
    "CL as a list": Case(post("Content-Length: 5, 5", body=b"hello"), (400,), CLOSED),
    "CL with a plus": Case(post("Content-Length: +5", body=b"hello"), (400,), CLOSED),
    "CL below 0": Case(post("Content-Length: -5", body=b"hello"), (400,), CLOSED),
    "CL as hex": Case(post("Content-Length: 0x5", body=b"hello"), (400,), CLOSED),
    "CL with a space inside": Case(post("Content-Length: 1 2", body=b"hello"), (400,), CLOSED),
    "CL as a float": Case(post("Content-Length: 5.0", body=b"hello"), (400,), CLOSED),
    "CL empty": Case(post("Content-Length:"), (400,), CLOSED),
    "CL in other digits": Case(post("Content-Length: \xb2", body=b"hello"), (400,), CLOSED),
    "CL above 64 bits": Case(post("Content-Length: 99999999999999999999999", body=b"hello"), (400,), CLOSED),
    "CL that never comes": Case(post("Content-Length: 9223372036854775807", body=b"hello"), (405,), CLOSED),
    "CL 0": Case(post("Content-Length: 0"), (405,), STEP),
    "CL 0 on GET": Case(fetch("Content-Length: 0"), (200,), STEP),
    "CL with an underscore": Case(fetch("Content_Length: 5"), (200,), STEP),
    "body on GET": Case(fetch("Content-Length: 5", body=b"hello"), (400,), CLOSED),
    "request as the body of GET": Case(fetch(f"Content-Length: {len(SMUGGLED)}", body=SMUGGLED), (400,), CLOSED),
    "body on HEAD": Case(request("/healthz", "Content-Length: 5", method="HEAD", body=b"hello"), (400,), CLOSED),
    "chunks on GET": Case(fetch(CHUNKED, body=b"5\r\nhello\r\n" + END), (400,), CLOSED),
    "body of a file's address": Case(request(FILE, "Content-Length: 5", body=b"hello"), (400,), CLOSED),
    "chunks of a file's address": Case(request(FILE, CHUNKED, body=END), (400,), CLOSED),
    "TE xchunked": Case(post("Transfer-Encoding: xchunked", body=END), (400,), CLOSED),
    "TE identity": Case(post("Transfer-Encoding: identity", body=END), (400,), CLOSED),
    "TE chunked, identity": Case(post("Transfer-Encoding: chunked, identity", body=END), (400,), CLOSED),
    "TE identity, chunked": Case(post("Transfer-Encoding: identity, chunked", body=END), (405,), CLOSED),
    "TE chunked, then TE identity": Case(post(CHUNKED, "Transfer-Encoding: identity", body=END), (400,), CLOSED),
    "TE cow, then TE chunked": Case(post("Transfer-Encoding: cow", CHUNKED, body=END), (405,), CLOSED),
    "TE behind a tab": Case(post("Transfer-Encoding:\tchunked", body=END), (405,), CLOSED),
    "TE behind a vertical tab": Case(post("Transfer-Encoding:\x0bchunked", body=END), (400,), CLOSED),
    "TE before a space": Case(post("Transfer-Encoding : chunked", body=END), (400,), CLOSED),
    "TE behind a space": Case(post(" Transfer-Encoding: chunked", body=END), (400,), CLOSED),
    "TE in quotes": Case(post('Transfer-Encoding: "chunked"', body=END), (400,), CLOSED),
    "TE in capitals": Case(post("TRANSFER-ENCODING: CHUNKED", body=END), (405,), CLOSED),
    "TE with a line feed": Case(post("Transfer-Encoding\n: chunked", body=END), (400,), CLOSED),
    "TE folded": Case(post("Transfer-Encoding:\r\n chunked", body=END), (400,), CLOSED),
    "TE in HTTP/1.0": Case(
        post(CHUNKED, "Connection: keep-alive", body=END).replace(b"HTTP/1.1", b"HTTP/1.0"), (400,), CLOSED
    ),
    "chunk with an extension": Case(post(CHUNKED, body=b'5;a="b"\r\nhello\r\n' + END), (405,), CLOSED),
    "chunk extension that ends in LF": Case(post(CHUNKED, body=b"5;a=\nhello\r\n" + END), (405,), CLOSED),
    "chunks that end in LF": Case(post(CHUNKED, body=b"5\nhello\n0\n\n"), (405,), CLOSED),
    "chunk of 0x5": Case(post(CHUNKED, body=b"0x5\r\nhello\r\n" + END), (405,), CLOSED),
    "chunk of -1": Case(post(CHUNKED, body=b"-1\r\nhello\r\n" + END), (405,), CLOSED),
    "chunk above 64 bits": Case(post(CHUNKED, body=b"fffffffffffffffff\r\nhello\r\n" + END), (405,), CLOSED),
    "trailers": Case(post(CHUNKED, body=b"0\r\nHost: evil.example\r\nContent-Length: 5\r\n\r\n"), (405,), CLOSED),
    "Expect and no body yet": Case(post("Expect: 100-continue", "Content-Length: 5"), (405,), CLOSED),
    "Expect of something else": Case(fetch("Expect: magic"), (200, 417), STEP),
}


def line(text: str, *fields: str) -> bytes:
    """A request whose first line is as given, without the protocol."""
    return "\r\n".join([f"{text} HTTP/1.1", f"Host: {HOST}", *fields, "", ""]).encode("latin-1")


SYNTAX = {
    "lines that end in LF": Case(fetch().replace(b"\r\n", b"\n"), (200, 400), STEP),
    "lines that end in CR": Case(fetch().replace(b"\r\n", b"\r"), (400,), CLOSED),
    "empty lines first": Case(b"\r\n\r\n" + fetch(), (200,), STEP),
    "space before a colon": Case(fetch("X-A : b"), (400,), CLOSED),
    "line without a colon": Case(fetch("nothing"), (400,), CLOSED),
    "field without a name": Case(fetch(": a"), (400,), CLOSED),
    "folded field": Case(fetch("X-A: b", " Host: evil.example"), (400,), CLOSED),
    "first field folded": Case(b"GET /healthz HTTP/1.1\r\n X: y\r\nHost: a\r\n\r\n", (400,), CLOSED),
    "NUL in a value": Case(fetch("X-A: a\x00b"), (400,), CLOSED),
    "NUL in a name": Case(fetch("X\x00A: b"), (400,), CLOSED),
    "control character in a value": Case(fetch("X-A: a\x01b"), (400,), CLOSED),
    "CR in a value": Case(fetch("X-A: a\rb"), (400,), CLOSED),
    "bytes above ASCII in a value": Case(fetch("X-A: \xe9\xff"), (200,), STEP),
    "200 fields": Case(fetch(*(f"X-{number}: 1" for number in range(200))), (431,), CLOSED),
    "field of 600,000 bytes": Case(fetch("X-A: " + "a" * 600_000), (431,), CLOSED),
    "target of 70,000 bytes": Case(line("GET /" + "a" * 70_000), (414,), CLOSED),
    "target of 60,000 bytes": Case(line("GET /" + "a" * 60_000), (414,), STEP),
    "method of 5,000 letters": Case(line("G" * 5_000 + " /healthz"), (400, 405), STEP),
    "method in small letters": Case(line("get /healthz"), (405,), CLOSED),
    "HEAD in small letters": Case(line("head /healthz"), (405,), CLOSED),
    "tabs between": Case(line("GET\t/healthz\t"), (400,), CLOSED),
    "two spaces between": Case(line("GET  /healthz"), (400,), CLOSED),
    "space behind": Case(fetch().replace(b"HTTP/1.1\r\n", b"HTTP/1.1 \r\n"), (400,), CLOSED),
    "HTTP/0.9": Case(b"GET /healthz\r\n", (400,), CLOSED),
    "HTTP/1.2": Case(fetch().replace(b"HTTP/1.1", b"HTTP/1.2"), (400, 505), CLOSED),
    "HTTP/2.0": Case(fetch().replace(b"HTTP/1.1", b"HTTP/2.0"), (400, 505), CLOSED),
    "HTTP/2 as if agreed before": Case(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (NONE, 400, 505), CLOSED),
    "upgrade to h2c": Case(
        fetch("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"),
        (200,),
        STEP,
    ),
    "upgrade to a WebSocket": Case(
        fetch("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: YQ=="),
        (400,),
        CLOSED,
    ),
    "TLS": Case(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", (400,), CLOSED),
}
TARGETS = {
    "absolute form": Case(line(f"GET http://{HOST}/healthz"), (200,), STEP),
    "absolute form of nothing": Case(line(f"GET http://{HOST}"), (200,), STEP),
    "absolute form of a file": Case(line("GET file:///etc/passwd"), (400,), CLOSED),
    "authority form": Case(line("GET evil.example:80"), (400,), CLOSED),
    "word": Case(line("GET healthz"), (400,), CLOSED),
    "query alone": Case(line("GET ?year=2022"), (400,), CLOSED),
    "asterisk": Case(line("OPTIONS *"), (400,), CLOSED),
    "asterisk of GET": Case(line("GET *"), (400,), CLOSED),
    "CONNECT": Case(line("CONNECT evil.example:80"), (400, 405), CLOSED),
    "CONNECT to a path": Case(line("CONNECT /healthz"), (405,), STEP),
    "TRACE": Case(line("TRACE /healthz", "Cookie: secret=1"), (405,), STEP),
    "OPTIONS": Case(line("OPTIONS /healthz", "Origin: http://evil.example"), (405,), STEP),
    "fragment": Case(line("GET /healthz#x"), (200, 400), STEP),
    **{
        f"path {path}": Case(line(f"GET {path}"), (404,), CLOSED)
        for path in ("//healthz", "//evil.example/healthz", "/%2fhealthz", "/%2F/healthz", "///")
    },
    **{
        f"path {path}": Case(line(f"GET {path}"), (404,), STEP)
        for path in (
            *("/healthz/", "/./healthz", "/x/../healthz", "/healthz/."),
            *("/%2e/healthz", "/x%2f..%2fhealthz", "/healthz%00", "/healthz%2500", "/%00"),
            *("/healthz%20", "/healthz%0d%0aX-Evil:%20a", "/\\healthz", "/x\\..\\healthz", "/%5chealthz"),
            *("/%c0%ae%c0%ae/healthz", "/%c0%afhealthz", "/%e0%80%afhealthz", "/%ff", "/%", "/%zz", "/healthz;a=b"),
            *("/HEALTHZ", "/%25%36%38ealthz", "/%EF%BC%8Fhealthz", "/b/0123456789abcdef/../../healthz"),
            *("/download/..%2f..%2fcurrent.json", "/download/..%5c..%5ccurrent.json", "/assets/../current.json"),
        )
    },
    "path with an encoded letter": Case(line("GET /%68ealthz"), (200,), STEP),
    "path with a question of two marks": Case(line("GET /healthz??"), (400,), STEP),
    "raw bytes above ASCII": Case(line("GET /healthz\xe9"), (400, 404), CLOSED),
}


def named(*hosts: str) -> bytes:
    return request("/download/sites.csv", *(f"Host: {host}" for host in hosts), host=None)


HOSTS = {
    "no Host": Case(named(), (400,), CLOSED),
    "Host that is empty": Case(named(""), (400,), CLOSED),
    "two Hosts": Case(named(HOST, "evil.example"), (400,), CLOSED),
    "two Hosts that are the same": Case(named(HOST, HOST), (400,), CLOSED),
    "two Hosts, no address named": Case(fetch("Host: evil.example"), (400,), CLOSED),
    "user in the Host": Case(named("user@evil.example"), (400,), CLOSED),
    "user and password in the Host": Case(named("user:password@evil.example"), (400,), CLOSED),
    "scheme in the Host": Case(named("http://evil.example"), (400,), CLOSED),
    "path in the Host": Case(named("evil.example/x"), (400,), CLOSED),
    "space in the Host": Case(named("evil .example"), (400,), CLOSED),
    "Host above ASCII": Case(named("\xe9vil.example"), (400,), CLOSED),
    "Host with an escape": Case(named("evil%2eexample"), (400,), CLOSED),
    "port that is too long": Case(named("evil.example:100000"), (400,), CLOSED),
    "port that is none": Case(named("evil.example:http"), (400,), CLOSED),
    "two ports": Case(named("evil.example:80:80"), (400,), CLOSED),
    "IPv6 that is left open": Case(named("[::1"), (400,), CLOSED),
    "IPv6 without brackets": Case(named("::1"), (400,), CLOSED),
    "Host of 300 letters": Case(named("a" * 300), (400,), CLOSED),
    "Host of letters with tags": Case(named('evil"><script>'), (400,), CLOSED),
    "HTTP/1.0 with a Host that is none": Case(
        named("user@evil.example").replace(b"HTTP/1.1", b"HTTP/1.0"), (400,), CLOSED
    ),
}
CASES = {**SMUGGLING, **SYNTAX, **TARGETS, **HOSTS}
