"""Pages are fetched from the public web only, in bounded time and memory, or not at all."""

from __future__ import annotations

import gzip
import ipaddress
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, repeat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DataError
from bot.importer.fetch import Limits, fetch
from bot.importer.page import RawPage
from tests.web import (
    HERE,
    PATIENCE,
    Network,
    Site,
    closed_port,
    drip,
    redirect,
    reply,
    serving,
    silence,
    tls_context,
)

HTML = b"<!DOCTYPE html><title>Bakti Sosial</title><p>Kupang."
PUBLIC = "93.184.215.14"
QUICK = Limits(seconds=0.2)
SMALL = Limits(size=100_000)


@pytest.fixture(autouse=True)
def network(monkeypatch: pytest.MonkeyPatch) -> Iterator[Network]:
    """All that can be reached; a proxy of the environment cannot."""
    network = Network()
    monkeypatch.setattr("socket.getaddrinfo", network.getaddrinfo)
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://proxy.example:3128")
    yield network
    network.over.set()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site({"/": reply(HTML)})) as site:
        yield site


@pytest.fixture
def secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, network: Network) -> Iterator[Site]:
    """https://berita.example, whose certificate is trusted."""
    context = tls_context(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "berita.example.pem"))
    with serving(Site({"/": reply(HTML)}), context) as site:
        network.names["berita.example"] = [[PUBLIC]]
        network.machines[PUBLIC, 443] = site.port
        yield site


def get(site: Site, target: str = "/", limits: Limits = SMALL) -> RawPage:
    return fetch(site.url(target), limits=limits, allow=site.allowed)


def get_page(site: Site, page: bytes | Iterable[bytes], limits: Limits = SMALL) -> RawPage:
    site.pages["/page"] = page
    return get(site, "/page", limits)


def refusal(url: str, site: Site | None = None, limits: Limits = SMALL) -> str:
    """The sentence with which ``url`` is refused; what comes before it is the address."""
    with pytest.raises(DataError) as caught:
        fetch(url, limits=limits, allow=site.allowed if site else ())
    sentence = str(caught.value)
    assert sentence.isprintable()
    assert len(sentence) < 400
    return sentence


def refused_page(site: Site, page: bytes | Iterable[bytes], limits: Limits = SMALL) -> str:
    """The sentence with which a page is refused, without its address."""
    site.pages["/page"] = page
    return refusal(site.url("/page"), site, limits).removeprefix(f"{site.url('/page')}: ")


# What comes back


def test_a_page_comes_with_its_address_type_charset_and_bytes(site: Site) -> None:
    site.pages["/a?b=c"] = reply(HTML, 'Text/HTML; Charset="ISO-8859-1"')
    assert get(site, "/a?b=c#d") == RawPage(HTML, "text/html", site.url("/a?b=c"), "ISO-8859-1")


def test_the_visitor_says_who_it_is_and_keeps_no_line_open(site: Site) -> None:
    get(site)
    headers = site.requests[0].headers
    assert headers["user-agent"].startswith("tanya-peristiwa/")
    assert headers["user-agent"].endswith(" (+news archive import)")
    assert headers["accept-encoding"] == "gzip, deflate"
    assert headers["host"] == f"{HERE}:{site.port}"
    assert headers["connection"] == "close"


@pytest.mark.parametrize(
    "content_type",
    [
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "text/markdown",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ],
)
def test_pages_documents_and_plain_texts_are_taken(site: Site, content_type: str) -> None:
    page = get_page(site, reply(b"x", content_type))
    assert (page.named, page.charset) == (content_type, None)


@pytest.mark.parametrize("content_type", ["image/png", "application/json", "text/html2", "html"])
def test_other_types_are_refused(site: Site, content_type: str) -> None:
    sentence = refused_page(site, reply(b"x", content_type))
    assert sentence == f"expected a page of text, PDF or DOCX, found '{content_type}'"


def test_a_page_without_a_type_is_html_if_it_begins_as_html(site: Site) -> None:
    assert get_page(site, reply(b"\xef\xbb\xbf\n" + HTML, None)).named == "text/html"
    assert "neither names its type nor is HTML" in refused_page(site, reply(b"%PDF-1.7", None))


