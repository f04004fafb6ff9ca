"""An analyst uses what was shared: looks, filters, asks for a package, takes it home (J2)."""

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.running import Portal

TITLE = "Incidents autour des sites (démo)"
BUILT = 60_000  # milliseconds a package of a few hundred rows may take on a busy machine
LIGHT = 80_000  # bytes of a dataset's page with table and chart, nothing kept from before

WORDS = {
    "fr": {
        "data": "donnees",
        "package": "Préparer un paquet",
        "ready": "Le paquet est prêt",
        "download": re.compile("^Télécharger"),
        "filter": "Filtrer par une colonne",
        "add": "Ajouter ce filtre",
        "consortium": "consortium du projet",
        "condition": "n’est pas vide",
    },
    "en": {
        "data": "data",
        "package": "Prepare a package",
        "ready": "The package is ready",
        "download": re.compile("^Download"),
        "filter": "Filter by a column",
        "add": "Add this filter",
        "consortium": "consortium of the project",
        "condition": "is not empty",
    },
}


def fits(page: Page) -> None:
    """Nothing sticks out at the side."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], page.url


def open_dataset(portal: Portal, page: Page, language: str) -> None:
    page.goto(f"{portal.url}/{language}/{WORDS[language]['data']}/")
    fits(page)
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator("h1")).to_have_text(TITLE)
    expect(page.locator("main")).to_contain_text(WORDS[language]["consortium"])
    fits(page)


def narrow_by_a_bar(page: Page) -> None:
    """A tap on a value of the chart leaves its rows; the chip takes it away again."""
    bar = page.locator("#rows .bars li").first
    number = re.sub(r"\D", "", bar.locator(".value").inner_text())
    bar.get_by_role("link").click()
    expect(page.locator("#rows .chips a.chip svg").first).to_be_visible()
    expect(page.locator("#rows h2")).to_contain_text(re.compile(rf"^\s*{number}\b"))
    assert "f=equals" in page.url
    fits(page)
    page.locator("#rows > .chips .chip").first.click()
    expect(page.locator("#rows > .chips")).to_have_count(0)


def narrow_by_the_form(page: Page, language: str) -> None:
    page.get_by_text(WORDS[language]["filter"]).click()
    page.locator("#op").select_option(label=WORDS[language]["condition"])
    page.get_by_role("button", name=WORDS[language]["add"]).click()
    expect(page.locator("#rows > .chips .chip")).to_have_count(1)
    assert "f=is_not_empty" in page.url
    page.go_back()
    expect(page.locator("#rows > .chips")).to_have_count(0)
    expect(page.locator("h1")).to_have_text(TITLE)


def take_the_package(page: Page, language: str) -> Path:
    """Ask unless somebody did before, watch it until it is there, download it."""
    words = WORDS[language]
    ask = page.get_by_role("button", name=words["package"])
    if ask.count():
        ask.click()
    expect(page.locator("#package")).to_contain_text(words["ready"], timeout=BUILT)
    fits(page)
    with page.expect_download() as started:
        page.get_by_role("link", name=words["download"]).click()
    return started.value.path()


def test_on_a_phone_in_french(portal: Portal, phone: Page) -> None:
    portal.sign_in(phone, "analyst.icoca")
    open_dataset(portal, phone, "fr")
    narrow_by_a_bar(phone)
    narrow_by_the_form(phone, "fr")
    with zipfile.ZipFile(take_the_package(phone, "fr")) as package:
        assert package.testzip() is None
        assert {"README.fr.md", "README.en.md", "datapackage.json"} <= set(package.namelist())


def test_on_a_desktop_in_english_with_a_dropped_connection(portal: Portal, desktop: Page) -> None:
    portal.sign_in(desktop, "analyst.icoca", "en")
    open_dataset(portal, desktop, "en")
    narrow_by_a_bar(desktop)
    narrow_by_the_form(desktop, "en")
    whole = take_the_package(desktop, "en").read_bytes()
    address = desktop.get_by_role("link", name=WORDS["en"]["download"]).get_attribute("href")
    half = len(whole) // 2
    ask = desktop.request.get
    first = ask(portal.url + address, headers={"Range": f"bytes=0-{half - 1}"})
    again = {"Range": f"bytes={half}-", "If-Range": first.headers["etag"]}
    rest = ask(portal.url + address, headers=again)
    assert (first.status, rest.status) == (206, 206)
    assert first.body() + rest.body() == whole


def test_without_javascript(portal: Portal, visit) -> None:
    page = visit(width=360, language="fr", java_script_enabled=False)
    portal.sign_in(page, "analyst.icoca")
    open_dataset(portal, page, "fr")
    narrow_by_a_bar(page)
    narrow_by_the_form(page, "fr")
    ask = page.get_by_role("button", name=WORDS["fr"]["package"])
    if ask.count():
        ask.click()
        assert "/paquet/" in page.url
    for _look in range(BUILT // 1000):
        if page.get_by_text(WORDS["fr"]["ready"]).count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.get_by_role("link", name=WORDS["fr"]["download"])).to_be_visible()


@pytest.mark.parametrize("who", ["outsider", "learner.cso", "admin"])
def test_others_find_no_trace(portal: Portal, phone: Page, visit, who: str) -> None:
    analyst = visit()
    portal.sign_in(analyst, "analyst.icoca")
    open_dataset(portal, analyst, "fr")
    address = analyst.url
    portal.sign_in(phone, who)
    phone.goto(f"{portal.url}/fr/donnees/")
    expect(phone.locator("main")).not_to_contain_text(TITLE)
    assert phone.goto(address).status == 404
    expect(phone.locator("body")).not_to_contain_text(TITLE)


def test_the_page_is_light(portal: Portal, visit) -> None:
    page = visit(width=360, language="fr")
    received: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda e: received.append(e["encodedDataLength"]))
    page.goto(f"{portal.url}/fr/donnees/")
    page.get_by_role("link", name="Visites de sites miniers (démo)").click()
    page.wait_for_load_state("networkidle")
    assert sum(received) <= LIGHT
