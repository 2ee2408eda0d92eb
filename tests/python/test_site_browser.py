"""The explorer in a real browser: by double click and from a server, with the keyboard, on a phone, and judged by axe.

Needs Debian's chromium and the packages of browser.lock, which `make test` puts into .venv/browser; skipped without.
"""

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chitieu.project import ROOT
from chitieu.site import serving

PACKAGES = ROOT / ".venv" / "browser"
CHROMIUM = shutil.which("chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: `apt-get install chromium` lets these tests run"),
    pytest.mark.skipif(not PACKAGES.is_dir(), reason="no .venv/browser here: `make test` makes it where it can"),
]

KINDS = (
    "index",
    "areas",
    "areas/VN63_33",
    "areas/VN34_33",
    "areas/VN",
    "indicators",
    "indicators/grdp_growth",
    "indicators/state_budget_revenue",
    "documents",
    "documents/hung-yen-2024-01",
    "documents/mof-budget-plan-2010",
    "findings",
    "revisions",
    "quality",
    "method",
    "downloads",
)
PAGES = [f"{language}/{kind}.html" for language in ("vi", "en") for kind in KINDS]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sys.path.insert(0, str(PACKAGES))
    try:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            with_browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            yield with_browser
            with_browser.close()
    finally:
        sys.path.remove(str(PACKAGES))


