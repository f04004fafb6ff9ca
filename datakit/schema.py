"""The columns of a table, as Frictionless Table Schema describes them.

Source: Data Package v2, Table Schema, https://datapackage.org/standard/table-schema/
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

ColumnType = Literal["string", "integer", "number", "boolean", "date", "datetime", "time"]


@dataclass(frozen=True)
class Column:
    """One column: ``name`` is unique in its table and is the Parquet column's name.

    ``title`` is the header as the file gave it; ``tag`` says what the column means to disclosure
    (``identifier``, ``person-name``, ``person-trait``, ``phone``, ``email``, ``identity-number``,
    ``latitude``, ``longitude``, ``geometry``, ``place``, ``date``, ``armed-group``, ``free-text``,
    or empty when nothing is known). ``true_values`` and ``false_values`` say how the
    file spelt a boolean, first spelling first: whoever writes the values as text writes these.
    """

    name: str
    type: ColumnType = "string"
    title: str = ""
    description: str = ""
    tag: str = ""
    true_values: tuple[str, ...] = ()
    false_values: tuple[str, ...] = ()

    def as_field(self) -> dict[str, Any]:
        """This column as a Table Schema field."""
        described = {
            "title": self.title,
            "description": self.description,
            "portal:tag": self.tag,
            "trueValues": list(self.true_values),
            "falseValues": list(self.false_values),
        }
        return {"name": self.name, "type": self.type, **{k: v for k, v in described.items() if v}}

    @classmethod
    def from_field(cls, field: Mapping[str, Any]) -> Self:
        """A column from a Table Schema field written by :meth:`as_field`."""
        return cls(
            name=field["name"],
            type=field["type"],
            title=field.get("title", ""),
            description=field.get("description", ""),
            tag=field.get("portal:tag", ""),
            true_values=tuple(field.get("trueValues", ())),
            false_values=tuple(field.get("falseValues", ())),
        )


@dataclass(frozen=True)
class Schema:
    """The columns of one table, in order."""

    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Column names, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column called ``name``; ``KeyError`` if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def as_table_schema(self) -> dict[str, Any]:
        """The schema as a Table Schema descriptor (JSON values only)."""
        return {"fields": [column.as_field() for column in self.columns]}

    @classmethod
    def from_table_schema(cls, descriptor: Mapping[str, Any]) -> Self:
        """A schema from a descriptor written by :meth:`as_table_schema`."""
        return cls(tuple(Column.from_field(field) for field in descriptor["fields"]))
