"""How much memory something takes at most, in a process of its own."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
TELL = "\nimport resource\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"


def peak(code: str) -> float:
    """The most megabytes that ``code`` held at once, imports included."""
    told = subprocess.check_output([sys.executable, "-c", code + TELL], cwd=ROOT, text=True)
    return float(told.splitlines()[-1])
