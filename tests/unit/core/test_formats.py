"""Numbers, sizes, days and punctuation in both languages."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from core.ui import formats

NB, NN = "\u00a0", "\u202f"


@pytest.fixture
def french() -> Iterator[None]:
    with override("fr"):
        yield


@pytest.fixture
def english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.mark.usefixtures("french")
class TestFrench:
    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            (0, "0"),
            (999, "999"),
            (4218, f"4{NN}218"),
            (1234567, f"1{NN}234{NN}567"),
            (-1500, f"-1{NN}500"),
            (0.5, "0,5"),
            (4218.25, f"4{NN}218,25"),
            (Decimal("12.50"), "12,50"),
            (None, ""),
            ("codmine00068", "codmine00068"),
            (True, "True"),
        ],
    )
    def test_number(self, value: object, shown: str) -> None:
        assert formats.number(value) == shown

    def test_number_rounds_when_asked(self) -> None:
        assert formats.number(2.345, 1) == "2,3"
        assert formats.number(2.345, "0") == "2"

    @pytest.mark.parametrize(
        ("size", "shown"),
        [
            (0, f"0{NB}octets"),
            (999, f"999{NB}octets"),
            (38_400, f"38{NB}ko"),
            (999_600, f"1,0{NB}Mo"),
            (1_200_000, f"1,2{NB}Mo"),
            (222_000_000, f"222{NB}Mo"),
            (5_000_000_000, f"5,0{NB}Go"),
            (None, ""),
        ],
    )
    def test_filesize(self, size: object, shown: str) -> None:
        assert formats.filesize(size) == shown

    @pytest.mark.parametrize(
        ("when", "shown"),
        [
            (date(2023, 10, 14), "14 oct. 2023"),
            (date(2024, 1, 1), "1er janv. 2024"),
            (date(2023, 8, 28), "28 août 2023"),
            (None, ""),
            ("2023", ""),
        ],
    )
    def test_day(self, when: object, shown: str) -> None:
        assert formats.day(when) == shown

    def test_a_moment_is_told_in_the_time_of_the_portal(self) -> None:
        late = datetime(2023, 10, 14, 23, 5, tzinfo=UTC)
        assert formats.day(late) == "15 oct. 2023"
        assert formats.moment(late) == f"15 oct. 2023, 1{NB}h{NB}05"

    def test_month_and_percent(self) -> None:
        assert formats.month_year(date(2025, 10, 1)) == "oct. 2025"
        assert formats.percent(0.424) == f"42{NN}%"

    @pytest.mark.parametrize(
        ("given", "shown"),
        [
            ("Pourquoi ?", f"Pourquoi{NN}?"),
            ("Pourquoi?", f"Pourquoi{NN}?"),
            ("or; étain", f"or{NN}; étain"),
            ("minerai : or", f"minerai{NN}: or"),
            ("minerai: or", f"minerai{NN}: or"),
            (f"déjà{NB}: bien", f"déjà{NN}: bien"),
            (f"déjà{NN}: bien", f"déjà{NN}: bien"),
            ("«creuseur»", f"«{NN}creuseur{NN}»"),
            ("« creuseur »", f"«{NN}creuseur{NN}»"),
            ("à 10:30", "à 10:30"),
            (
                "voir https://example.org/a?b=c;d : oui",
                f"voir https://example.org/a?b=c;d{NN}: oui",
            ),
            ("écrire à a.b@example.org ; merci", f"écrire à a.b@example.org{NN}; merci"),
            ("Quoi ?!", f"Quoi{NN}?!"),
            ("", ""),
        ],
    )
    def test_typography(self, given: str, shown: str) -> None:
        assert formats.french_typography(given) == shown

    def test_typography_leaves_tags_and_entities_alone(self) -> None:
        given = mark_safe('<a href="/x?a=1;b=2">R&amp;D : ici</a>&nbsp;!')
        shown = formats.french_typography(given)
        assert shown == f'<a href="/x?a=1;b=2">R&amp;D{NN}: ici</a>{NN}!'
        assert isinstance(shown, SafeString)

    def test_typography_never_makes_text_safe(self) -> None:
        assert not isinstance(formats.french_typography("<script> ?"), SafeString)

    def test_typography_keeps_the_markup_of_rich_text_but_trusts_no_other_text(self) -> None:
        class Rich:
            def __html__(self) -> str:
                return "<p>Qui ?</p>"

            def __str__(self) -> str:
                return "<script>"

        assert formats.french_typography(Rich()) == f"<p>Qui{NN}?</p>"

    def test_typography_twice_is_typography_once(self) -> None:
        once = formats.french_typography("« Qui ? » : lui ; elle !")
        assert formats.french_typography(once) == once

    def test_cell(self) -> None:
        assert formats.cell(True) == "oui"
        assert formats.cell(date(2023, 10, 14)) == "14 oct. 2023"
        assert formats.cell(1431) == f"1{NN}431"
        assert formats.cell("0031") == "0031"


@pytest.mark.usefixtures("english")
class TestEnglish:
    def test_number(self) -> None:
        assert formats.number(4218.5) == "4,218.5"

    def test_filesize(self) -> None:
        assert formats.filesize(38_000) == f"38{NB}kB"
        assert formats.filesize(1_200_000) == f"1.2{NB}MB"
        assert formats.filesize(12) == f"12{NB}bytes"

    def test_days(self) -> None:
        assert formats.day(date(2023, 10, 14)) == "14 Oct 2023"
        assert formats.moment(datetime(2023, 10, 14, 9, 5)) == "14 Oct 2023, 09:05"
        assert formats.month_year(date(2025, 10, 1)) == "Oct 2025"

    def test_percent(self) -> None:
        assert formats.percent(0.42) == "42%"

    def test_typography_is_for_french(self) -> None:
        assert formats.french_typography("Why ?") == "Why ?"
