"""What a child may do wrong, for the tests of the sandbox."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


def run(request: Mapping[str, Any], progress: Callable[[float], None]) -> dict[str, Any]:
    """Do the deed that the test asks for."""
    progress(0.25)
    deed = DEEDS[request["deed"]]
    result = deed(request)
    progress(1.0)
    return result


def _memory(request: Mapping[str, Any]) -> dict[str, Any]:
    return {"size": len(bytearray(4 * 1024**3))}


def _raise(request: Mapping[str, Any]) -> dict[str, Any]:
    raise RuntimeError("a value from a cell")


def _fill(request: Mapping[str, Any]) -> dict[str, Any]:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    Path(os.environ["TMPDIR"], "large").write_bytes(b"x" * 2_000_000)
    return {}


def _sleep(request: Mapping[str, Any]) -> dict[str, Any]:
    time.sleep(60)
    return {}


def _wait(request: Mapping[str, Any]) -> dict[str, Any]:
    Path(request["note"]).write_text(str(os.getpid()))
    return _sleep(request)


def _family(request: Mapping[str, Any]) -> dict[str, Any]:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as child:
        unfinished = Path(request["note"] + ".part")
        unfinished.write_text(f"{os.getpid()} {child.pid}")
        unfinished.rename(request["note"])
        return _sleep(request)


def _signal(number: int) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    def die(request: Mapping[str, Any]) -> dict[str, Any]:
        os.kill(os.getpid(), number)
        return {}

    return die


def _crash(request: Mapping[str, Any]) -> dict[str, Any]:
    ctypes.string_at(0)
    return {}


DEEDS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "echo": dict,
    "memory": _memory,
    "raise": _raise,
    "exit": lambda request: os._exit(3),
    "abort": _signal(signal.SIGABRT),
    "kill": _signal(signal.SIGKILL),
    "crash": _crash,
    "fill": _fill,
    "sleep": _sleep,
    "wait": _wait,
    "family": _family,
    "nan": lambda request: {"x": float("nan")},
    "environment": lambda request: {"names": list(os.environ)},
}
