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


def test_what_weighs_much_pushes_out_more() -> None:
    kept = Remembered[str](40, len)
    for question, size in (("a", 3), ("b", 3), ("c", 3), ("a", 3)):
        assert len(kept.get(question, lambda size=size: "x" * size)) == size
    for n in range(9):
        kept.get(n, lambda: "xxxx")
    assert len(kept) == 10  # "a", asked for after "b" and "c", and the nine
    assert kept.get("a", lambda: "again") == "xxx"


def test_what_weighs_too_much_is_not_kept() -> None:
    kept = Remembered[str](40, len)
    kept.get("small", lambda: "xxxx")
    for _ in range(2):
        assert kept.get("large", lambda: "x" * 5) == "xxxxx"
    assert len(kept) == 1
    assert kept.get("small", lambda: "") == "xxxx"


def test_what_two_threads_found_out_at_once_weighs_once() -> None:
    kept = Remembered[str](4, len)

    def asked_again_meanwhile() -> str:
        kept.get("a", lambda: "")
        return ""

    kept.get("a", asked_again_meanwhile)
    assert len(kept) == 1


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
