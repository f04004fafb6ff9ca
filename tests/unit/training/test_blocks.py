"""A question must be answerable."""

import pytest
from wagtail.blocks import StructBlockValidationError

from tests.courses import question
from training.blocks import QuestionBlock, QuestionsBlock


def cleaned(choices: dict[str, bool], *, several: bool = False):
    block = QuestionBlock()
    raw = question("q", "Pourquoi ?", choices, several=several)["value"]
    return block.clean(block.to_python(raw))


@pytest.mark.parametrize(
    ("choices", "several"),
    [
        ({"a": True, "b": False}, False),
        ({"a": True, "b": False}, True),
        ({"a": True, "b": True}, True),
    ],
)
def test_an_answerable_question_is_accepted(choices, several):
    assert len(cleaned(choices, several=several)["choices"]) == len(choices)


@pytest.mark.parametrize(
    ("choices", "several"),
    [
        ({"a": False, "b": False}, False),
        ({"a": False, "b": False}, True),
        ({"a": True, "b": True}, False),
        ({"a": True}, False),
    ],
)
def test_a_question_nobody_could_answer_rightly_is_refused(choices, several):
    with pytest.raises(StructBlockValidationError):
        cleaned(choices, several=several)


def test_keys_are_the_ids_of_the_blocks():
    raw = question("consent", "Accord ?", {"yes": True, "no": False})
    [block] = QuestionsBlock().to_python([raw])
    made = block.value.as_question(block.id)
    assert made.key == "consent"
    assert [(c.key, c.right) for c in made.choices] == [("yes", True), ("no", False)]
    assert made.right == {"yes"}
