"""A learner passes the course: on a phone in French, on a desktop in English."""

import re

from playwright.sync_api import Page, expect

from tests.running import Portal

COURSE = re.compile("^(Documenter un site minier|Documenting an artisanal)")
START = re.compile("Commencer la formation|Start the course")
GO_ON = re.compile("J’ai lu, continuer|I have read this, go on")
SEND = re.compile("Envoyer mes réponses|Send my answers")
AGAIN = re.compile("Recommencer|Try again")
# Which choices of each question are right, counted from 0.
RIGHT = [[1], [0, 1, 3], [1], [0, 2], [0]]
LESSONS = 4
LIGHT = 100_000  # bytes of a lesson with two pictures, nothing kept from before


def fits(page: Page) -> None:
    """Nothing sticks out at the side."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], page.url


def open_course(page: Page) -> None:
    page.get_by_role("link", name=COURSE).first.click()
    expect(page.get_by_role("button", name=START)).to_be_visible()
    fits(page)
    page.get_by_role("button", name=START).click()


def read_lessons(page: Page) -> None:
    for _lesson in range(LESSONS):
        expect(page.locator("article.lesson h1")).to_be_visible()
        fits(page)
        page.get_by_role("button", name=GO_ON).click()


def answer(page: Page, choices: list[list[int]]) -> None:
    for number, ticked in enumerate(choices, start=1):
        for choice in ticked:
            page.locator(f"#q{number} .choice").nth(choice).click()
    page.get_by_role("button", name=SEND).click()


def test_on_a_phone_in_french(portal: Portal, phone: Page):
    portal.sign_in(phone, "learner.cso")
    phone.goto(f"{portal.url}/fr/formations/")
    open_course(phone)
    read_lessons(phone)

    phone.get_by_role("button", name=SEND).click()
    expect(phone.get_by_role("alert")).to_contain_text("Il manque encore une réponse")
    fits(phone)
    answer(phone, [[0], *RIGHT[1:3], [0], [1]])
    expect(phone.locator(".score")).to_have_text("2/5")
    fits(phone)

    phone.get_by_role("link", name=AGAIN).click()
    answer(phone, RIGHT)
    expect(phone.locator(".score")).to_have_text("5/5")

    phone.goto(f"{portal.url}/fr/mes-formations/")
    expect(phone.locator("main")).to_contain_text("Formation terminée")
    phone.goto(f"{portal.url}/en/my-learning/")
    expect(phone.locator("main")).to_contain_text("Course completed")


def test_on_a_desktop_in_english_with_a_break(portal: Portal, desktop: Page, visit):
    portal.sign_in(desktop, "analyst.icoca", language="en")
    desktop.goto(f"{portal.url}/en/courses/")
    open_course(desktop)
    desktop.get_by_role("button", name=GO_ON).click()
    expect(desktop.get_by_text("Lesson 2 of 4").first).to_be_visible()

    # Another day, another device: the course waits where it was left.
    later = visit(width=1280, language="en")
    portal.sign_in(later, "analyst.icoca", language="en")
    later.goto(f"{portal.url}/en/my-learning/")
    later.get_by_role("link", name=COURSE).click()
    later.get_by_role("link", name="Go on").click()
    for _lesson in range(LESSONS - 1):
        later.get_by_role("button", name=GO_ON).click()
    answer(later, RIGHT)
    expect(later.locator(".score")).to_have_text("5/5")


def test_a_lesson_with_two_pictures_is_light(portal: Portal, visit):
    page = visit(width=360, language="fr", device_scale_factor=2)
    portal.sign_in(page, "coordinator.cso")
    page.goto(f"{portal.url}/fr/formations/")
    open_course(page)
    for _lesson in range(2):
        page.get_by_role("button", name=GO_ON).click()
    third = page.url

    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.clearBrowserCache")
    weights: list[int] = []
    network.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    page.goto(third)
    pictures = page.locator("article img")
    expect(pictures).to_have_count(2)
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        page.wait_for_function("image => image.naturalWidth > 0", arg=picture.element_handle())
    assert 5_000 < sum(weights) < LIGHT


def test_without_javascript_the_course_works_too(portal: Portal, visit):
    page = visit(width=320, language="fr", java_script_enabled=False)
    portal.sign_in(page, "steward.coapp")
    page.goto(f"{portal.url}/fr/formations/")
    page.get_by_role("link", name=COURSE).first.click()
    page.get_by_role("button", name=START).click()
    for _lesson in range(LESSONS):
        page.get_by_role("button", name=GO_ON).click()
    answer(page, RIGHT)
    expect(page.locator(".score")).to_have_text("5/5")
