"""J5: an editor publishes an update; a follower on a phone and a visitor read it."""

import re

from playwright.sync_api import Page, expect


def test_an_editor_publishes_and_a_visitor_on_a_phone_reads(portal, desktop: Page, phone: Page):
    portal.sign_in(desktop, "editor")
    # The list of updates is found over the desk's own search.
    desktop.goto(f"{portal.url}/cms/pages/search/?q=Actualités")
    place = desktop.locator("main a[href$='/edit/']").first.get_attribute("href")
    desktop.goto(f"{portal.url}{place}".replace("/edit/", "/add_subpage/"))
    desktop.locator("[name=title]").fill("Visite de Démo-Ville")
    desktop.locator("[name=intro]").fill("Une équipe fictive raconte sa visite.")
    desktop.locator("[name=project]").select_option(index=1)
    desktop.locator("footer [data-w-dropdown-target=toggle]").first.click()
    desktop.locator("button[name=action-publish]").click()
    desktop.wait_for_url(re.compile(r"/cms/pages/\d+/$"))

    phone.goto(f"{portal.url}/fr/projets/recherche-pour-l-impact/")
    expect(phone.get_by_role("link", name="Visite de Démo-Ville")).to_be_visible()
    phone.goto(f"{portal.url}/fr/recherche/?q=demo-ville")
    phone.get_by_role("link", name="Visite de Démo-Ville").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Visite de Démo-Ville")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_reader_follows_a_project_and_stops_again(portal, phone: Page):
    portal.sign_in(phone, "outsider")
    phone.goto(f"{portal.url}/fr/projets/recherche-pour-l-impact/")
    phone.get_by_role("button", name="Suivre ce projet").click()
    phone.get_by_role("button", name="Ne plus suivre").click()
    expect(phone.get_by_role("button", name="Suivre ce projet")).to_be_visible()


def test_pictures_wait_for_a_tap_where_data_is_saved(portal, visit):
    page = visit(width=360, language="fr", extra_http_headers={"Save-Data": "on"})
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{portal.url}/fr/actualites/vide-n-est-pas-zero/")
    page.mouse.wheel(0, 5000)
    page.wait_for_load_state("networkidle")
    assert not [url for url in fetched if "/media/" in url]
    with page.expect_request(lambda request: "/media/" in request.url):
        page.locator("details.held > summary").click()
    expect(page.locator(".picture img")).to_be_visible()