def test_packed_pages_are_unpacked(site: Site) -> None:
    packed = {"gzip": gzip.compress(HTML), "x-gzip": gzip.compress(HTML)}
    packed |= {"deflate": zlib.compress(HTML), "identity": HTML}
    for name, body in packed.items():
        assert get_page(site, reply(body, Content_Encoding=name)).body == HTML


def test_a_chunked_page_is_put_together(site: Site) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    page = [head, b"3\r\nSat\r\n", b"1\r\nu\r\n", b"0\r\n\r\n"]
    assert get_page(site, page).body == b"Satu"


# Addresses as they are written


@pytest.mark.parametrize(
    "url",
    [
        "ftp://berita.example/a",
        "file:///etc/passwd",
        "data:text/html,Kupang",
        "javascript:alert(1)",
        "//berita.example/a",
        "berita.example/a",
        "",
    ],
)
def test_nothing_but_http_and_https_is_fetched(url: str) -> None:
    assert "expected http://… or https://…, found " in refusal(url)


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "017700000001",
        "127.1",
        "127.0.0.1.",
        "127.0.0.01",
        "0177.0.0.1",
        "１２７.０.０.１",
        "①②⑦.0.0.1",
        "127.0.0.%31",
        "",
        "[::1",
        "[127.0.0.1]",
        "[fe80::1%25eth0]",
        "[2606:2800:21f::1%25eth0]",
        "berita..example",
        ".example",
        "-berita.example",
        "berita example",
        "berita.example\\",
        "a" * 64 + ".example",
    ],
)
def test_oddly_written_hosts_are_refused_even_where_their_address_is_allowed(
    host: str, site: Site, network: Network
) -> None:
    refusal(f"http://{host}:{site.port}/", site)
    assert not site.connections
    assert not network.asked


def test_wide_dots_are_dots_and_what_they_part_is_an_address() -> None:
    assert "found 127.0.0.1 (loopback)" in refusal("http://127。0。0。1/")


@pytest.mark.parametrize("user", ["ani:rahasia@", "ani@", f"berita.example\\@{HERE}@"])
def test_an_address_with_a_password_is_refused_and_not_repeated(user: str, site: Site) -> None:
    sentence = refusal(site.url("/", f"{user}{HERE}"), site)
    assert sentence.endswith("expected an address without a user name or password, found one in it")
    assert "ani" not in sentence
    assert not site.connections


def test_line_ends_in_an_address_make_no_headers(site: Site) -> None:
    refusal(site.url("/\r\nX-Header: 1"), site)
    refusal(f"http://{HERE}\r\nX-Header: 1:{site.port}/", site)
    assert not site.connections
    site.pages["/%0D%0AX-Header:%201"] = reply(HTML)
    get(site, "/%0D%0AX-Header:%201")
    assert "x-header" not in site.requests[0].headers


@pytest.mark.parametrize("length", [8_001, 70_000])
def test_a_very_long_address_is_refused_in_a_short_sentence(length: int, site: Site) -> None:
    refusal(site.url("/" + "a" * length), site)
    assert not site.connections


@pytest.mark.parametrize("target", ["/\ud800", "/%", "/\0", "/?\x7f"])
def test_letters_that_no_address_has_make_no_other_trouble(target: str, network: Network) -> None:
    refusal(f"http://x.id{target}")
    refusal(f"http://x.id{target[1:]}/")
    assert set(network.asked) <= {"x.id"}


@given(st.text() | st.text().map("http://{}".format) | st.text().map("https://x.id{}".format))
def test_any_text_is_fetched_or_refused_in_one_sentence(text: str) -> None:
    refusal(text)


# Where the address leads


