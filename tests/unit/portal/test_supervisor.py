"""One portal at a time on a data folder, and plain words when it cannot start."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal import supervisor

HOLDER = """
import sys, time
from pathlib import Path
from portal.supervisor import hold
held = hold(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path):
    """Another process that has taken `tmp_path`."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], cwd=supervisor.ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_folder_in_use_is_not_taken_and_somebody_who_waits_is_told(holder, tmp_path, capsys):
    assert supervisor.hold(tmp_path, patience=0.5) is None
    assert "waiting for it" in capsys.readouterr().out


def test_a_portal_that_ends_is_waited_for(holder, tmp_path):
    holder.send_signal(signal.SIGTERM)
    held = supervisor.hold(tmp_path, patience=30)
    assert held is not None
    held.close()


def test_a_killed_portal_leaves_nothing_taken(holder, tmp_path):
    holder.kill()
    holder.wait()
    held = supervisor.hold(tmp_path, patience=0)
    assert held is not None
    held.close()


def test_a_step_that_fails_ends_the_start_with_its_name(monkeypatch, capfd):
    monkeypatch.setenv("SECRET_KEY", "")
    assert supervisor.prepare() is False
    assert "This did not work: manage.py migrate" in capfd.readouterr().out


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_while_it_prepares_leaves_no_step_behind(tmp_path, number):
    around = os.environ | {
        "PORTAL_DATA_DIR": str(tmp_path),
        "SECRET_KEY": "check",
        "DEBUG": "on",
        "DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3",
        "PORT": "8399",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "portal.supervisor"],
        cwd=supervisor.ROOT,
        env=around,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert "Making the tables" in process.stdout.readline()
    step = _children(process.pid)
    process.send_signal(number)
    process.wait()
    process.stdout.close()
    assert step
    assert not [pid for pid in step if Path(f"/proc/{pid}").exists()]


def _children(pid: int) -> list[int]:
    """The processes `pid` has started; waits until there is one."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    for _turn in range(500):
        found = [int(each) for each in listed.read_text().split()]
        if found:
            return found
        time.sleep(0.01)
    return []
