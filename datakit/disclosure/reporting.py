"""The disclosure report: what an edition discloses, before it is published."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Self

from duckdb import DuckDBPyConnection

from datakit.disclosure.checking import require
from datakit.disclosure.groups import Diversity, Groups, diversity, groups
from datakit.disclosure.identifying import Identifying, identify_with
from datakit.disclosure.joining import Joined, Other, StoredTable, join
from datakit.disclosure.meaning import meaning
from datakit.disclosure.plan import Plan
from datakit.disclosure.problems import Sentence
from datakit.disclosure.proposing import quasi_identifiers
from datakit.disclosure.samples import Sample, samples
from datakit.disclosure.shut import working_in
from datakit.disclosure.verdicts import OWNER, Finding, Verdict, judge, worst
from datakit.query import DEFAULT_ENGINE, Engine
from datakit.query.places import squares
from datakit.schema import Schema

USUAL_K = 5
SQUARE_DEGREES = 0.5
MOST_SQUARES = 400
MOST_SENSITIVE = 12
Squares = tuple[tuple[float, float, int], ...]


@dataclass(frozen=True)
class Report:
    """What an edition discloses. It holds rows before treatment: for the owner's stewards alone.

    ``rows_before`` are those of the full data, ``groups`` the sizes of groups in the edition by the
    quasi-identifiers, ``whole_rows`` the same by everything it shows. ``before`` and ``after`` are
    squares of ``SQUARE_DEGREES`` as (longitude, latitude, rows); none where no place is shown.
    """

    rows_before: int
    rows: int
    groups: Groups
    whole_rows: Groups
    diversity: tuple[Diversity, ...]
    identifying: tuple[Identifying, ...]
    joined: tuple[Joined, ...]
    samples: tuple[Sample, ...]
    before: Squares
    after: Squares
    verdict: Verdict
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            **asdict(self),
            "groups": _plain(self.groups),
            "whole_rows": _plain(self.whole_rows),
            "diversity": [_plain(each) for each in self.diversity],
            "identifying": [_plain(each) for each in self.identifying],
            "joined": [_plain(each) for each in self.joined],
            "samples": [_plain(each) for each in self.samples],
            "before": [list(each) for each in self.before],
            "after": [list(each) for each in self.after],
            "findings": [
                {"verdict": each.verdict, "sentence": each.sentence.as_dict()}
                for each in self.findings
            ],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """A report from what :meth:`as_dict` gave."""
        return cls(
            **{
                **values,
                "groups": _read(Groups, values["groups"]),
                "whole_rows": _read(Groups, values["whole_rows"]),
                "diversity": tuple(_read(Diversity, each) for each in values["diversity"]),
                "identifying": tuple(_read(Identifying, each) for each in values["identifying"]),
                "joined": tuple(_read(Joined, each) for each in values["joined"]),
                "samples": tuple(_read(Sample, each) for each in values["samples"]),
                "before": tuple((x, y, n) for x, y, n in values["before"]),
                "after": tuple((x, y, n) for x, y, n in values["after"]),
                "findings": tuple(
                    Finding(each["verdict"], Sentence.from_dict(each["sentence"]))
                    for each in values["findings"]
                ),
            }
        )


def _plain(value: Any) -> dict[str, Any]:
    return {
        name: list(each) if isinstance(each, tuple) else each for name, each in vars(value).items()
    }


def _read(kind: Any, values: Mapping[str, Any]) -> Any:
    given = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    return kind(**given)


def report(
    full: StoredTable,
    edition: StoredTable,
    plan: Plan,
    others: Sequence[Other],
    sensitivity: str,
    *,
    audience: str = "public",
    today: date,
    over: Sequence[str] = (),
    sensitive: Sequence[str] = (),
    engine: Engine = DEFAULT_ENGINE,
) -> Report:
    """Weigh ``edition``, which ``plan`` made of ``full``, for ``audience``.

    ``others`` are the tables a reader may hold as well: other editions, earlier releases. ``over``
    are the quasi-identifiers, ``sensitive`` the columns whose diversity counts; without them those
    of the plan's anonymity or a proposal, and what tells of armed groups. Columns of ``over`` and
    ``sensitive`` that the edition does not show are passed over.

    ``sensitivity`` and ``audience`` choose the thresholds; unknown words count as the gravest.
    Pseudonyms in the samples are made with a key of the moment: they are not those of the edition.
    Raises :class:`PlanError` when the plan does not fit the full table, and ``ValueError`` when
    the edition has other columns than the plan shows.
    """
    require(plan, full.schema)
    if edition.schema.names != tuple(each.name for each in plan.shown(full.schema)):
        raise ValueError("The edition was not derived from this table by this plan.")
    files = [full.parquet, edition.parquet, *(each.table.parquet for each in others)]
    with working_in(Path(gettempdir()), engine, files) as db:
        keys = _over(edition.schema, plan, over)
        told = _sensitive(edition.schema, sensitive)
        asked = plan.anonymity.k if plan.anonymity else USUAL_K
        found = groups(db, edition.parquet, keys, asked)
        identifying = identify_with(db, edition.parquet, edition.schema, plan)
        joined = tuple(join(db, edition, plan, each) for each in others)
        alike = diversity(db, edition.parquet, keys, told)
        titles = _titles(full, edition, others)
        findings = judge(sensitivity, audience, found, identifying, joined, alike, titles)
        return Report(
            rows_before=_rows(db, full.parquet),
            rows=found.rows,
            groups=found,
            whole_rows=groups(db, edition.parquet, edition.schema.names, asked),
            diversity=alike,
            identifying=identifying if audience != OWNER else (),
            joined=joined,
            samples=samples(db, full.parquet, full.schema, plan, today=today),
            before=_squares(full, engine),
            after=_squares(edition, engine),
            verdict=worst(findings),
            findings=findings,
        )


def _over(schema: Schema, plan: Plan, asked: Sequence[str]) -> tuple[str, ...]:
    """The quasi-identifiers: asked for, those of the plan, or a proposal."""
    chosen = asked or (plan.anonymity.over if plan.anonymity else ())
    if not chosen:
        chosen = quasi_identifiers([meaning(each) for each in schema.columns], plan.columns)
    whole = [each for name in chosen for each in plan.together(name)]
    return tuple(name for name in dict.fromkeys(whole) if name in schema.names)


def _sensitive(schema: Schema, asked: Sequence[str]) -> tuple[str, ...]:
    if asked:
        return tuple(name for name in asked if name in schema.names)
    armed = [each.name for each in schema.columns if meaning(each).tag == "armed-group"]
    return tuple(armed[:MOST_SENSITIVE])


def _titles(full: StoredTable, edition: StoredTable, others: Sequence[Other]) -> dict[str, str]:
    tables = (*(each.table for each in others), full, edition)
    return {each.name: each.title or each.name for table in tables for each in table.schema.columns}


def _rows(db: DuckDBPyConnection, parquet: Path) -> int:
    ((rows,),) = db.execute("SELECT count(*) FROM read_parquet(?)", [str(parquet)]).fetchall()
    return int(rows)


def _squares(table: StoredTable, engine: Engine) -> Squares:
    """Where the rows lie; none without a pair of coordinates."""
    tagged = {
        meaning(each).tag: each.name for each in table.schema.columns if each.type == "number"
    }
    if not {"longitude", "latitude"} <= set(tagged):
        return ()
    pair = (tagged["longitude"], tagged["latitude"])
    found = squares(table.parquet, table.schema, *pair, SQUARE_DEGREES, MOST_SQUARES, engine=engine)
    return tuple(found)
