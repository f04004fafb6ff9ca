"""How a publication is cited."""

from dataclasses import replace
from datetime import date

from projects.citation import Work, bibtex, plain

WORK = Work(
    title="Préparer des données",
    authors=["Démo, Édith Marie", "CSO Démo Kivu"],
    publisher="Portail Démo",
    day=date(2026, 10, 20),
    url="https://portail.example.org/fr/x/",
    language="fr",
)


def test_a_person_is_shortened_and_an_organisation_is_not():
    assert plain(WORK) == (
        "Démo, É. M. & CSO Démo Kivu (2026). Préparer des données. Portail Démo. "
        "https://portail.example.org/fr/x/"
    )


def test_three_authors_are_listed():
    cited = plain(replace(WORK, authors=["A, B", "C, D", "E, F"]))
    assert cited.startswith("A, B., C, D. & E, F. (2026).")


def test_without_authors_the_publisher_stands_first_and_once():
    cited = plain(replace(WORK, authors=[]))
    assert cited.startswith("Portail Démo (2026).")
    assert cited.count("Portail Démo") == 1


def test_bibtex_keeps_an_organisation_together():
    assert "author = {Démo, Édith Marie and {CSO Démo Kivu}}," in bibtex(WORK)


def test_bibtex_has_a_plain_key():
    assert bibtex(WORK).startswith("@techreport{demo2026preparer,")
    assert bibtex(replace(WORK, authors=[], publisher="", title="Où")).startswith(
        "@techreport{anon2026,"
    )


def test_bibtex_escapes_what_it_would_misread():
    assert r"Mines \& droits 100\%" in bibtex(replace(WORK, title="Mines & droits 100%"))


def test_what_is_empty_is_left_out():
    assert "institution" not in bibtex(replace(WORK, publisher=""))
