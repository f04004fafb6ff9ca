"""Right means every right choice and no other."""

import pytest

from training.marking import Choice, Marked, Question, clean, mark, review, unanswered

ONE = Question(
    key="one",
    text="Une seule ?",
    multiple=False,
    choices=(Choice("a", "A", True), Choice("b", "B", False)),
    explanation="Parce que A.",
)
MANY = Question(
    key="many",
    text="Plusieurs ?",
    multiple=True,
    choices=(Choice("x", "X", True), Choice("y", "Y", True), Choice("z", "Z", False)),
)
NONE_RIGHT = Question("none", "Rien ?", True, (Choice("p", "P", False), Choice("q", "Q", False)))


@pytest.mark.parametrize(
    ("question", "ticked", "right"),
    [
        (ONE, ["a"], True),
        (ONE, ["b"], False),
        (ONE, ["a", "b"], False),
        (ONE, [], False),
        (MANY, ["x", "y"], True),
        (MANY, ["y", "x"], True),
        (MANY, ["x"], False),
        (MANY, ["x", "y", "z"], False),
        (MANY, ["z"], False),
        (MANY, [], False),
        (NONE_RIGHT, [], False),
        (NONE_RIGHT, ["p"], False),
    ],
)
def test_a_question_is_right_only_with_exactly_the_right_choices(question, ticked, right):
    assert mark([question], {question.key: ticked}).outcome == {question.key: right}


def test_a_question_nobody_answered_is_wrong():
    assert mark([ONE, MANY], {}).score == 0


def test_the_score_counts_right_questions():
    marked = mark([ONE, MANY], {"one": ["a"], "many": ["x"]})
    assert (marked.score, marked.total) == (1, 2)


@pytest.mark.parametrize(
    ("right", "total", "percent", "reached"),
    [
        (7, 10, 70, True),
        (2, 3, 67, False),
        (2, 3, 66, True),
        (5, 5, 100, True),
        (4, 5, 100, False),
        (0, 5, 1, False),
        (0, 0, 1, False),
    ],
)
def test_the_pass_mark_is_a_percentage_of_the_questions(right, total, percent, reached):
    outcome = {str(n): n < right for n in range(total)}
    assert Marked(outcome).reaches(percent) is reached


def test_cleaning_keeps_choices_that_exist():
    given = {"one": ["b", "forged"], "many": ["z", "forged", "x"], "unknown": ["a"]}
    assert clean([ONE, MANY], given) == {"one": ["b"], "many": ["x", "z"]}


def test_ticking_everything_where_one_is_asked_is_no_answer():
    assert clean([ONE], {"one": ["a", "b"]}) == {"one": []}


def test_a_question_answered_with_unknown_choices_counts_as_open():
    given = clean([ONE, MANY], {"one": ["forged"], "many": ["x"]})
    assert unanswered([ONE, MANY], given) == [ONE]


def test_a_wrong_answer_does_not_give_the_right_one_away_before_the_quiz_is_passed():
    [reviewed] = review([ONE], {"one": ["b"]}, {"one": False}, reveal=False)
    assert reviewed.choices == (("A", False, None), ("B", True, None))
    assert reviewed.explanation == "Parce que A."


def test_after_passing_every_right_answer_shows():
    [reviewed] = review([ONE], {"one": ["b"]}, {"one": False}, reveal=True)
    assert reviewed.choices == (("A", False, True), ("B", True, False))


def test_a_right_answer_always_shows_as_right():
    [reviewed] = review([ONE], {"one": ["a"]}, {"one": True}, reveal=False)
    assert reviewed.right
    assert reviewed.choices == (("A", True, True), ("B", False, False))


def test_a_question_added_after_the_attempt_is_not_part_of_it():
    assert [r.text for r in review([ONE, MANY], {"one": ["a"]}, {"one": True}, reveal=True)] == [
        "Une seule ?"
    ]


def test_the_outcome_of_then_stays_though_the_right_answer_changed_since():
    [reviewed] = review([ONE], {"one": ["b"]}, {"one": True}, reveal=False)
    assert reviewed.right
