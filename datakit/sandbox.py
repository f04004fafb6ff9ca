"""Running dangerous reading in a child process with limits: whatever happens there, we survive.

The parent writes a request, starts ``python -m datakit.sandbox MODULE REQUEST RESULT`` in its own
process group, and listens to its standard output for lines ``progress 0.42``. The child limits
itself (address space, processor time, size of any file it writes) before importing the module,
calls its ``run(request, progress)`` and writes the answer as JSON, complete or not at all.
"""

import contextlib
import ctypes
import importlib
import json
import logging
import os
import resource
import selectors
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from datakit import problem_kinds as kinds
from datakit.problems import Problem

logger = logging.getLogger(__name__)

MEMORY_EXIT = 86
SPACE_EXIT = 87
POLL_SECONDS = 0.25

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True)
class SandboxLimits:
    """What the child may use: bytes of address space, seconds, bytes of any file it writes."""

    memory_bytes: int = 2 * 1024**3
    seconds: int = 600
    output_bytes: int = 4 * 1024**3


@dataclass(frozen=True)
class Answer:
    """What came back: a result, or the problem that stopped it."""

    result: dict[str, Any] | None = None
    problem: Problem | None = None


def never() -> bool:
    """The question «was this cancelled?» for callers that cannot cancel."""
    return False


def run(
    module: str,
    request: Mapping[str, Any],
    *,
    limits: SandboxLimits,
    scratch: Path | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled = never,
) -> Answer:
    """Call ``module.run(request)`` in a limited child and wait; never raises for its failures.

    ``progress`` is given fractions from 0 to 1; ``cancelled`` is asked a few times a second, and
    the child with all its own children is killed when it says yes. What both write on the way
    lies in ``scratch``: should we be killed, whoever sweeps that folder sweeps it too.
    """
    with TemporaryDirectory(prefix="datakit-", dir=scratch) as folder:
        asked, answered = Path(folder, "request.json"), Path(folder, "result.json")
        asked.write_text(json.dumps({"request": dict(request), "limits": asdict(limits)}))
        with (
            Path(folder, "errors.txt").open("w+b") as errors,
            _start(module, asked, answered, errors) as child,
        ):
            try:
                stopped = _listen(child, limits.seconds, progress, cancelled)
            finally:
                _kill(child)
        return _answer(child.returncode, stopped, answered, limits)


def _start(
    module: str, asked: Path, answered: Path, errors: IO[bytes]
) -> "subprocess.Popen[bytes]":
    root = str(Path(__file__).resolve().parent.parent)
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": root,
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
        "TMPDIR": str(asked.parent),
        "HOME": str(asked.parent),
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MALLOC_ARENA_MAX": "2",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    command = [sys.executable, "-m", "datakit.sandbox", module, str(asked), str(answered)]
    return subprocess.Popen(  # noqa: S603  our own interpreter and module
        [*command, str(os.getpid())],
        stdout=subprocess.PIPE,
        stderr=errors,
        stdin=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
        close_fds=True,
    )


def _listen(
    child: "subprocess.Popen[bytes]", seconds: int, progress: Progress | None, cancelled: Cancelled
) -> Problem | None:
    """Follow the child to its end; the problem, when it had to be stopped."""
    deadline = time.monotonic() + seconds
    output = child.stdout
    assert output is not None  # noqa: S101  it was opened as a pipe
    with selectors.DefaultSelector() as waiting:
        waiting.register(output, selectors.EVENT_READ)
        pending = b""
        while True:
            if cancelled():
                return kinds.CANCELLED.found()
            if time.monotonic() > deadline:
                return kinds.OUT_OF_TIME.found(seconds=seconds)
            if not waiting.select(POLL_SECONDS):
                continue
            heard = os.read(output.fileno(), 65_536)
            if not heard:
                return _wait(child, deadline, seconds)
            *lines, pending = (pending + heard)[-65_536:].split(b"\n")
            _tell(lines, progress)


def _wait(child: "subprocess.Popen[bytes]", deadline: float, seconds: int) -> Problem | None:
    try:
        child.wait(max(1.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return kinds.OUT_OF_TIME.found(seconds=seconds)
    return None


def _tell(lines: list[bytes], progress: Progress | None) -> None:
    for line in lines:
        word, _, number = line.partition(b" ")
        if progress is None or word != b"progress":
            continue
        try:
            fraction = float(number)
        except ValueError:
            continue
        progress(min(1.0, max(0.0, fraction)))


def _kill(child: "subprocess.Popen[bytes]") -> None:
    """Kill whatever is left of the child's process group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _answer(code: int, stopped: Problem | None, answered: Path, limits: SandboxLimits) -> Answer:
    if stopped:
        return Answer(problem=stopped)
    if code == 0 and answered.exists():
        try:
            return Answer(result=json.loads(answered.read_text(encoding="utf-8")))
        except ValueError:
            return Answer(problem=kinds.CRASHED.found())
    deaths = {
        MEMORY_EXIT: kinds.OUT_OF_MEMORY,
        -signal.SIGABRT: kinds.OUT_OF_MEMORY,
        -signal.SIGKILL: kinds.OUT_OF_MEMORY,
        SPACE_EXIT: kinds.OUT_OF_SPACE,
        -signal.SIGXFSZ: kinds.OUT_OF_SPACE,
    }
    failure = answered.with_name(answered.name + ".failure")
    told = failure.read_text(encoding="utf-8") if failure.exists() else "no trace"
    logger.warning("The sandboxed child ended with code %s: %s", code, told)
    if code == -signal.SIGXCPU:
        return Answer(problem=kinds.OUT_OF_TIME.found(seconds=limits.seconds))
    return Answer(problem=deaths.get(code, kinds.CRASHED).found())


# --- in the child ---------------------------------------------------------------------------


def _limit(limits: SandboxLimits, parent: int) -> None:
    """Bind this process: it dies with its parent, and cannot take more than it is given."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        sys.exit(1)
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.seconds * 2 + 1),
        (resource.RLIMIT_FSIZE, limits.output_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def _say(fraction: float) -> None:
    sys.stdout.write(f"progress {fraction:.3f}\n")
    sys.stdout.flush()


def _is_memory(error: BaseException) -> bool:
    name = type(error).__name__
    return isinstance(error, MemoryError) or name in {"OutOfMemoryException", "ArrowMemoryError"}


def _where(error: BaseException) -> str:
    """The kind and the place of an error, without its message: that may quote a cell."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {place}"


def main(module: str, asked: str, answered: str, parent: str) -> int:
    """The child's work: limits first, then the module's ``run``, then the answer."""
    given = json.loads(Path(asked).read_text(encoding="utf-8"))
    _limit(SandboxLimits(**given["limits"]), int(parent))
    try:
        result = importlib.import_module(module).run(given["request"], _say)
        text = json.dumps(result, allow_nan=False)
    except BaseException as error:
        if _is_memory(error):
            return MEMORY_EXIT
        if isinstance(error, OSError) and error.errno in (27, 28, 122):  # EFBIG, ENOSPC, EDQUOT
            return SPACE_EXIT
        Path(answered + ".failure").write_text(_where(error), encoding="utf-8")
        raise
    unfinished = Path(answered + ".part")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(answered)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