def test_this_machine_is_not_visited_unless_it_is_allowed(site: Site) -> None:
    with pytest.raises(DataError) as caught:
        fetch(site.url())
    expected = f"{site.url()}: expected a public address, found 127.0.0.1 (loopback)"
    assert str(caught.value) == expected
    with pytest.raises(DataError, match="loopback"):
        fetch(site.url(), allow={(HERE, site.port + 1)})
    assert not site.connections


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("0.0.0.0", "unspecified"),
        ("10.1.2.3", "private"),
        ("172.16.0.1", "private"),
        ("172.31.255.255", "private"),
        ("192.168.1.1", "private"),
        ("100.64.0.1", "behind a provider's NAT"),
        ("127.255.255.254", "loopback"),
        ("169.254.169.254", "link-local"),
        ("192.0.0.192", "reserved"),
        ("198.18.0.1", "benchmarks"),
        ("203.0.113.9", "documentation"),
        ("224.0.0.251", "multicast"),
        ("255.255.255.255", "reserved"),
        ("::", "unspecified"),
        ("::1", "loopback"),
        ("::127.0.0.1", "reserved"),
        ("::ffff:127.0.0.1", "IPv4 in IPv6"),
        ("::ffff:8.8.8.8", "IPv4 in IPv6"),
        ("64:ff9b::127.0.0.1", "loopback"),
        ("64:ff9b::a9fe:a9fe", "link-local"),
        ("64:ff9b:1::1", "reserved"),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "Teredo"),
        ("2001:db8::1", "documentation"),
        ("2002:7f00:1::", "6to4"),
        ("fd12:3456::1", "private"),
        ("fe80::1", "link-local"),
        ("fec0::1", "reserved"),
        ("ff02::1", "multicast"),
    ],
)
def test_no_address_but_a_public_one_is_visited(address: str, kind: str, network: Network) -> None:
    network.names["x.id"] = [[address]]
    bare = str(ipaddress.ip_address(address))
    known = f"expected a public address, but x.id is {bare} ({kind})"
    assert refusal("http://x.id/a") == f"http://x.id/a: {known}"
    host = f"[{bare}]" if ":" in bare else bare
    assert f"found {bare} ({kind})" in refusal(f"http://{host}/")


@given(st.ip_addresses())
def test_what_the_standard_library_holds_for_special_is_not_visited(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    translated = address in ipaddress.ip_network("64:ff9b::/96")
    public = address.is_global and not address.is_multicast and not address.is_reserved
    host = f"[{address}]" if address.version == 6 else str(address)
    if not public and not translated:
        assert "expected a public address" in refusal(f"http://{host}/")


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:21f::1", "64:ff9b::5db8:d70e"])
def test_public_addresses_are_visited(address: str, site: Site, network: Network) -> None:
    network.names["berita.example"] = [[address]]
    network.machines[address, 80] = site.port
    assert fetch("http://berita.example/").body == HTML
    assert site.requests[0].headers["host"] == "berita.example"


@pytest.mark.parametrize("name", ["localhost", "localhost.", "intranet", "berita.example"])
def test_a_name_of_this_machine_is_not_visited(name: str, site: Site, network: Network) -> None:
    network.names[name] = [[HERE]]
    with pytest.raises(DataError, match=rf"but {name} is 127\.0\.0\.1 \(loopback\)"):
        fetch(site.url(host=name))
    assert not site.connections


def test_one_private_address_among_public_ones_is_enough(site: Site, network: Network) -> None:
    network.names["x.id"] = [[PUBLIC, "10.0.0.1"]]
    network.machines[PUBLIC, 80] = site.port
    assert "x.id is 10.0.0.1 (private)" in refusal("http://x.id/")
    assert not site.connections


def test_the_address_that_was_checked_is_the_one_that_is_visited(
    site: Site, network: Network
) -> None:
    network.names["x.id"] = [[PUBLIC], [HERE]]
    network.machines[PUBLIC, 80] = site.port
    assert fetch("http://x.id/").body == HTML
    assert network.asked == ["x.id"]


def test_every_redirect_is_looked_up_and_checked_anew(site: Site, network: Network) -> None:
    network.names["x.id"] = [[PUBLIC], [HERE]]
    network.machines[PUBLIC, 80] = site.port
    site.pages["/moved"] = redirect("/")
    assert "but x.id is 127.0.0.1 (loopback)" in refusal("http://x.id/moved")
    assert (site.connections, network.asked) == (1, ["x.id", "x.id"])


def test_other_ports_of_public_machines_are_not_visited(site: Site, network: Network) -> None:
    network.machines[PUBLIC, 22] = site.port
    assert "expected the port 80 or 443, found 22" in refusal(f"http://{PUBLIC}:22/")
    assert not site.connections
    assert fetch(f"http://{PUBLIC}:22/", allow={(PUBLIC, 22)}).body == HTML


def test_a_host_with_a_dead_address_is_visited_at_the_next(site: Site, network: Network) -> None:
    network.names["x.id"] = [["2606:2800:21f::1", PUBLIC], ["2606:2800:21f::2", PUBLIC]]
    network.machines[PUBLIC, 80] = site.port
    assert fetch("http://x.id/").body == HTML
    with silence(full=True) as port:
        network.machines["2606:2800:21f::2", 80] = port
        assert fetch("http://x.id/", limits=Limits(seconds=4)).body == HTML


def test_a_name_of_more_letters_than_ascii_has_is_asked_for_in_ascii(
    site: Site, network: Network
) -> None:
    network.names["xn--bcher-kva.example"] = [[PUBLIC]]
    network.machines[PUBLIC, 80] = site.port
    assert fetch("http://Bücher.example/").url == "http://xn--bcher-kva.example/"
    assert site.requests[0].headers["host"] == "xn--bcher-kva.example"


def test_a_host_that_is_not_known_is_named() -> None:
    expected = "expected tidak-ada.example to have an address, but: Name or service not known"
    assert refusal("https://tidak-ada.example/") == f"https://tidak-ada.example/: {expected}"


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(status: int, site: Site) -> None:
    site.pages |= {"/a": redirect("b/c", status), "/b/c": redirect(site.url("/"), status)}
    assert get(site, "/a").url == site.url("/")
    assert [request.target for request in site.requests] == ["/a", "/b/c", "/"]


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://169.254.169.254/latest/meta-data/", "found 169.254.169.254 (link-local)"),
        ("//[::1]/", "found ::1 (loopback)"),
        ("file:///etc/passwd", "found file"),
        ("ftp://berita.example/", "found ftp"),
        ("http://ani:rahasia@berita.example/", "found one in it"),
        ("http://2130706433/", "found '2130706433'"),
        ("http://[::1", "expected a web address"),
    ],
)
def test_a_redirect_is_held_to_what_every_address_is_held_to(
    target: str, reason: str, site: Site
) -> None:
    sentence = refused_page(site, redirect(target))
    assert sentence.startswith("redirected to ") or ": redirected to " in sentence
    assert reason in sentence
    assert "rahasia" not in sentence


