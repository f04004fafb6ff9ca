"""What is remembered of stored rows: the last answers, each to its own question."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from datasets.remembered import Remembered


def test_an_answer_is_found_out_once() -> None:
    kept, asked = Remembered[int](2), []
    for _ in range(3):
        assert kept.get("rows", lambda: asked.append(1) or len(asked)) == 1


def test_the_answers_asked_for_last_are_kept() -> None:
    kept = Remembered[str](2)
    for question in ("a", "b", "a", "c"):
        kept.get(question, lambda: "first")
    assert len(kept) == 2
    again = {question: kept.get(question, lambda: "again") for question in ("a", "c", "b")}
    assert again == {"a": "first", "c": "first", "b": "again"}


def test_what_goes_wrong_is_told_each_time_and_not_kept() -> None:
    kept = Remembered[int](2)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            kept.get("rows", lambda: 1 // 0)
    assert kept.get("rows", lambda: 7) == 7


def test_nothing_at_all_is_an_answer_too() -> None:
    kept = Remembered[int | None](2)
    assert kept.get("rows", lambda: None) is None
    assert kept.get("rows", lambda: 7) is None


def test_many_threads_get_each_their_own_answer() -> None:
    kept = Remembered[int](5)
    with ThreadPoolExecutor(8) as threads:
        found = threads.map(lambda n: (n % 9, kept.get(n % 9, lambda: n % 9)), range(2000))
        assert all(question == answer for question, answer in found)
    assert len(kept) <= 5
