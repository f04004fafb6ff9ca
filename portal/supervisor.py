"""Starts the whole portal on one machine: `make run`.

Prepares what is missing (secrets in .env, tables, translations, static files, demo), then keeps a
web process and two workers alive until Ctrl-C. One that dies is started again: its job is taken
up by the next one.
"""

import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import IO

from portal.env import load_env_file

ROOT = Path(__file__).resolve().parent.parent
ENV_FILE = ROOT / ".env"
GRACE_SECONDS = 20
# An earlier portal may take its grace to end; after that much more it is not ending at all.
PATIENCE_SECONDS = GRACE_SECONDS + 10
# Somebody who tries the demo as root need not be told so by each worker.
QUIET = {"PYTHONWARNINGS": "ignore:You're running the worker"}
# Somebody asked for the end before the portal was up. Raising where the signal falls could lose a
# step between its birth and its name.
ENDING = threading.Event()


def write_env_file() -> None:
    """Make secrets of this installation, once. They are never in the repository."""
    if ENV_FILE.exists() or "SECRET_KEY" in os.environ:
        return
    ENV_FILE.touch(mode=0o600)
    ENV_FILE.write_text(
        "# Made by `make run` for the demo on this machine. docs/settings.md explains each.\n"
        "DEBUG=on\n"
        f"SECRET_KEY={secrets.token_urlsafe(50)}\n"
        f"DEMO_PASSWORD={secrets.token_hex(2)}-{secrets.token_hex(2)}-{secrets.token_hex(2)}\n",
        encoding="utf-8",
    )


def say(sentence: str) -> None:
    """Tell whoever waits what is going on."""
    print(sentence, flush=True)  # noqa: T201


def manage(*arguments: str) -> None:
    """Run one management command to its end.

    Raises CalledProcessError when it fails, and ends everything when that was asked meanwhile: a
    step left behind would go on writing under the next start.
    """
    command = [sys.executable, "manage.py", *arguments]
    process = subprocess.Popen(command, cwd=ROOT)  # noqa: S603
    while process.poll() is None and not ENDING.is_set():
        time.sleep(0.1)
    if ENDING.is_set():
        process.kill()
        process.wait()
        sys.exit(128 + signal.SIGTERM)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def port_is_free(port: int) -> bool:
    """Whether the web process can listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def hold(folder: Path, patience: float = PATIENCE_SECONDS) -> IO[str] | None:
    """Take the data folder for this portal alone, for as long as the answer stays open.

    Two portals on one folder would migrate, write and clean up under each other. One that was just
    told to stop is waited for, `patience` seconds; None when it is still there then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "supervisor.lock").open("w")
    deadline = time.monotonic() + patience
    said = False
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                lock.close()
                return None
        else:
            return lock
        if not said:
            say("The portal that ran here is still ending; waiting for it …")
            said = True
        time.sleep(0.2)


def web_command(port: int) -> list[str]:
    """The web process: two workers, a few threads each."""
    options = ["--workers", "2", "--threads", "4", "--timeout", "120", "--log-level", "warning"]
    bind = f"{os.environ.get('BIND', '127.0.0.1')}:{port}"
    return [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", bind, *options]


def worker_command(queue: str, *options: str) -> list[str]:
    """A worker of one queue, one child each: a message to somebody never waits behind a package."""
    celery = [sys.executable, "-m", "celery", "-q", "-A", "portal", "worker"]
    quiet = ["--loglevel", "warning", "--without-gossip", "--without-mingle"]
    return [*celery, *quiet, "--concurrency", "1", "-n", f"{queue}@%h", "-Q", queue, *options]


class Supervisor:
    """Processes that live and end together."""

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self.commands = commands
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False

    def start(self, name: str) -> None:
        """Start one process in its own group, so that Ctrl-C reaches it only through us."""
        self.running[name] = subprocess.Popen(  # noqa: S603
            self.commands[name], cwd=ROOT, start_new_session=True, env=os.environ | QUIET
        )

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        """The answer to Ctrl-C and to `kill`."""
        self.stopping = True

    def watch(self) -> None:
        """Keep all alive until asked to stop, then end them in order."""
        for name in self.commands:
            self.start(name)
        while not self.stopping:
            for name, process in list(self.running.items()):
                if process.poll() is not None and not self.stopping:
                    say(f"{name} ended with {process.returncode}; starting it again.")
                    time.sleep(1)
                    self.start(name)
            time.sleep(0.3)
        self.stop()

    def stop(self) -> None:
        """Let all finish what they can, then end them."""
        for process in self.running.values():
            process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def end_soon(number: int, frame: FrameType | None) -> None:
    """The answer to Ctrl-C and to `kill` before the portal is up."""
    ENDING.set()


def main() -> int:
    """Take the data folder, then prepare, say where, run."""
    write_env_file()
    load_env_file(ENV_FILE)
    folder = ROOT / os.environ.get("PORTAL_DATA_DIR", ".data")
    held = hold(folder)
    if held is None:
        say(f"A portal is running on {folder}. Stop it first, or choose another PORTAL_DATA_DIR.")
        return 1
    with held:
        return run(int(os.environ.get("PORT", "8000")))


def prepare() -> bool:
    """Make tables, translations, styles and the demo; False after a step that failed."""
    try:
        say("Making the tables …")
        manage("migrate", "--verbosity", "0")
        say("Compiling translations, collecting styles …")
        manage("messages", "compile")
        manage("collectstatic", "--no-input", "--verbosity", "0")
        say("Loading the demo, once …")
        manage("demo")
    except subprocess.CalledProcessError as error:
        say(f"This did not work: manage.py {error.cmd[2]}. Its own words stand above.")
        return False
    return True


def run(port: int) -> int:
    """Prepare, say where, and keep the portal alive until it is told to stop."""
    if not port_is_free(port):
        say(f"Port {port} is in use. Choose another: make run PORT=8001")
        return 1
    os.environ.setdefault("PORTAL_URL", f"http://localhost:{port}")
    signal.signal(signal.SIGINT, end_soon)
    signal.signal(signal.SIGTERM, end_soon)
    if not prepare():
        return 1
    supervisor = Supervisor(
        {
            "web": web_command(port),
            "worker": worker_command("heavy"),
            "messenger": worker_command("light", "--beat"),  # with the clock inside
        }
    )
    signal.signal(signal.SIGINT, supervisor.ask_to_stop)
    signal.signal(signal.SIGTERM, supervisor.ask_to_stop)
    supervisor.stopping = ENDING.is_set()
    say(f"\nThe portal is at http://localhost:{port}/fr/  (Ctrl-C stops it)\n")
    supervisor.watch()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("\nStopped before it was up.")
        sys.exit(130)
