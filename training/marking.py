"""What a quiz asks and how answers are marked: plain values, no database.

Questions and choices carry keys that are the same in every language, so that an attempt made in
French can be read in English.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

Answers = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Choice:
    """One thing that can be ticked."""

    key: str
    text: str
    right: bool


@dataclass(frozen=True)
class Question:
    """A question with its choices; `multiple` lets several be ticked."""

    key: str
    text: str
    multiple: bool
    choices: tuple[Choice, ...]
    explanation: str = ""

    @property
    def right(self) -> frozenset[str]:
        """The keys of the choices that must be ticked, and no others."""
        return frozenset(choice.key for choice in self.choices if choice.right)


@dataclass(frozen=True)
class Marked:
    """What became of a set of answers. `outcome` says of each question whether it was right."""

    outcome: dict[str, bool]

    @property
    def score(self) -> int:
        """How many questions were right."""
        return sum(self.outcome.values())

    @property
    def total(self) -> int:
        """How many questions there were."""
        return len(self.outcome)

    def reaches(self, percent: int) -> bool:
        """Whether at least `percent` of the questions were right; nothing asked, nothing passed."""
        return self.total > 0 and self.score * 100 >= percent * self.total


def mark(questions: Sequence[Question], answers: Answers) -> Marked:
    """Right means: every right choice ticked and no other. Partly right is wrong."""
    return Marked(
        {q.key: bool(q.right) and frozenset(answers.get(q.key, ())) == q.right for q in questions}
    )


def clean(questions: Sequence[Question], given: Answers) -> dict[str, list[str]]:
    """Of what was sent, only choices that exist; two where one is asked for are none."""
    cleaned: dict[str, list[str]] = {}
    for question in questions:
        sent = given.get(question.key, ())
        known = [choice.key for choice in question.choices if choice.key in sent]
        cleaned[question.key] = known if question.multiple or len(known) == 1 else []
    return cleaned


def unanswered(questions: Sequence[Question], answers: Answers) -> list[Question]:
    """Questions nothing was ticked for."""
    return [question for question in questions if not answers.get(question.key)]


@dataclass(frozen=True)
class Reviewed:
    """A question as it comes back to the learner. `choices` are (text, ticked, right or wrong).

    The last is None where the answer is not given away: it can be tried again.
    """

    text: str
    right: bool
    explanation: str
    choices: tuple[tuple[str, bool, bool | None], ...]


def review(
    questions: Sequence[Question], answers: Answers, outcome: Mapping[str, bool], *, reveal: bool
) -> list[Reviewed]:
    """What was answered and how it was marked then, of the questions the quiz still asks.

    A question answered rightly shows its answers; the others only with `reveal`.
    """
    return [
        _reviewed(question, answers.get(question.key, ()), outcome[question.key], reveal)
        for question in questions
        if question.key in outcome
    ]


def _reviewed(question: Question, ticked: Collection[str], right: bool, reveal: bool) -> Reviewed:
    shown = right or reveal
    choices = tuple(
        (choice.text, choice.key in ticked, choice.right if shown else None)
        for choice in question.choices
    )
    return Reviewed(question.text, right, question.explanation, choices)
