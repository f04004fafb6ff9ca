"""How much memory something takes at most, in a process of its own."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Not ru_maxrss: a child takes its parent's figure with it.
TELL = """
from pathlib import Path
lines = Path("/proc/self/status").read_text().splitlines()
print(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
"""


def peak(code: str) -> float:
    """The most megabytes that ``code`` held at once, imports included."""
    told = subprocess.check_output([sys.executable, "-c", code + TELL], cwd=ROOT, text=True)
    return int(told.splitlines()[-1]) / 1024
