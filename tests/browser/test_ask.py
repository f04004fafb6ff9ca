"""J3 on a phone: a researcher finds a dataset, asks, reads the partner edition; one day it ends."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_use import fits
from tests.running import Portal

TITLE = "Signalements confiés à la CSO Démo Kivu"
PREPARED = 60_000  # milliseconds an edition of a few dozen rows may take on a busy machine
FULL_DATE = re.compile(r"20\d\d-\d\d-\d\d|\d+ \w+\.? 20\d\d")

WORDS = {
    "fr": {
        "data": "donnees",
        "requests": "demandes",
        "closed": "Les lignes ne vous sont pas ouvertes",
        "ask": "Demander l’accès",
        "send": "Envoyer la demande",
        "waits": "En attente de réponse",
        "approve": "Accorder",
        "partner": "partenaires",
        "month": "Seul le mois est montré",
    },
    "en": {
        "data": "data",
        "requests": "requests",
        "closed": "The rows are not open to you",
        "ask": "Ask for access",
        "send": "Send the request",
        "waits": "Waiting for an answer",
        "approve": "Approve",
        "partner": "partner",
        "month": "Only the month is shown",
    },
}


def wait_until_prepared(portal: Portal, page: Page, language: str) -> None:
    """The edition the demo asked for is made by the worker; the steward sees when it is there."""
    slug = slug_of(portal, page, language)
    mine = {"fr": "mes-donnees", "en": "my-data"}[language]
    page.goto(f"{portal.url}/{language}/{mine}/{slug}/editions/partner/")
    expect(page.locator("#preparing")).to_have_count(0, timeout=PREPARED)


def slug_of(portal: Portal, page: Page, language: str) -> str:
    page.goto(f"{portal.url}/{language}/{WORDS[language]['data']}/")
    fits(page)
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator("h1")).to_have_text(TITLE)
    return page.url.rstrip("/").rpartition("/")[2]


def ask(page: Page, language: str, until: dt.date) -> None:
    words = WORDS[language]
    expect(page.locator("main")).to_contain_text(words["closed"])
    assert page.locator("#rows").count() == 0
    fits(page)
    page.get_by_role("link", name=words["ask"]).click()
    page.get_by_role("button", name=words["send"]).click()
    expect(page.locator("#id_purpose")).to_be_visible()
    page.locator("#id_purpose").fill("Une étude fictive des signalements, par mois.")
    page.locator("#id_use").fill("Un rapport de démonstration.")
    page.locator("#id_until").fill(until.isoformat())
    fits(page)
    page.get_by_role("button", name=words["send"]).click()
    expect(page.locator("main")).to_contain_text(words["waits"])


def approve(portal: Portal, page: Page, language: str) -> None:
    """The steward opens the oldest request that waits and gives the safest edition."""
    words = WORDS[language]
    page.goto(f"{portal.url}/{language}/{words['requests']}/")
    fits(page)
    page.locator("main ul.entries").first.get_by_role("link", name=TITLE).first.click()
    expect(page.locator("main")).to_contain_text("Une étude fictive des signalements, par mois.")
    expect(page.locator("#id_edition option").first).to_have_text(words["partner"])
    fits(page)
    page.get_by_role("button", name=words["approve"], exact=True).click()
    expect(page.locator("main")).not_to_contain_text(words["waits"])


def end_all_access(portal: Portal) -> None:
    """What the calendar does: the last day is past."""
    portal.manage(
        "shell",
        "-c",
        "from datasets.models import PersonGrant; import datetime as dt; "
        "PersonGrant.objects.update(until=dt.date.today() - dt.timedelta(days=2))",
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_researcher_asks_reads_and_one_day_no_longer(
    portal: Portal, visit: Callable[..., Page], language: str
) -> None:
    words, until = WORDS[language], dt.date.today() + dt.timedelta(days=40)
    steward = visit(width=360, language=language, has_touch=True)
    portal.sign_in(steward, "steward.coapp", language)
    wait_until_prepared(portal, steward, language)
    researcher = visit(width=360, language=language, has_touch=True)
    portal.sign_in(researcher, "outsider", language)
    slug_of(portal, researcher, language)
    ask(researcher, language, until)
    approve(portal, steward, language)
    slug_of(portal, researcher, language)
    main = researcher.locator("main")
    expect(main).to_contain_text(words["month"])
    expect(researcher.locator("#rows")).to_be_visible()
    assert not FULL_DATE.search(researcher.locator("#rows table, #rows .data").first.inner_text())
    fits(researcher)
    end_all_access(portal)
    slug_of(portal, researcher, language)
    expect(main).to_contain_text(words["closed"])
    assert researcher.locator("#rows").count() == 0
