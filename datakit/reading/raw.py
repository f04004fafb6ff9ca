"""A table as it lies in the file: raw text staged, names found, nothing typed yet."""

from dataclasses import dataclass, replace
from pathlib import Path

from datakit.problems import Problem
from datakit.reading.model import ExtraCells


@dataclass(frozen=True)
class RawTable:
    """One table after reading, before typing.

    ``first_data_row`` is the number, as a person sees it, of the first row under the header.
    """

    name: str
    stage: Path
    rows: int
    titles: tuple[str, ...]
    header_row: int
    first_row: int
    first_data_row: int
    preview: tuple[tuple[str, ...], ...]
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    extra_cells: tuple[ExtraCells, ...] = ()
    problems: tuple[Problem, ...] = ()

    def telling(self, *problems: Problem) -> "RawTable":
        """This table with more to tell about it."""
        return replace(self, problems=(*self.problems, *problems))