def test_a_redirect_to_another_service_of_this_machine_is_refused(site: Site) -> None:
    with serving(Site({"/": reply(HTML)})) as other:
        assert "found 127.0.0.1 (loopback)" in refused_page(site, redirect(other.url()))
        assert not other.connections


def test_a_circle_of_redirects_ends(site: Site) -> None:
    assert "expected at most 5 redirects, found more" in refused_page(site, redirect("/page"))
    assert site.connections == 6


def test_as_many_redirects_are_followed_as_the_limit_says(site: Site) -> None:
    site.pages |= {"/a": redirect("/b"), "/b": redirect("/")}
    assert get(site, "/a", Limits(redirects=2)).body == HTML
    assert "at most 1 redirects" in refusal(site.url("/a"), site, Limits(redirects=1))


def test_a_redirect_that_leads_nowhere_is_a_status(site: Site) -> None:
    assert refused_page(site, reply(status=302)) == "expected a page, found status 302: Found"


# What a server may send


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (403, "the site forbids it"),
        (404, "there is no such page"),
        (429, "the site is asked too often; try again later"),
        (500, "the site is out of order; try again later"),
        (503, "the site is out of order; try again later"),
        (206, "Partial Content"),
        (418, "I'm a Teapot"),
        (299, "no page"),
    ],
)
def test_every_status_but_200_is_named_and_refused(site: Site, status: int, meaning: str) -> None:
    sentence = refused_page(site, reply(HTML, status=status))
    assert sentence == f"expected a page, found status {status}: {meaning}"


TOO_LARGE = "expected a page of at most 0.1 MB, found more"
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n"
    b"Content-Encoding: %b\r\n\r\n"
)


def chunks(pieces: Iterable[bytes], packing: bytes = b"identity") -> Iterator[bytes]:
    yield CHUNKED % packing
    yield from (b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)


def test_a_page_that_says_it_is_too_large_is_refused_before_it_comes(site: Site) -> None:
    page = [reply(length=SMALL.size + 1), *drip([b"x"], 0)]
    assert refused_page(site, page) == TOO_LARGE
    assert refused_page(site, reply(length=10_000_001), Limits()).endswith("10 MB, found more")


