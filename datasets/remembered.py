"""Answers about stored rows, kept by this process: a table never changes once it is stored.

Nothing here knows who asks. Whoever comes has an open table in hand, which the policy was asked
for in this very request; what is remembered are counts and rows of that table, never a right.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Remembered(Generic[Answer]):
    """The answers asked for last, at most `most` of them; safe to share between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
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
        with self._lock:
            self._kept[question] = answer
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return answer
