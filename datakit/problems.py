"""What can be wrong with a file, said once: a code, a sentence, and where it happened.

Sentences are English templates with named placeholders (``%(row)s``). The portal translates the
template and fills it in; :meth:`Problem.sentence` does so for any ``translate`` function. Values
taken from cells never enter a problem: data may be dangerous to repeat in a log.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Level = Literal["error", "warning", "note"]
OUR_WORDS = ("found", "type")


def gettext_noop(message: str) -> str:
    """Mark ``message`` for the translation catalogue without translating it here."""
    return message


@dataclass(frozen=True)
class Kind:
    """One kind of problem: its code, how grave it is, what to say and what to do about it."""

    code: str
    level: Level
    template: str
    advice: str = ""

    def found(
        self, *, sheet: str = "", row: int | None = None, column: str = "", **params: Any
    ) -> "Problem":
        """A problem of this kind, in one place, with the numbers its sentence needs."""
        return Problem(
            self.code, self.level, self.template, self.advice, "", sheet, row, column, params
        )


@dataclass(frozen=True)
class Problem:
    """One problem found in one place. Rows and columns count from 1 as the person sees them."""

    code: str
    level: Level
    template: str
    advice: str = ""
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """The problem in words, after passing the template through ``translate``.

        Our own words among the parameters (what a file is, what a column's type is called) are
        translated as well; the words of the file never are.
        """
        words = {k: translate(self.params[k]) for k in OUR_WORDS if k in self.params}
        return translate(self.template) % {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            **self.params,
            **words,
        }

    def as_dict(self) -> dict[str, Any]:
        """The problem as plain JSON values, with its English sentence."""
        return {**asdict(self), "params": dict(self.params), "message": self.sentence()}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Problem":
        """A problem from what :meth:`as_dict` gave (its English sentence is made anew)."""
        return cls(**{key: value for key, value in values.items() if key != "message"})
