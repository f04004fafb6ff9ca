"""Answers about stored rows, kept by this process: a table never changes once it is stored.

Nothing here knows who asks. Whoever comes has an open table in hand, which the policy was asked
for in this very request; what is remembered are counts and rows of that table, never a right.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


def _one(answer: object) -> int:
    return 1


class Remembered(Generic[Answer]):
    """The answers asked for last, as many as together weigh `most`; threads may share them.

    Without a `weight` each weighs one. An answer of more than a tenth of `most` is not kept.
    """

    def __init__(self, most: int, weight: Callable[[Answer], int] = _one) -> None:
        self._most, self._weight, self._held = most, weight, 0
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """What was answered to `question`, or what `ask` finds out now.

        Two threads that ask the same at once both find out; neither waits for the other. What
        `ask` raises is raised, and not kept.
        """
        with self._lock:
            if question in self._kept:
                self._kept.move_to_end(question)
                return self._kept[question]
        answer = ask()
        self._keep(question, answer)
        return answer

    def _keep(self, question: Hashable, answer: Answer) -> None:
        weight = self._weight(answer)
        if weight > max(1, self._most // 10):
            return
        with self._lock:
            if question not in self._kept:
                self._held += weight
            self._kept[question] = answer
            while self._held > self._most:
                _question, oldest = self._kept.popitem(last=False)
                self._held -= self._weight(oldest)
