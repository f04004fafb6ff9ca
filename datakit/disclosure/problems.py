"""What can be wrong with a plan: which column, and what, in sentences the portal translates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Sentence:
    """A template of :mod:`datakit.disclosure.phrases` and what it is filled with.

    Parameters are words of the file (column titles, categories) or figures: never translated.
    """

    template: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The sentence, after passing the template through ``translate``."""
        return translate(self.template) % self.params

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {"template": self.template, "params": dict(self.params)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Sentence":
        """A sentence from what :meth:`as_dict` gave."""
        return cls(values["template"], dict(values["params"]))


class PlanError(ValueError):
    """A plan that cannot be used; ``problems`` are all the reasons, the worst first."""

    def __init__(self, *problems: Sentence) -> None:
        super().__init__(" ".join(problem.text() for problem in problems))
        self.problems = problems
