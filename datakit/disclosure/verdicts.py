"""From figures to a verdict: may this edition be published for this audience?

OCHA takes 3 % as the highest acceptable risk of re-identification for microdata that is shared.
Above it a closed audience needs a reason (it is bound by an agreement, and the log sees it), an
open one is refused: low sensitivity apart, moderate once the risk passes that of groups of five,
high at 3 %, severe always. High and severe are never public (rule 5 of the sharing model).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from datakit.disclosure import phrases
from datakit.disclosure.groups import Diversity, Groups
from datakit.disclosure.identifying import Identifying
from datakit.disclosure.joining import Joined
from datakit.disclosure.problems import Sentence

Verdict = Literal["ok", "needs-reason", "needs-second-steward", "blocked"]
VERDICTS: tuple[str, ...] = get_args(Verdict)
OWNER = "owner"
CLOSED = ("named", "consortium")
PERCENT = 100


@dataclass(frozen=True)
class Threshold:
    """From which mean risk on (a share of 1) an edition needs a reason, and is refused.

    ``personal`` is the verdict on personal data or exact places shown as collected.
    """

    reason_above: float
    blocked_above: float
    personal: Verdict


OCHA = 0.03
FIVE = 0.2
NEVER = 1.0
CLOSED_THRESHOLDS: dict[str, Threshold] = {
    "low": Threshold(NEVER, NEVER, "needs-reason"),
    "moderate": Threshold(OCHA, NEVER, "needs-reason"),
    "high": Threshold(OCHA, NEVER, "needs-reason"),
    "severe": Threshold(OCHA, NEVER, "needs-second-steward"),
}
OPEN_THRESHOLDS: dict[str, Threshold] = {
    "low": Threshold(OCHA, NEVER, "needs-reason"),
    "moderate": Threshold(OCHA, FIVE, "blocked"),
    "high": Threshold(0.0, OCHA, "blocked"),
    "severe": Threshold(0.0, 0.0, "blocked"),
}


@dataclass(frozen=True)
class Finding:
    """One thing a steward must know before publishing, and the verdict it leads to alone."""

    verdict: Verdict
    sentence: Sentence


def threshold(sensitivity: str, audience: str) -> Threshold:
    """What holds for a sensitivity and an audience; unknown words count as the gravest."""
    table = CLOSED_THRESHOLDS if audience in CLOSED else OPEN_THRESHOLDS
    return table.get(sensitivity, table["severe"])


def worst(findings: Sequence[Finding]) -> Verdict:
    """The gravest verdict of all."""
    return max((each.verdict for each in findings), key=VERDICTS.index, default="ok")


def judge(
    sensitivity: str,
    audience: str,
    risk: Groups,
    identifying: Sequence[Identifying],
    joined: Sequence[Joined],
    alike: Sequence[Diversity],
    titles: dict[str, str],
) -> tuple[Finding, ...]:
    """Everything found, the gravest first. Nothing is found on what the owner keeps for itself.

    An unknown sensitivity counts as severe, an unknown audience as the public.
    """
    if audience == OWNER:
        return ()
    sensitivity = sensitivity if sensitivity in CLOSED_THRESHOLDS else "severe"
    audience = audience if audience in (*CLOSED, "registered") else "public"
    limit = threshold(sensitivity, audience)
    found = [
        *_of_sensitivity(sensitivity, audience),
        *_of_risk(limit, risk, titles),
        *_of_columns(limit, identifying, titles),
        *_of_joins(limit, joined, titles),
        *_of_diversity(limit, alike, titles),
    ]
    return tuple(sorted(found, key=lambda each: -VERDICTS.index(each.verdict)))


def _of_sensitivity(sensitivity: str, audience: str) -> Iterator[Finding]:
    grave = ("high", "severe") if audience == "public" else ("severe",)
    if audience not in CLOSED and sensitivity in grave:
        yield Finding("blocked", Sentence(phrases.OPEN_GRAVE))
    if sensitivity == "severe":
        yield Finding("needs-second-steward", Sentence(phrases.SECOND_STEWARD))


def _verdict(limit: Threshold, share: float) -> Verdict:
    if share > limit.blocked_above:
        return "blocked"
    return "needs-reason" if share > limit.reason_above else "ok"


def _of_risk(limit: Threshold, risk: Groups, titles: dict[str, str]) -> Iterator[Finding]:
    columns = ", ".join(titles.get(name, name) for name in risk.over)
    verdict = _verdict(limit, risk.mean_risk)
    if verdict != "ok":
        cap = limit.blocked_above if verdict == "blocked" else limit.reason_above
        params = {"columns": columns, "risk": _percent(risk.mean_risk), "limit": _percent(cap)}
        yield Finding(verdict, Sentence(phrases.RISK_HIGH, params))
    if risk.unique_rows and limit.reason_above < NEVER:
        params = {"columns": columns, "rows": risk.unique_rows}
        yield Finding("needs-reason", Sentence(phrases.SINGLED_OUT, params))


def _percent(share: float) -> float:
    percent = round(share * PERCENT, 1)
    return int(percent) if percent == int(percent) else percent


def _of_columns(
    limit: Threshold, identifying: Sequence[Identifying], titles: dict[str, str]
) -> Iterator[Finding]:
    places = ("exact-place", "near-village", "geometry", "coordinates")
    for template, wanted in ((phrases.PERSONAL_KEPT, False), (phrases.EXACT_KEPT, True)):
        names = dict.fromkeys(
            each.column for each in identifying if each.grave and (each.code in places) == wanted
        )
        if names:
            columns = ", ".join(titles.get(name, name) for name in names)
            yield Finding(limit.personal, Sentence(template, {"columns": columns}))


def _of_joins(
    limit: Threshold, joined: Sequence[Joined], titles: dict[str, str]
) -> Iterator[Finding]:
    for each in joined:
        if each.undoes:
            columns = ", ".join(titles.get(name, name) for name in each.gains)
            params = {
                "percent": _percent(each.matched),
                "other": each.other,
                "columns": columns,
            }
            found = max("needs-reason", _verdict(limit, each.matched), key=VERDICTS.index)
            yield Finding(found, Sentence(phrases.JOINED, params))


def _of_diversity(
    limit: Threshold, alike: Sequence[Diversity], titles: dict[str, str]
) -> Iterator[Finding]:
    """One value for a whole group tells of each row in it, however large the group."""
    names = [titles.get(each.column, each.column) for each in alike if each.smallest == 1]
    if names:
        verdict: Verdict = "needs-reason" if limit.blocked_above < NEVER else "ok"
        yield Finding(verdict, Sentence(phrases.SAME_ANSWER, {"columns": ", ".join(names)}))
