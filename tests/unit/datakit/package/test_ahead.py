"""Pieces made in another thread arrive in order, with their errors, and stop when nobody reads."""

import threading

import pytest

from datakit.package.ahead import PIECES, ahead


def numbers(count: int, log: list[int]):
    for number in range(count):
        log.append(number)
        yield bytes([number])


def test_everything_arrives_in_order():
    assert list(ahead(numbers(50, []))) == [bytes([number]) for number in range(50)]


def test_what_breaks_there_breaks_here_after_what_was_made():
    def broken():
        yield b"one"
        raise RuntimeError("half way")

    stream = ahead(broken())
    assert next(stream) == b"one"
    with pytest.raises(RuntimeError, match="half way"):
        next(stream)


def test_it_never_runs_far_ahead_and_stops_with_its_reader():
    before, log = threading.active_count(), []
    stream = ahead(numbers(200, log))
    next(stream)
    stream.close()
    assert len(log) <= PIECES + 3
    assert threading.active_count() == before
