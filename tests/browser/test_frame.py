"""The frame and the components hold on any screen, in both languages, with and without scripts."""

import pytest

WIDTHS = [320, 360, 768, 1280]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_sticks_out_and_no_rule_of_the_policy_is_broken(
    portal, visit, width, language
) -> None:
    page = visit(width=width, language=language)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{portal.url}/{language}/_components/")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert not [text for text in said if "Content Security Policy" in text]


def test_the_menu_opens_on_a_phone_without_scripts(portal, visit) -> None:
    page = visit(width=360, java_script_enabled=False)
    page.goto(f"{portal.url}/fr/_components/")
    search = page.locator(".phone-menu input[type=search]")
    assert not search.is_visible()
    page.locator(".phone-menu summary").click()
    assert search.is_visible()


def test_what_one_taps_is_large_enough(portal, phone) -> None:
    phone.goto(f"{portal.url}/fr/_components/")
    small = phone.evaluate(
        "[...document.querySelectorAll('.btn, summary, .tabs a, .pages a, .crumbs a, .chip')]"
        ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 44)"
        ".map(e => e.outerHTML)"
    )
    assert small == []


def test_the_page_says_what_it_weighed(portal, phone) -> None:
    phone.goto(f"{portal.url}/fr/_components/")
    weight = phone.locator("[data-weight]")
    weight.wait_for()
    assert "ko" in weight.inner_text()


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(portal, phone, tmp_path) -> None:
    heavy = tmp_path / "visites.csv"
    heavy.write_text("site\n" * 1000, encoding="utf-8")
    phone.goto(f"{portal.url}/fr/_components/")
    phone.evaluate("document.querySelector('[data-drop]').dataset.limit = 4000")
    phone.set_input_files("[data-drop] input[type=file]", heavy)
    assert "dépasse" in phone.locator("[data-problem]").inner_text()
    phone.locator("form:has([data-drop]) button[type=submit]").click()
    assert not phone.locator("[data-bar]").is_visible()


def test_the_keyboard_skips_to_the_content(portal, desktop) -> None:
    desktop.goto(f"{portal.url}/en/_components/")
    desktop.keyboard.press("Tab")
    assert desktop.evaluate("document.activeElement.className") == "skip"
    desktop.keyboard.press("Enter")
    assert desktop.evaluate("document.activeElement.id") == "main"