@pytest.fixture(scope="module")
def address(release: Path) -> Iterator[str]:
    with serving.server(release, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{serving.ADDRESS}:{server.server_port}/site/"
        server.shutdown()


class Visit:
    """A page with everything that it complained of and everything that it asked for."""

    def __init__(self, browser: Any, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def __enter__(self) -> "Visit":
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()


def violations(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]} ({len(one['nodes'])} places)" for one in found]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone_and_a_desk_and_axe_finds_nothing(browser: Any, release: Path, name: str) -> None:
    place = (release / "site" / name).as_uri()
    for viewport, scheme in ((PHONE, "dark"), (DESK, "light")):
        with Visit(browser, viewport=viewport, color_scheme=scheme, bypass_csp=True) as visit:
            visit.page.goto(place)
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
            assert violations(visit.page) == [], f"{viewport['width']} pixels, {scheme}"
            if pictures := os.environ.get("CHITIEU_PICTURES"):
                folder = Path(pictures)
                folder.mkdir(parents=True, exist_ok=True)
                target = folder / f"{name.replace('/', '-').removesuffix('.html')}-{viewport['width']}.png"
                visit.page.screenshot(path=target)


@pytest.mark.parametrize("name", ["vi/areas/VN63_33.html", "en/documents/mof-budget-plan-2010.html", "index.html"])
def test_a_page_asks_no_other_host_and_complains_of_nothing(
    browser: Any, release: Path, address: str, name: str
) -> None:
    for start in ((release / "site").as_uri() + "/", address):
        with Visit(browser) as visit:
            visit.page.goto(start + name)
            visit.page.wait_for_load_state("networkidle")
            assert visit.complaints == []
            assert all(one.startswith((start, "data:")) for one in visit.asked), visit.asked


@pytest.mark.parametrize("by", ["double click", "server"])
@pytest.mark.parametrize(
    ("language", "typed", "first", "leads_to"),
    [
        ("vi", "ha tinh", "Hà Tĩnh", "/areas/VN63_42.html"),
        ("vi", "HÀ TĨNH", "Hà Tĩnh", "/areas/VN63_42.html"),
        ("vi", "dak lak", "Đắk Lắk", "/areas/"),
        ("vi", "ha tay", "Hà Tây", "/areas/VN64_28.html"),
        ("vi", "thu ngan sach nha nuoc", "Tổng thu ngân sách nhà nước", "/indicators/state_budget_revenue.html"),
        ("en", "growth of gross regional", "Growth of gross regional", "/indicators/grdp_growth.html"),
        ("en", "mof-budget-plan-2010", "Plan of revenue", "/documents/mof-budget-plan-2010.html"),
    ],
)
def test_search_needs_neither_accents_nor_a_mouse(
    browser: Any, release: Path, address: str, by: str, language: str, typed: str, first: str, leads_to: str
) -> None:
    start = address if by == "server" else (release / "site").as_uri() + "/"
    with Visit(browser) as visit:
        visit.page.goto(f"{start}{language}/areas/VN63_33.html")
        visit.page.keyboard.press("/")
        visit.page.keyboard.type(typed)
        found = visit.page.locator("#found li").first
        found.wait_for(state="visible")
        assert found.inner_text().startswith(first)
        assert visit.page.locator(".search [role=status]").inner_text()
        visit.page.keyboard.press("ArrowDown")
        chosen = visit.page.locator("#search").get_attribute("aria-activedescendant")
        assert visit.page.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url(f"**{leads_to}*" if leads_to.endswith("/") else f"**{leads_to}")
        assert visit.complaints == []


def test_what_is_not_found_is_said_and_escape_closes(browser: Any, release: Path) -> None:
    with Visit(browser) as visit:
        visit.page.goto((release / "site/vi/index.html").as_uri())
        visit.page.locator("#search").fill("ha")
        visit.page.locator("#found li").first.wait_for(state="visible")
        visit.page.keyboard.press("Escape")
        assert visit.page.locator("#found").is_hidden()
        visit.page.locator("#search").fill("zzzz")
        assert visit.page.locator(".search [role=status]").inner_text() == "Không tìm thấy"


def test_the_address_of_a_figure_brings_its_citation(browser: Any, release: Path) -> None:
    with Visit(browser) as visit:
        visit.page.goto((release / "site/en/documents/mof-budget-plan-2010.html").as_uri() + "#Sheet1!C13:1")
        said = visit.page.locator("[data-cite]").inner_text()
        for part in (
            "Viet Nam",
            "State budget revenue",
            "492.500.000",
            "Ministry of Finance",
            "Sheet1!C13",
            release.name,
        ):
            assert part in said
        assert "locator = 'Sheet1!C13' and component = 1" in visit.page.locator("[data-row]").inner_text()
        visit.page.locator("#cite button").click()
        assert visit.page.locator("#cite").is_hidden()
        visit.page.goto((release / "site/vi/documents/hung-yen-2024-01.html").as_uri())
        assert visit.page.locator("#cite").is_hidden()
        visit.page.locator("table.figures a.place").first.click()
        assert "10,05%" in visit.page.locator("[data-cite]").inner_text()


def test_a_page_reads_without_scripts(browser: Any, release: Path) -> None:
    with Visit(browser, java_script_enabled=False) as visit:
        visit.page.goto((release / "site/vi/areas/VN63_33.html").as_uri())
        assert visit.page.locator(".search").is_hidden()
        visit.page.locator("details summary").first.click()
        assert visit.page.locator("details table").first.is_visible()


def test_the_keyboard_reaches_content_menu_and_search(browser: Any, release: Path) -> None:
    with Visit(browser) as visit:
        visit.page.goto((release / "site/vi/indicators/state_budget_revenue.html").as_uri())
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("document.activeElement.className") == "skip"
        visit.page.keyboard.press("Enter")
        assert visit.page.evaluate("document.activeElement.id") == "content"
        visit.page.keyboard.press("Shift+Tab")
        assert visit.page.evaluate("document.activeElement.id") == "search"


def test_nothing_moves_while_a_page_loads(browser: Any, address: str) -> None:
    with Visit(browser, viewport=PHONE) as visit:
        visit.page.goto(f"{address}vi/areas/VN63_33.html", wait_until="networkidle")
        shift = visit.page.evaluate(
            "new Promise((told) => new PerformanceObserver((list) => told(list.getEntries()"
            ".reduce((sum, one) => sum + one.value, 0))).observe({type: 'layout-shift', buffered: true})"
            " || setTimeout(() => told(0), 300))"
        )
        assert shift < 0.01
