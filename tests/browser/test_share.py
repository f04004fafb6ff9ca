"""J1: a steward brings in a workbook and shares it; members are told, others find nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import files

WORDS = {
    "fr": {
        "new": "/fr/mes-donnees/nouveau/",
        "mine": "/fr/mes-donnees/",
        "inbox": "/fr/inbox/",
        "number": "nombre entier",
        "again": "Relire",
        "rows": "135 lignes",
        "reach": "5 organisations",
        "done": "C’est publié",
        "published": "publie/",
        "review": "verifier/",
        "describe": "decrire/",
    },
    "en": {
        "new": "/en/my-data/new/",
        "mine": "/en/my-data/",
        "inbox": "/en/inbox/",
        "number": "whole number",
        "again": "Read again",
        "rows": "135 rows",
        "reach": "5 organisations",
        "done": "It is published",
        "published": "published/",
        "review": "check/",
        "describe": "describe/",
    },
}


def a_workbook(folder: Path, name: str) -> Path:
    """Two sheets: visits with leading zeros and a phone number, incidents with doubled headers."""
    visits = [[*row, f"+243 990 000 {at:03d}"] for at, row in enumerate(files.visits(120))]
    visits[0][-1] = "Téléphone"
    incidents = [
        ["Site", "Type", "Type"],
        *[[f"Site Démo {n}", "Taxe", "Barrière"] for n in range(15)],
    ]
    path = folder / name
    path.write_bytes(files.workbook(Visites=visits, Incidents=incidents))
    return path


def fits(page: Page) -> bool:
    """Nothing sticks out at the right."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def bring_in(page: Page, words: dict[str, str], url: str, path: Path) -> None:
    page.goto(url + words["new"])
    page.locator("input[type=file]").set_input_files(str(path))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**/{words['review']}", timeout=90_000)


def correct(page: Page, words: dict[str, str]) -> None:
    """The count of workers is taken for text, for once, and the file read again."""
    row = page.locator(".columns tr", has_text="Effectif").first
    expect(row.locator("select")).to_contain_text(words["number"])
    row.locator("select").select_option("string")
    page.get_by_role("button", name=words["again"], exact=True).click()
    page.wait_for_url(f"**/{words['review']}", timeout=90_000)
    chosen = page.locator(".columns tr", has_text="Effectif").first.locator("select")
    expect(chosen).to_have_value("string")


def describe(page: Page, title: str) -> None:
    page.locator("input[name=title]").fill(title)
    page.locator("select[name=project]").select_option(index=1)
    page.locator("input[name=sensitivity][value=high]").check()
    page.locator("input[name=audience][value=consortium]").check()
    page.locator("main form button[type=submit]").first.click()


@pytest.mark.parametrize(("language", "width"), [("fr", 360), ("en", 1280)])
def test_a_steward_shares_a_workbook(portal, visit: Callable[..., Page], tmp_path, language, width):
    words, title = WORDS[language], f"Visites partagées {language}"
    page = visit(width=width, language=language)
    portal.sign_in(page, "steward.coapp", language)
    bring_in(page, words, portal.url, a_workbook(tmp_path, f"visites-{language}.xlsx"))
    expect(page.locator(".page-head")).to_contain_text(words["rows"])
    expect(page.locator("main")).to_contain_text("Type_2")
    assert fits(page)
    correct(page, words)

    page.locator(".page-head a.btn").first.click()
    page.wait_for_url(f"**/{words['describe']}")
    assert fits(page)
    # Leaving in the middle loses nothing.
    page.goto(portal.url + words["mine"])
    page.locator("a", has_text=f"Visites {language}").first.click()
    page.wait_for_url(f"**/{words['review']}")
    page.locator(".page-head a.btn").first.click()
    describe(page, title)

    expect(page.locator("main")).to_contain_text(words["reach"])
    expect(page.locator("main")).to_contain_text("Téléphone")
    assert fits(page)
    page.locator("input[name=checked]").check()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**/{words['published']}")
    expect(page.locator("h1")).to_contain_text(words["done"])
    page.locator("main a.btn").first.click()
    expect(page.locator("h1")).to_contain_text(title)

    member_is_told(portal, visit(), title)
    outsider_finds_nothing(portal, visit(), title, page.url.rstrip("/").rpartition("/")[2])


def member_is_told(portal, page: Page, title: str) -> None:
    """An analyst of another organisation finds it in the inbox and opens it."""
    portal.sign_in(page, "analyst.icoca", "en")
    for _ in range(20):
        page.goto(f"{portal.url}/en/inbox/")
        if page.get_by_text(title).count():
            break
        page.wait_for_timeout(1_000)
    page.get_by_text(title).first.click()
    expect(page.locator("h1")).to_contain_text(title)


def outsider_finds_nothing(portal, page: Page, title: str, slug: str) -> None:
    """Not on its address, not in the catalogue, not by searching."""
    portal.sign_in(page, "outsider", "en")
    answer = page.goto(f"{portal.url}/en/data/{slug}/")
    assert answer is not None
    assert answer.status == 404
    page.goto(f"{portal.url}/en/data/")
    expect(page.locator("main")).not_to_contain_text(title)


def test_what_is_no_table_is_refused_on_the_page(portal, visit: Callable[..., Page], tmp_path):
    path = tmp_path / "programme.csv"
    path.write_bytes(files.PROGRAM)
    page = visit(width=360, language="fr")
    portal.sign_in(page, "steward.coapp", "fr")
    page.goto(portal.url + WORDS["fr"]["new"])
    page.locator("input[type=file]").set_input_files(str(path))
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("[data-problem]")).to_contain_text("un programme")


def test_it_works_without_javascript(portal, visit: Callable[..., Page], tmp_path):
    page = visit(width=360, language="fr", java_script_enabled=False)
    portal.sign_in(page, "steward.coapp", "fr")
    page.goto(portal.url + WORDS["fr"]["new"])
    path = tmp_path / "sans-script.csv"
    path.write_text(files.VISITS, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(str(path))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**/{WORDS['fr']['review']}", timeout=90_000)
    expect(page.locator("main")).to_contain_text("Effectif")
