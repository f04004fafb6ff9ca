"""A steward sees who can see a dataset and why, looks as others do, changes it and goes back."""

import pytest
from playwright.sync_api import Page, expect

from tests.running import Portal

TITLE = "Incidents autour des sites (démo)"
WORDS = {
    "fr": {
        "mine": "mes-donnees",
        "everybody": "Toutes les personnes, une à une",
        "others": "Voir comme les autres",
        "public": "Une personne sans compte",
        "nothing": "Pour ces personnes, ce jeu de données n’existe pas",
        "as somebody": "Vous voyez ce jeu de données à la place d’autrui",
        "else": "Comme quelqu’un d’autre",
        "stop": "Arrêter et voir comme vous-même",
        "change": "Changer qui peut les voir",
        "gain": "Gagnent l’accès",
        "lose": "Perdent l’accès",
        "log": "Lire le journal",
        "back": "Revenir à ce qui était avant",
        "names": "Leurs noms",
        "find": "Chercher",
    },
    "en": {
        "mine": "my-data",
        "everybody": "Everybody, one by one",
        "others": "See it as others do",
        "public": "Somebody without an account",
        "nothing": "For them this dataset does not exist",
        "as somebody": "You see this dataset as",
        "else": "As somebody else",
        "stop": "Stop, and see it as yourself",
        "change": "Change who may see it",
        "gain": "They gain access",
        "lose": "They lose access",
        "log": "Read the log",
        "back": "Go back to what was before",
        "names": "Their names",
        "find": "Find",
    },
}


def fits(page: Page) -> None:
    """Nothing sticks out at the side."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], page.url


def to_the_dataset(portal: Portal, page: Page, language: str) -> None:
    page.goto(f"{portal.url}/{language}/{WORDS[language]['mine']}/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator("h1")).to_have_text(TITLE)


def look_as_others(page: Page, words: dict[str, str]) -> None:
    """The public finds nothing; the members of an organisation find rows, sorted and searched."""
    page.get_by_role("link", name=words["others"]).click()
    fits(page)
    page.get_by_role("link", name=words["public"]).click()
    expect(page.locator("h1")).to_have_text(words["nothing"])
    fits(page)
    page.get_by_role("link", name=words["else"]).click()
    page.get_by_role("link", name="ICoCA", exact=True).click()
    expect(page.locator(".bar-note").first).to_contain_text(words["as somebody"])
    page.locator("#words").fill("INC-0002")
    page.get_by_role("button", name=words["find"], exact=True).click()
    expect(page.locator("#rows h2")).to_contain_text("1 ")
    assert "icoca" in page.url
    expect(page.locator(".bar-note").first).to_be_visible()
    expect(page.locator("#package")).to_have_count(0)
    fits(page)
    page.get_by_role("link", name=words["stop"]).click()
    expect(page.locator(".bar-note")).to_have_count(0)


def give_it_to_others(page: Page, words: dict[str, str]) -> None:
    """What the change does is shown before it counts."""
    page.get_by_role("link", name=words["change"]).first.click()
    page.locator("input[name=audience][value=named]").check()
    page.locator("input[name=organisations][value=cso-demo-kivu]").check()
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text(words["gain"])
    expect(page.locator("main")).to_contain_text(words["lose"])
    page.locator(".difference").first.get_by_text(words["names"]).click()
    expect(page.locator(".difference").first).to_contain_text("Cosmas Démo")
    fits(page)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("h1")).to_have_text(TITLE)


def take_it_back(page: Page, words: dict[str, str]) -> None:
    page.get_by_role("link", name=words["log"]).click()
    fits(page)
    page.get_by_role("button", name=words["back"]).click()
    expect(page.locator("main")).to_contain_text(words["lose"])
    fits(page)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("h1")).not_to_contain_text("?")


@pytest.mark.parametrize(("language", "width"), [("fr", 360), ("en", 1280)])
def test_a_steward_knows_who_sees_what_and_why(portal: Portal, visit, language, width) -> None:
    words, page = WORDS[language], visit(width=width, language=language)
    portal.sign_in(page, "steward.coapp", language)
    to_the_dataset(portal, page, language)
    page.get_by_role("link", name=words["everybody"]).click()
    expect(page.locator(".why").first).to_contain_text("ICoCA")
    page.locator(".why").first.get_by_text(words["names"]).first.click()
    expect(page.locator(".why").first).to_contain_text("Solange Démo")
    fits(page)
    look_as_others(page, words)
    give_it_to_others(page, words)
    take_it_back(page, words)
    to_the_dataset(portal, page, language)
    expect(page.locator(".page-head")).to_contain_text("Consortium")
