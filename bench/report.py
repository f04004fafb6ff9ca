"""Figures of one measurement: printed, kept as JSON, and held against their budgets."""

import json
import os
import platform
from dataclasses import dataclass, field
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
FULL = os.environ.get("FULL", "") not in ("", "0")


@dataclass
class Report:
    """What was measured under ``name``, in the order it was."""

    name: str
    figures: dict[str, float] = field(default_factory=dict)
    budgets: dict[str, bool] = field(default_factory=dict)

    def figure(self, what: str, value: float, unit: str) -> float:
        """Note one figure and print it."""
        self.figures[f"{what} [{unit}]"] = round(value, 3)
        print(f"  {what:<58} {value:>12,.2f} {unit}")
        return value

    def budget(self, what: str, *, kept: bool) -> None:
        """Note whether one budget was kept."""
        self.budgets[what] = kept
        print(f"  {'kept  ' if kept else 'MISSED'} {what}")

    def finish(self) -> int:
        """Write the JSON; the exit code is 1 when a budget was missed."""
        RESULTS.mkdir(exist_ok=True)
        kept = all(self.budgets.values())
        told = {
            "full": FULL,
            "kept": kept,
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "figures": self.figures,
            "budgets": self.budgets,
        }
        text = json.dumps(told, ensure_ascii=False, indent=2)
        (RESULTS / f"{self.name}.json").write_text(text + "\n")
        return 0 if kept else 1
