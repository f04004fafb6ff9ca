"""A recall on a phone: an analyst downloads, the steward recalls, the analyst is told, confirms."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_use import fits, take_the_package
from tests.running import Portal

OWNER = ("--owner", "demo-ressources", "--by", "steward.coapp@example.org")
SHARING = ("--project", "research-for-impact", "--audience", "consortium")
REASON = "Une colonne permettait de reconnaître des personnes (démo)."
TOLD = 30_000  # milliseconds until a message is in the inbox on a busy machine

WORDS = {
    "fr": {
        "recall": "Rappeler une version ou une édition",
        "who": "Voir qui sera averti",
        "downloaded": "1 personne l’a téléchargée",
        "now": "Rappeler maintenant",
        "told": "a été rappelé. Veuillez effacer vos copies.",
        "deleted": "J’ai effacé mes copies",
        "thanks": "Vous avez confirmé",
        "none": "Confirmations\u202f: 0 sur 1",
        "all": "Confirmations\u202f: 1 sur 1",
    },
    "en": {
        "recall": "Recall a release or an edition",
        "who": "See who will be told",
        "downloaded": "1 person downloaded it",
        "now": "Recall now",
        "told": "was recalled. Please delete your copies.",
        "deleted": "I have deleted my copies",
        "thanks": "You have confirmed",
        "none": "0 of 1 confirmed",
        "all": "1 of 1 confirmed",
    },
}


def share(portal: Portal, folder: Path, language: str) -> str:
    """A dataset of this test alone; gives its slug."""
    file = folder / "constats.csv"
    file.write_text("site,constats\nDémo A,3\nDémo B,5\n", encoding="utf-8")
    title = f"Constats à rappeler {language} (démo)"
    printed = portal.manage("share_dataset", str(file), "--title", title, *OWNER, *SHARING)
    return str(json.loads(printed)["dataset"])


def recall(portal: Portal, page: Page, slug: str, language: str) -> None:
    """The steward goes from the dataset to what is recalled, sees who is told, and recalls."""
    words, data = WORDS[language], {"fr": "donnees", "en": "data"}[language]
    page.goto(f"{portal.url}/{language}/{data}/{slug}/")
    page.get_by_role("link", name=words["recall"]).click()
    page.locator("#id_reason").fill(REASON)
    fits(page)
    page.get_by_role("button", name=words["who"]).click()
    expect(page.locator("main")).to_contain_text(words["downloaded"])
    expect(page.locator("main")).to_contain_text("Alex Demo")
    fits(page)
    page.get_by_role("button", name=words["now"]).click()
    expect(page.locator("main")).to_contain_text(words["none"])
    fits(page)


def confirm(portal: Portal, page: Page, language: str) -> None:
    """The inbox leads to the notice; there the analyst says that the copies are gone."""
    words = WORDS[language]
    message = page.get_by_role("link", name=re.compile(rf"rappeler {language}.*{words['told']}"))
    for _look in range(TOLD // 1000):
        page.goto(f"{portal.url}/{language}/inbox/")
        if message.count():
            break
        page.wait_for_timeout(1000)
    fits(page)
    message.click()
    expect(page.locator("main")).to_contain_text(REASON)
    expect(page.locator("main code.sum")).to_have_text(re.compile("^[0-9a-f]{64}$"))
    fits(page)
    page.get_by_role("button", name=words["deleted"]).click()
    expect(page.locator("main")).to_contain_text(words["thanks"])
    expect(page.get_by_role("button", name=words["deleted"])).to_have_count(0)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_was_downloaded_is_recalled_and_confirmed(
    portal: Portal, visit: Callable[..., Page], tmp_path: Path, language: str
) -> None:
    slug = share(portal, tmp_path, language)
    analyst = visit(width=360, language=language, has_touch=True)
    portal.sign_in(analyst, "analyst.icoca", language)
    data = {"fr": "donnees", "en": "data"}[language]
    analyst.goto(f"{portal.url}/{language}/{data}/{slug}/")
    take_the_package(analyst, language)
    link = analyst.locator("#package a.btn").get_attribute("href")
    assert analyst.request.get(f"{portal.url}{link}").status == 200
    steward = visit(width=360, language=language, has_touch=True)
    portal.sign_in(steward, "steward.coapp", language)
    recall(portal, steward, slug, language)
    for headers in ({}, {"Range": "bytes=0-9"}):
        assert analyst.request.get(f"{portal.url}{link}", headers=headers).status == 404
    assert analyst.goto(f"{portal.url}/{language}/{data}/{slug}/").status == 404
    confirm(portal, analyst, language)
    steward.reload()
    expect(steward.locator("main")).to_contain_text(WORDS[language]["all"])
    expect(steward.locator("main")).to_contain_text("analyst.icoca@example.org")
