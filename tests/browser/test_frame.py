"""The frame and the components hold on any screen, in both languages, with and without scripts."""

import pytest

WIDTHS = [320, 360, 768, 1280]
# What stands in the header on top of the portal's name.
OVER_THE_BRAND = """() => {
  const words = document.createRange();
  words.selectNodeContents(document.querySelector(".brand > span"));
  const brand = words.getBoundingClientRect();
  const meets = b => b.width && b.left < brand.right && b.right > brand.left
    && b.top < brand.bottom && b.bottom > brand.top;
  return [...document.querySelectorAll(".top-bar > :not(.brand)")]
    .filter(e => meets(e.getBoundingClientRect())).map(e => e.className);
}"""


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


def open_public_data(portal, page) -> None:
    """The page of the data that are open to everybody."""
    page.goto(f"{portal.url}/fr/donnees/")
    page.get_by_role("link", name="Visites de sites miniers (démo)").click()
    page.locator("#rows").wait_for()
    page.wait_for_load_state()


def test_a_phone_unfolds_the_rows_after_the_tenth_without_scripts(portal, visit) -> None:
    page = visit(width=360, java_script_enabled=False)
    open_public_data(portal, page)
    rows = page.locator("#rows .data tbody tr")
    assert [rows.count(), rows.filter(visible=True).count()] == [50, 10]
    page.get_by_text("Encore 40 lignes sur cette page").click()
    assert rows.filter(visible=True).count() == 50


def test_what_is_printed_fits_the_paper_and_leaves_out_what_only_a_screen_can_do(
    portal, visit
) -> None:
    page = visit(width=703)  # A4 with its margins
    open_public_data(portal, page)
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") == 703
    assert page.locator("#rows .data tbody tr").filter(visible=True).count() == 50
    for gone in (".top-nav", ".crumbs", ".find-rows", ".pages", ".ask"):
        assert page.locator(gone).filter(visible=True).count() == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_text_twice_as_large_still_fits(portal, visit, width) -> None:
    page = visit(width=width)
    open_public_data(portal, page)
    for path in ("/fr/", "/fr/recherche/?q=site", "/fr/formations/", page.url[len(portal.url) :]):
        page.goto(f"{portal.url}{path}")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") == width, path
        assert page.evaluate(OVER_THE_BRAND) == [], path
