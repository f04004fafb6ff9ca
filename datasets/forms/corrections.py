"""Correcting what was understood of a file: a form made from the inspection, giving ReadOptions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datakit.reading.model import Inspection, ReadOptions, TableReport
from datasets.wording import TYPE_NAMES

Choices = list[tuple[str, str | Promise]]

AUTOMATIC: tuple[str, str | Promise] = ("", _("Let the portal decide"))
ENCODINGS: Choices = [
    AUTOMATIC,
    ("utf-8", "UTF-8"),
    ("cp1252", _("Windows-1252 (Western Europe)")),
    ("utf-16", "UTF-16"),
    ("mac-roman", "Mac Roman"),
    ("cp850", _("DOS 850 (Western Europe)")),
]
TAB = "\t"
DELIMITERS: Choices = [
    AUTOMATIC,
    (",", _("comma ,")),
    (";", _("semicolon ;")),
    ("tab", _("tabulator")),
    ("|", _("bar |")),
]
DECIMALS: Choices = [AUTOMATIC, (".", _("point: 1.5")), (",", _("comma: 1,5"))]
DATES: Choices = [
    AUTOMATIC,
    ("day-first", _("day first: 31/12/2023")),
    ("month-first", _("month first: 12/31/2023")),
]
NO_HEADER: tuple[str, str | Promise] = (
    "-1",
    pgettext_lazy("header row", "The table has no row of names"),
)
PREVIEW_ROWS = 10
PREVIEW_CELLS = 6
COLUMNS_SHOWN = 120


@dataclass(frozen=True)
class PreviewRow:
    """A row as the file has it: `index` is what the form sends, `number` what a person counts."""

    index: int
    number: int
    cells: tuple[str, ...]
    more: int


class CorrectionsForm(forms.Form):
    """Encoding, separators, dates; sheets, header rows and types as the file has them.

    Fields of tables are numbered as the inspection's tables are: `header_0`, `type_0_3`. Of very
    wide tables only the first columns can be corrected here.
    """

    encoding = forms.ChoiceField(label=_("Encoding"), choices=ENCODINGS, required=False)
    delimiter = forms.ChoiceField(
        label=_("Separator between columns"), choices=DELIMITERS, required=False
    )
    decimal = forms.ChoiceField(label=_("Decimal sign"), choices=DECIMALS, required=False)
    dates = forms.ChoiceField(label=_("Order in dates"), choices=DATES, required=False)

    def __init__(
        self, *args: Any, inspection: Inspection, options: ReadOptions, **kwargs: Any
    ) -> None:
        self.inspection, self.options = inspection, options
        kwargs["initial"] = _initial(options)
        super().__init__(*args, **kwargs)
        if inspection.format not in ("csv", ""):
            del self.fields["encoding"], self.fields["delimiter"]
        self._add_sheets()
        for number, table in enumerate(inspection.tables):
            self._add_header(number, table)
            self._add_types(number, table)

    def general_fields(self) -> Iterator[forms.BoundField]:
        """The fields that concern the whole file."""
        for name in ("encoding", "delimiter", "decimal", "dates"):
            if name in self.fields:
                yield self[name]

    def _add_sheets(self) -> None:
        sheets = known_sheets(self.inspection, self.options)
        if len(sheets) > 1:
            self.fields["sheets"] = forms.MultipleChoiceField(
                label=_("Sheets to keep"),
                choices=[(sheet, sheet) for sheet in sheets],
                initial=[table.sheet for table in self.inspection.tables],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _("Keep at least one sheet.")},
            )

    def _add_header(self, number: int, table: TableReport) -> None:
        rows = preview_rows(table)
        choices = [(str(row.index), str(row.number)) for row in rows]
        self.fields[f"header_{number}"] = forms.ChoiceField(
            label=_("Row with the column names"),
            choices=[*choices, (str(table.header_row), ""), NO_HEADER],
            initial=str(table.header_row),
            required=False,
        )

    def _add_types(self, number: int, table: TableReport) -> None:
        for place, report in enumerate(table.columns[:COLUMNS_SHOWN]):
            column = report.column
            forced = self.options.types.get(column.name, "")
            choices: Choices = [("", AUTOMATIC[1] if forced else TYPE_NAMES[column.type])]
            choices += [
                (value, word)
                for value, word in TYPE_NAMES.items()
                if forced or value != column.type
            ]
            self.fields[f"type_{number}_{place}"] = forms.ChoiceField(
                label=column.name,
                choices=choices,
                initial=forced,
                required=False,
            )

    def read_options(self) -> ReadOptions:
        """The corrections of a valid form, those made before included where they still hold."""
        given = self.cleaned_data
        delimiter = given.get("delimiter", "")
        return ReadOptions(
            encoding=given.get("encoding", ""),
            delimiter=TAB if delimiter == "tab" else delimiter,
            decimal=given.get("decimal", ""),
            dates=given.get("dates", ""),
            header_rows=self._header_rows(),
            sheets=self._sheets(),
            types=self._types(),
        )

    def _header_rows(self) -> dict[str, int]:
        """Rows chosen by the person; one left as it was found stays for the reader to find."""
        rows = dict(self.options.header_rows)
        for number, table in enumerate(self.inspection.tables):
            chosen = self.cleaned_data.get(f"header_{number}")
            if chosen and int(chosen) != table.header_row:
                rows[table.sheet] = int(chosen)
        return rows

    def _sheets(self) -> tuple[str, ...]:
        chosen = self.cleaned_data.get("sheets")
        found = {table.sheet for table in self.inspection.tables}
        if not chosen or set(chosen) == found:
            return self.options.sheets
        return tuple(chosen)

    def _types(self) -> dict[str, Any]:
        """Types by column name; a name that several sheets share is decided by any of them."""
        types = dict(self.options.types)
        chosen: dict[str, str] = {}
        for number, table in enumerate(self.inspection.tables):
            for place, report in enumerate(table.columns[:COLUMNS_SHOWN]):
                types.pop(report.column.name, None)
                value = self.cleaned_data.get(f"type_{number}_{place}", "")
                if value:
                    chosen[report.column.name] = value
        return {**types, **chosen}


def known_sheets(inspection: Inspection, options: ReadOptions) -> list[str]:
    """Sheets read, hidden ones that were left out, and those left out before, in that order."""
    read = [table.sheet for table in inspection.tables if table.sheet]
    hidden = [p.sheet for p in inspection.all_problems if p.code == "hidden-sheet" and p.sheet]
    return list(dict.fromkeys([*read, *hidden, *options.sheets]))


def preview_rows(table: TableReport) -> list[PreviewRow]:
    """The first rows as the file has them, cut to what a page can show."""
    return [
        PreviewRow(
            index=index,
            number=table.first_row + index,
            cells=tuple(cells[:PREVIEW_CELLS]),
            more=max(0, len(cells) - PREVIEW_CELLS),
        )
        for index, cells in enumerate(table.preview[:PREVIEW_ROWS])
    ]


def _initial(options: ReadOptions) -> dict[str, str]:
    return {
        "encoding": options.encoding,
        "delimiter": "tab" if options.delimiter == TAB else options.delimiter,
        "decimal": options.decimal,
        "dates": options.dates,
    }