def test_a_page_may_be_as_large_as_the_limit(site: Site) -> None:
    body = b"x" * SMALL.size
    assert get_page(site, reply(body)).body == body
    assert get_page(site, reply(gzip.compress(body), Content_Encoding="gzip")).body == body
    assert refused_page(site, [*chunks([body, b"x"]), b"0\r\n\r\n"]) == TOO_LARGE
    packed = reply(gzip.compress(body + b"x"), Content_Encoding="gzip")
    assert refused_page(site, packed) == TOO_LARGE


def test_a_page_without_end_is_left(site: Site) -> None:
    assert refused_page(site, chunks(repeat(b"x" * 4096))) == TOO_LARGE
    unbounded = chain([b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n"], repeat(b"x" * 4096))
    assert refused_page(site, unbounded) == TOO_LARGE


def test_packed_bytes_that_make_nothing_are_counted(site: Site) -> None:
    packer = zlib.compressobj(wbits=31)
    head = packer.compress(b"") + packer.flush(zlib.Z_SYNC_FLUSH)
    nothing = b"\x00\x00\x00\xff\xff" * 1000
    assert refused_page(site, chunks(chain([head], repeat(nothing)), b"gzip")) == TOO_LARGE


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
def test_a_gigabyte_in_a_megabyte_is_left_before_it_fills_the_memory(
    packing: str, site: Site
) -> None:
    page = reply(gigabyte_of_zeros(31 if packing == "gzip" else 15), Content_Encoding=packing)
    tracemalloc.start()
    try:
        assert refused_page(site, page, Limits()).endswith("at most 10 MB, found more")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * Limits().size


def gigabyte_of_zeros(window: int) -> bytes:
    """About a megabyte; a full flush makes the second million zeros look like every other."""
    packer = zlib.compressobj(9, wbits=window)
    million = bytes(1_000_000)
    first, other = (packer.compress(million) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + 999 * other


@pytest.mark.parametrize(
    "body",
    [
        HTML,
        b"",
        gzip.compress(HTML)[:-9],
        gzip.compress(HTML)[:-4] + b"\0\0\0\0",
        gzip.compress(HTML) + b"more",
        gzip.compress(HTML) + gzip.compress(HTML),
    ],
    ids=["plain", "empty", "cut", "wrong", "longer", "twice"],
)
def test_a_broken_package_is_refused(site: Site, body: bytes) -> None:
    sentence = refused_page(site, reply(body, Content_Encoding="gzip"))
    assert sentence.startswith("expected a page packed with gzip, but")


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip", "compress"])
def test_packings_that_were_not_asked_for_are_refused(site: Site, packing: str) -> None:
    sentence = refused_page(site, reply(HTML, Content_Encoding=packing))
    assert sentence == f"expected a page packed with gzip or deflate, found '{packing}'"


def test_a_page_packed_twice_is_refused(site: Site) -> None:
    twice = gzip.compress(gzip.compress(HTML))
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n" % len(twice)
    page = head + b"Content-Encoding: gzip\r\n" * 2 + b"\r\n" + twice
    assert refused_page(site, page).endswith("found 'gzip, gzip'")


def test_a_page_shorter_than_it_says_is_refused(site: Site) -> None:
    sentence = refused_page(site, reply(HTML, length=len(HTML) + 1))
    assert sentence.startswith("expected an answer, but: peer closed connection without sending")


def test_a_page_longer_than_it_says_ends_where_it_says(site: Site) -> None:
    assert get_page(site, reply(HTML, length=5)).body == HTML[:5]


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\x1b[31mHTTP\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ids=["nothing", "ssh", "control", "negative", "two", "long", "chunk"],
)
def test_what_is_not_http_is_refused(site: Site, page: bytes) -> None:
    assert refused_page(site, page).startswith("expected an answer, but: ")


def test_control_characters_of_a_server_are_not_repeated(site: Site) -> None:
    refused_page(site, redirect("http://x.id/\x1b[31m\u202e"))
    refused_page(site, reply(HTML, "text/\u202e\u0085html"))


# Time


SLOW = {
    "head": lambda: drip((b"%c" % byte for byte in b"HTTP/1.1 200 OK\r\n" * 99), 0.02),
    "early hints": lambda: drip(repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n"), 0.02),
    "body": lambda: chain([reply(length=1000)], drip(repeat(b"x", 1000), 0.02)),
    "chunks": lambda: drip(chunks(repeat(b"x")), 0.02),
    "silence": lambda: drip([b"HTTP"], PATIENCE),
}


@pytest.mark.parametrize("page", SLOW.values(), ids=SLOW)
def test_a_server_that_drips_is_left_at_the_deadline(
    page: Callable[[], Iterable[bytes]], site: Site
) -> None:
    with ends_at_the_deadline():
        sentence = refused_page(site, page(), QUICK)
    assert sentence == "expected a page within 0.2 s, found none"


def test_the_deadline_holds_for_all_redirects_together(site: Site) -> None:
    # Each would be in time; which of them is not, is the machine's to say.
    for number in range(QUICK.redirects):
        site.pages[f"/{number}"] = drip([redirect(f"/{number + 1}")], 0.1)
    site.pages[f"/{QUICK.redirects}"] = reply(HTML)
    with ends_at_the_deadline():
        assert refusal(site.url("/0"), site, QUICK).endswith("a page within 0.2 s, found none")


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("full", [False, True], ids=["silent", "full"])
def test_a_machine_that_says_nothing_is_left_at_the_deadline(scheme: str, full: bool) -> None:
    with silence(full=full) as port, ends_at_the_deadline():
        refusal_of_silence = fetch_of_silence(scheme, port)
    assert refusal_of_silence.endswith("expected a page within 0.2 s, found none")


def fetch_of_silence(scheme: str, port: int) -> str:
    with pytest.raises(DataError) as caught:
        fetch(f"{scheme}://{HERE}:{port}/", limits=QUICK, allow={(HERE, port)})
    return str(caught.value)


def test_a_name_server_that_says_nothing_is_left_at_the_deadline(network: Network) -> None:
    network.mute.add("x.id")
    with ends_at_the_deadline():
        assert "expected a page within 0.2 s" in refusal("http://x.id/", limits=QUICK)


@contextmanager
def ends_at_the_deadline() -> Iterator[None]:
    """Not before the deadline, and without waiting for the far side to give up."""
    begun = time.monotonic()
    yield
    assert QUICK.seconds <= time.monotonic() - begun < PATIENCE


# Connections and TLS


def test_a_closed_port_is_told() -> None:
    refused = pytest.raises(DataError, match="expected an answer, but: Connection refused")
    with closed_port() as port, refused:
        fetch(f"http://{HERE}:{port}/", allow={(HERE, port)})


def test_tls_and_host_name_the_host_and_not_the_address(secure: Site) -> None:
    assert fetch("https://berita.example/").body == HTML
    (request,) = secure.requests
    assert (request.server_name, request.headers["host"]) == ("berita.example",) * 2


def test_a_certificate_of_another_host_does_not_hold(secure: Site, network: Network) -> None:
    network.names["lain.example"] = [[PUBLIC]]
    assert "its certificate does not hold: Hostname mismatch" in refusal("https://lain.example/")
    assert not secure.requests


def test_a_certificate_that_nobody_vouches_for_does_not_hold(
    secure: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert "its certificate does not hold: self" in refusal("https://berita.example/")
    assert not secure.requests


def test_a_server_without_tls_is_told(site: Site) -> None:
    url = site.url().replace("http:", "https:")
    assert refusal(url, site).startswith(f"{url}: expected an answer, but: TLS fails: ")


def test_https_does_not_lead_to_http(secure: Site, site: Site, network: Network) -> None:
    network.names["berita.example"].append([PUBLIC])
    network.machines[PUBLIC, 80] = site.port
    secure.pages["/a"] = redirect("http://berita.example/")
    assert "expected https as before, found http" in refusal("https://berita.example/a")
    assert not site.connections


def test_http_may_lead_to_https(secure: Site, site: Site, network: Network) -> None:
    network.names["berita.example"].append([PUBLIC])
    network.machines[PUBLIC, 80] = site.port
    site.pages["/"] = redirect("https://berita.example/")
    assert fetch("http://berita.example/").url == "https://berita.example/"
