"""All measurements, each in a process of its own. FULL=1 takes the sizes of the budgets."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ORDER = ("table_page", "importing", "sharing", "csv_export", "packaging", "page_weight")


def main() -> int:
    """Run every measurement there is; 1 when any of them missed a budget."""
    missed = []
    for name in (name for name in ORDER if (HERE / f"{name}.py").exists()):
        print(f"\n== {name}", flush=True)
        ran = subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=HERE.parent)
        if ran.returncode:
            missed.append(name)
    print(f"\nMissed: {', '.join(missed)}" if missed else "\nEvery budget was kept.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
