"""What a package says in words: people's words stay words in it."""

import pytest

from datakit.schema import Column, Schema
from datasets.contents import descriptor, extra_files
from datasets.models import Edition, Table
from tests.factories import DatasetFactory

pytestmark = pytest.mark.django_db

NASTY = "Visites\n# Fausse partie\n<script>x</script> [ici](http://evil.example) `code`"


@pytest.fixture
def edition() -> Edition:
    columns = (Column("site", title=NASTY, description=NASTY), Column("a`b", title="n"))
    dataset = DatasetFactory(
        title=NASTY,
        description=NASTY,
        audience__schema=Schema(columns),
        audience__rows=[("Démo", "x")],
    )
    Table.objects.filter(edition__release__dataset=dataset).update(title=NASTY)
    edition = Edition.objects.get(release__dataset=dataset)
    edition.release.notes = NASTY
    edition.release.save()
    return edition


@pytest.mark.parametrize("name", ["README.fr.md", "README.en.md"])
def test_words_of_people_are_no_markup_in_the_readme(edition, name):
    text = extra_files(edition)[name].decode()
    lines = text.splitlines()
    assert not [line for line in lines if line.startswith("# Fausse")]
    assert "<script>" not in text.replace("\\<", "")
    assert "[ici]" not in text.replace("\\[", "")
    assert "`code`" not in text
    assert "Visites" in lines[0]


def test_the_title_of_a_decent_dataset_is_as_it_was(edition):
    dataset = edition.release.dataset
    dataset.title = "Sites d’or : 12 % « visités » & plus_vieux"
    dataset.save()
    assert extra_files(edition)["README.fr.md"].decode().startswith(f"# {dataset.title}\n")


def test_the_descriptor_keeps_what_people_wrote(edition):
    assert descriptor(edition)["description"] == NASTY
