"""Whatever happens in the child, the parent gets an answer and nothing stays behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from datakit.reading import Limits, read_file
from datakit.sandbox import Answer, SandboxLimits, run

HERE = "tests.unit.datakit.sandboxed"
SMALL = SandboxLimits(memory_bytes=600 * 1024**2, seconds=20, output_bytes=1_000_000)


def ask(deed: str, limits: SandboxLimits = SMALL, **given: object) -> Answer:
    """Let the child do ``deed``."""
    return run(HERE, {"deed": deed, **given}, limits=limits)


def test_an_answer_and_its_progress_come_back() -> None:
    heard: list[float] = []
    answer = run(HERE, {"deed": "echo", "x": [1, "é"]}, limits=SMALL, progress=heard.append)
    assert answer.result == {"deed": "echo", "x": [1, "é"]}
    assert heard == [0.25, 1.0]


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        ("memory", "out-of-memory"),
        ("raise", "reader-failed"),
        ("exit", "reader-failed"),
        ("abort", "out-of-memory"),
        ("kill", "out-of-memory"),
        ("crash", "reader-failed"),
        ("fill", "out-of-space"),
        ("nan", "reader-failed"),
    ],
)
def test_every_death_is_a_sentence(deed: str, code: str) -> None:
    answer = ask(deed)
    assert answer.result is None
    assert answer.problem is not None
    assert answer.problem.code == code


def test_the_operator_learns_where_it_failed_and_no_value(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ask("raise")
    assert "RuntimeError at sandboxed.py:" in caplog.text
    assert "a value from a cell" not in caplog.text


def test_time_runs_out() -> None:
    answer = ask("sleep", SandboxLimits(seconds=1))
    assert answer.problem is not None
    assert answer.problem.sentence() == (
        "Reading the file took longer than 1 seconds and was stopped."
    )


def test_cancelling_kills_the_child_and_its_children(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    answer = run(HERE, {"deed": "family", "note": str(note)}, limits=SMALL, cancelled=note.exists)
    assert answer.problem is not None
    assert answer.problem.code == "cancelled"
    for pid in note.read_text().split():
        assert _is_gone(int(pid))


def test_the_child_dies_with_its_parent(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    code = (
        "from datakit.sandbox import run, SandboxLimits\n"
        f"run({HERE!r}, {{'deed': 'wait', 'note': {str(note)!r}}}, limits=SandboxLimits())"
    )
    with subprocess.Popen([sys.executable, "-c", code]) as parent:
        while not (note.exists() and note.read_text()):
            time.sleep(0.05)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    assert _is_gone(int(note.read_text()))


def _is_gone(pid: int) -> bool:
    """True once the process has ended (a zombie has ended too)."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
            if ") Z " in Path(f"/proc/{pid}/stat").read_text():
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


def test_the_childs_environment_holds_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "do-not-tell")
    answer = ask("environment")
    assert answer.result is not None
    assert "SECRET_KEY" not in answer.result["names"]


def test_a_file_is_read_through_the_sandbox(tmp_path: Path) -> None:
    path, out, heard = tmp_path / "a", tmp_path / "out", []
    path.write_text("id,n\n1,2\n3,4\n")
    found = read_file(path, name="a.csv", out_dir=out, progress=heard.append)
    assert (found.outcome, found.tables[0].rows) == ("accept", 2)
    assert [p.name for p in out.iterdir()] == [found.tables[0].parquet]
    assert heard
    assert heard == sorted(heard)


def test_a_reading_that_dies_leaves_nothing_and_says_so(tmp_path: Path) -> None:
    path, out = tmp_path / "a", tmp_path / "out"
    path.write_text("id,n\n" + "1,2\n" * 1_000)
    out.mkdir()
    (out / "of-somebody-else").touch()
    tight = Limits(memory_bytes=200 * 1024**2)
    found = read_file(path, name="a.csv", out_dir=out, limits=tight)
    assert found.outcome == "reject"
    assert found.problems[0].code in {"out-of-memory", "reader-failed"}
    assert [p.name for p in out.iterdir()] == ["of-somebody-else"]
    missing = read_file(tmp_path / "nothing", name="a.csv", out_dir=out)
    assert (missing.outcome, missing.problems[0].code) == ("reject", "reader-failed")
