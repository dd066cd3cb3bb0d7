"""The browser and axe see what is wrong with a page, and nothing wrong with a good one."""

import http.server
import socket
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.judges import axe
from tests.judges.browser import Chromium, assert_no_sideways_scroll, executable, screenshot
from tests.judges.installed import NotInstalledError
from tests.judges.sample import GOOD, with_change, with_more

pytestmark = [pytest.mark.browser, pytest.mark.slow]
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"


class StrictHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder under a Content Security Policy as strict as ours, and keeps quiet."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Write no log."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small site with good and bad pages; returns its address."""
    folder = tmp_path_factory.mktemp("site")
    pages = {
        "good": GOOD,
        "grey": with_more('<p class="grey">Hard to read</p>').replace(
            "</head>", '<link rel="stylesheet" href="site.css"></head>'
        ),
        "wide": with_more('<p class="wide">Wide</p>').replace(
            "</head>", '<link rel="stylesheet" href="site.css"></head>'
        ),
        "unnamed": with_change('<label for="name">Name of the group</label>', ""),
        "inline": with_more("<script>document.title = 'No'</script>"),
        "outside": with_more('<img src="http://192.0.2.1/x.png?y=1" alt="">'),
        "script": with_more('<script src="site.js"></script>'),
    }
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html)
    (folder / "favicon.ico").touch()
    (folder / "site.css").write_text(".grey { color: #bbb } .wide { width: 600px }")
    (folder / "site.js").write_text("document.body.dataset.ran = 'yes'; throw new Error('Oh no');")
    handler = partial(StrictHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_good_page_passes_everything_under_a_strict_policy(chromium: Chromium, site: str) -> None:
    page = chromium.new_page()
    page.goto(f"{site}/good.html")
    assert axe.violations(page) == []
    assert_no_sideways_scroll(page)
    assert not chromium.record(page)
    chromium.close_page(page)


@pytest.mark.parametrize(
    ("name", "rules", "place"),
    [
        ("grey", {"color-contrast"}, ".grey"),
        ("unnamed", {"label", "label-title-only"}, "#name"),
    ],
)
def test_axe_names_the_rule_and_the_place(
    chromium: Chromium, site: str, name: str, rules: set[str], place: str
) -> None:
    page = chromium.new_page(base_url=site)
    page.goto(f"{name}.html")
    found = axe.violations(page)
    assert {text.split(" ")[0] for text in found} == rules
    assert all(f"at {place}: " in text for text in found)
    chromium.close_page(page)


def test_axe_says_that_it_needs_javascript(chromium: Chromium, site: str) -> None:
    page = chromium.new_page(javascript=False, base_url=site)
    page.goto("unnamed.html")
    with pytest.raises(ValueError, match="needs JavaScript"):
        axe.violations(page)
    chromium.close_page(page)


def test_what_sticks_out_at_320_px_is_named(chromium: Chromium, site: str) -> None:
    page = chromium.new_page(base_url=site)
    page.goto("wide.html")
    with pytest.raises(AssertionError, match=r"scrolls sideways.*p\.wide ends at"):
        assert_no_sideways_scroll(page)
    assert page.viewport_size == {"width": 1280, "height": 900}
    assert_no_sideways_scroll(page, width=800)
    chromium.close_page(page)


def test_a_request_to_another_machine_is_refused_and_recorded(
    chromium: Chromium, site: str
) -> None:
    page = chromium.new_page(base_url=site, bypass_csp=True)
    page.goto("outside.html")
    assert chromium.record(page).refused == ["http://192.0.2.1/x.png"]
    chromium.close_page(page)


@pytest.mark.parametrize("host", ["127.0.0.2", "localhost"])
def test_no_request_reaches_another_address_than_the_one_of_the_service(
    chromium: Chromium, site: str, host: str
) -> None:
    with socket.create_server(("0.0.0.0", 0)) as listener:  # noqa: S104 - nobody may reach it
        listener.settimeout(0.2)
        address = f"http://{host}:{listener.getsockname()[1]}/x"
        page = chromium.new_page(base_url=site, bypass_csp=True)
        page.goto("good.html")
        ask = "to => fetch(to, {mode: 'no-cors'}).then(() => 'sent', String)"
        sent = page.evaluate(ask, address)
        with pytest.raises(TimeoutError):
            listener.accept()
    assert sent == "TypeError: Failed to fetch"
    assert chromium.record(page).refused == [address]
    chromium.close_page(page)


def test_what_the_policy_blocks_is_an_error(chromium: Chromium, site: str) -> None:
    page = chromium.new_page(base_url=site)
    page.goto("inline.html")
    assert [e for e in chromium.record(page).errors if "Content Security Policy" in e]
    assert page.title() != "No"
    chromium.close_page(page)


def test_a_script_that_fails_is_an_error(chromium: Chromium, site: str) -> None:
    page = chromium.new_page(base_url=site)
    page.goto("script.html")
    assert [e for e in chromium.record(page).errors if "Oh no" in e]
    chromium.close_page(page)


@pytest.mark.parametrize(("javascript", "ran"), [(True, "yes"), (False, None)])
def test_javascript_can_be_off(
    chromium: Chromium, site: str, javascript: bool, ran: str | None
) -> None:
    page = chromium.new_page(javascript=javascript, base_url=site)
    page.goto("script.html")
    assert page.locator("body").get_attribute("data-ran") == ran
    chromium.close_page(page)


def test_zoom_leaves_half_as_many_pixels_of_twice_the_size(
    chromium: Chromium, site: str, tmp_path: Path
) -> None:
    page = chromium.new_page(width=1280, zoom=2, base_url=site)
    page.goto("good.html")
    assert page.evaluate("() => [innerWidth, devicePixelRatio]") == [640, 2]
    picture = screenshot(page, tmp_path / "shots" / "good.png")
    assert int.from_bytes(picture.read_bytes()[16:20]) == 1280
    chromium.close_page(page)


def test_each_page_starts_without_cookies(chromium: Chromium, site: str) -> None:
    first, second = chromium.new_page(base_url=site), chromium.new_page(base_url=site)
    first.context.add_cookies([{"name": "who", "value": "first", "url": site}])
    assert second.context.cookies() == []
    chromium.close_page(first)
    chromium.close_page(second)


def test_the_browser_is_the_one_named_else_the_systems_else_playwrights(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    names = ("named", "brought", "chromium", "chromium-headless-shell")
    named, brought, system, shell = (tmp_path / name for name in names)
    for path in (named, brought, system, shell):
        path.touch(mode=0o755)
    monkeypatch.delenv("EIA_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert executable(brought) == str(shell)
    shell.unlink()
    assert executable(brought) == str(system)
    system.unlink()
    assert executable(brought) == str(brought)
    monkeypatch.setenv("EIA_CHROMIUM", str(named))
    assert executable(brought) == str(named)


def test_without_chromium_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("EIA_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NotInstalledError, match="install Debian’s chromium-headless-shell"):
        executable(tmp_path / "gone")
    monkeypatch.setenv("EIA_CHROMIUM", str(tmp_path / "gone"))
    with pytest.raises(NotInstalledError, match="correct EIA_CHROMIUM"):
        executable(tmp_path / "gone")


def test_without_axe_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(axe, "SCRIPT", axe.SCRIPT.with_name("gone.js"))
    axe._script.cache_clear()
    with pytest.raises(NotInstalledError, match="install npm’s axe-core"):
        axe._script()
