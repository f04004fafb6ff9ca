"""Choosing what an edition shows: one choice a column, conditions on rows, the smallest group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datakit.disclosure import Plan
from datakit.disclosure.plan import Anonymity, Before, Only
from datakit.disclosure.treatments import Drop, Level, Treatment
from datakit.schema import Column, Schema
from datasets.forms.choices import DATES, Choices, words_of_places

SMALLEST_GROUPS = (0, 3, 5, 10, 20)
FEW = 12


@dataclass(frozen=True)
class Line:
    """One column on the page: its choice, and what is known of it."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...]
    facts: str
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Columns that are treated alike, together on the page."""

    title: str
    lines: tuple[Line, ...]
    open: bool


class PlanForm(forms.Form):
    """The plan of one table. `proposal` is where it starts; `profile` what was found per column."""

    k = forms.TypedChoiceField(
        label=gettext_lazy("Smallest group"),
        coerce=int,
        choices=[],
        help_text=gettext_lazy(
            "Every combination of the columns below occurs at least this often; rarer values are "
            "left empty."
        ),
    )
    over = forms.MultipleChoiceField(
        label=gettext_lazy("Columns by which somebody could be recognised"),
        required=False,
        choices=[],
        widget=forms.CheckboxSelectMultiple,
    )
    only_column = forms.ChoiceField(label=gettext_lazy("Only rows where"), required=False)
    only_values = forms.CharField(
        label=gettext_lazy("is one of these values"),
        required=False,
        help_text=gettext_lazy("Separate several by a semicolon."),
    )
    before_column = forms.ChoiceField(label=gettext_lazy("Only rows whose"), required=False)
    before_date = forms.DateField(
        label=gettext_lazy("lies before"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self,
        *args: Any,
        schema: Schema,
        proposal: Plan,
        profile: Iterable[Mapping[str, Any]] = (),
        **kwargs: Any,
    ) -> None:
        self.schema, self.proposal = schema, proposal
        self.choices = Choices(schema, proposal, tuple(profile))
        kwargs["initial"] = {**_rules(proposal), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for column in self.choices.single:
            self.fields[_field(column)] = forms.ChoiceField(
                label=column.title or column.name,
                choices=list(self.choices.options(column)),
                initial=self.choices.word(column),
            )
        if self.choices.coordinates:
            self.fields["places"] = forms.ChoiceField(
                label=gettext_lazy("Places"),
                choices=words_of_places(),
                initial=self.choices.word_of_places(),
            )
        self._fill_choices()

    def _fill_choices(self) -> None:
        names = [(each.name, each.title or each.name) for each in self.schema.columns]
        dated = {each.name for each in self.schema.columns if each.type in DATES}
        sizes = sorted({*SMALLEST_GROUPS, self.initial["k"]})
        offered: dict[str, list[tuple[Any, str]]] = {
            "k": [(size, _group_size(size)) for size in sizes],
            "over": list(names),
            "only_column": [("", "—"), *names],
            "before_column": [("", "—"), *(pair for pair in names if pair[0] in dated)],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def groups(self) -> list[Group]:
        """The columns, the changed ones first; long lists of the others are closed."""
        lines: dict[str, list[Line]] = {"changed": [], "drop": [], "keep": []}
        for column in self.choices.single:
            line = self._line(column)
            lines[line.value if line.value in lines else "changed"].append(line)
        titles = {"changed": _("Changed"), "drop": _("Left out"), "keep": _("Shown as collected")}
        return [
            Group(titles[kind], tuple(found), open=kind == "changed" or len(found) <= FEW)
            for kind, found in lines.items()
            if found
        ]

    def _line(self, column: Column) -> Line:
        bound = self[_field(column)]
        return Line(
            name=bound.html_name,
            label=column.title or column.name,
            value=str(bound.value() or ""),
            options=tuple(self.fields[_field(column)].choices),  # type: ignore[attr-defined]
            facts=self.choices.facts(column),
            wrong=tuple(map(str, bound.errors)),
        )

    def clean(self) -> dict[str, Any]:
        """Half a condition is a mistake, and says so."""
        given = super().clean() or self.cleaned_data
        for one, other in (("only_column", "only_values"), ("before_column", "before_date")):
            if bool(given.get(one)) != bool(given.get(other)):
                self.add_error(other, _("Give both: the column and what it must be."))
        if given.get("k") and not given.get("over"):
            self.add_error("over", _("Tick at least one column, or choose no smallest group."))
        return given

    def plan(self) -> Plan:
        """The plan that was chosen. Whether it fits the table is asked by the action."""
        given = self.cleaned_data
        chosen = {
            column.name: self.choices.treatment(column, given[_field(column)])
            for column in self.choices.single
        }
        if self.choices.coordinates:
            chosen |= self.choices.places(given["places"])
        shown = {name for name, each in chosen.items() if not isinstance(each, Drop)}
        small = self.proposal.small_cells
        return replace(
            self.proposal,
            columns={name: _promised(chosen[name], shown) for name in self.schema.names},
            anonymity=self._anonymity(shown),
            only=self._only(),
            before=self._before(),
            small_cells=tuple(rule for rule in small if {*rule.columns, *rule.blank} <= shown),
        )

    def _anonymity(self, shown: set[str]) -> Anonymity | None:
        given = self.cleaned_data
        over = tuple(name for name in given["over"] if name in shown)
        if not given["k"] or not over:
            return None
        former = self.proposal.anonymity
        return Anonymity(given["k"], over, former.how if former else "blank")

    def _only(self) -> tuple[Only, ...]:
        given = self.cleaned_data
        values = tuple(each.strip() for each in given["only_values"].split(";") if each.strip())
        if not given["only_column"] or not values:
            return ()
        return (Only(given["only_column"], values),)

    def _before(self) -> tuple[Before, ...]:
        given = self.cleaned_data
        if not given["before_column"] or not given["before_date"]:
            return ()
        return (Before(given["before_column"], given["before_date"]),)


def _field(column: Column) -> str:
    return f"c-{column.name}"


def _rules(plan: Plan) -> dict[str, Any]:
    """The rules of a plan as the form has them."""
    rules: dict[str, Any] = {
        "k": plan.anonymity.k if plan.anonymity else 0,
        "over": list(plan.anonymity.over) if plan.anonymity else [],
    }
    if plan.only:
        rules["only_column"] = plan.only[0].column
        rules["only_values"] = "; ".join(map(str, plan.only[0].values))
    if plan.before:
        rules["before_column"] = plan.before[0].column
        rules["before_date"] = plan.before[0].date
    return rules


def _promised(treatment: Treatment, shown: set[str]) -> Treatment:
    """A level promises that finer places are gone: those shown again are not promised."""
    if isinstance(treatment, Level) and shown & set(treatment.finer):
        return Level(finer=tuple(name for name in treatment.finer if name not in shown))
    return treatment


def _group_size(k: int) -> str:
    return _("No smallest group") if not k else _("At least %(k)s rows") % {"k": k}
