"""Every kind of problem a file can have: its sentence and what to do, in one catalogue."""

from datakit.problems import Kind
from datakit.problems import gettext_noop as _

# --- the file cannot be read ---------------------------------------------------------------

EMPTY_FILE = Kind(
    "empty-file",
    "error",
    _("The file is empty."),
    _("Check that it was saved and copied completely, then upload it again."),
)
NO_DATA = Kind(
    "no-data",
    "error",
    _("No table with data was found in the file."),
    _("Put the data in a visible sheet, one row per record, and upload the file again."),
)
PASSWORD = Kind(
    "password-protected",
    "error",
    _("The workbook is protected by a password."),
    _("Open it, remove the password, save it and upload it again."),
)
CORRUPT = Kind(
    "corrupt-workbook",
    "error",
    _("The workbook is damaged or not complete."),
    _("Open it in Excel or LibreOffice, save it under a new name and upload that file."),
)
NOT_A_TABLE = Kind(
    "not-a-table",
    "error",
    _("The file is not a table: its content is %(found)s."),
    _("Upload a CSV, XLSX, XLS or ODS file. Renaming a file does not change what is in it."),
)
ARCHIVE = Kind(
    "archive",
    "error",
    _("The file is a compressed archive (%(found)s)."),
    _("Unpack it and upload the table that is inside."),
)
GEO_LATER = Kind(
    "geo-not-yet",
    "error",
    _("This is a file of map layers (%(found)s). The portal cannot read these yet."),
    _("Export the layer as CSV with a longitude and a latitude column, and upload that."),
)
HTML_PAGE = Kind(
    "html-page",
    "error",
    _("The file is a web page, not a table."),
    _("Download the data itself: the link probably led to a sign-in or an error page."),
)
ZIP_BOMB = Kind(
    "unpacks-too-large",
    "error",
    _("The workbook would unpack to more than the limit of %(limit)s MB."),
    _("Keep only the sheets and cells that hold data, and save it again."),
)
TOO_MANY_CELLS = Kind(
    "too-many-cells",
    "error",
    _("A sheet claims more cells than the limit of %(limit)s."),
    _("Delete the empty rows and columns after the data, and save it again."),
)
TOO_LARGE = Kind(
    "file-too-large",
    "error",
    _("The file is larger than the limit of %(limit)s MB."),
    _("Split it into several files, or leave out columns that nobody needs."),
)
TOO_MANY_COLUMNS = Kind(
    "too-many-columns",
    "error",
    _("The table has %(count)s columns; the limit is %(limit)s."),
    _("Check the separator between columns, or keep only the columns that are needed."),
)
TOO_MANY_ROWS = Kind(
    "too-many-rows",
    "error",
    _("The table has more rows than the limit of %(limit)s."),
    _("Split it into several files."),
)
TOO_MANY_SHEETS = Kind(
    "too-many-sheets",
    "error",
    _("The workbook has %(count)s sheets; the limit is %(limit)s."),
    _("Split it into several workbooks."),
)
CELL_TOO_LONG = Kind(
    "cell-too-long",
    "error",
    _("A cell near row %(row)s is longer than the limit of %(limit)s characters."),
    _("Look for a quotation mark that is opened and never closed."),
)
OUT_OF_MEMORY = Kind(
    "out-of-memory",
    "error",
    _("Reading the file needs more memory than is allowed."),
    _("Save the table as CSV, or split it into smaller files, and upload that."),
)
OUT_OF_TIME = Kind(
    "out-of-time",
    "error",
    _("Reading the file took longer than %(seconds)s seconds and was stopped."),
    _("Save the table as CSV, or split it into smaller files, and upload that."),
)
OUT_OF_SPACE = Kind(
    "out-of-space",
    "error",
    _("The table is larger than may be stored."),
    _("Split it into smaller files, or ask the administrator to look at the disk."),
)
CANCELLED = Kind(
    "cancelled",
    "error",
    _("Reading was stopped on request."),
    _("Upload the file again when you are ready."),
)
CRASHED = Kind(
    "reader-failed",
    "error",
    _("The file could not be read; nothing was stored."),
    _("Open it in Excel or LibreOffice, save it as CSV or XLSX, and upload that file."),
)
BAD_ENCODING_CHOICE = Kind(
    "encoding-does-not-fit",
    "error",
    _("The file cannot be read as %(encoding)s."),
    _("Choose another encoding, or let the portal decide."),
)

# --- the person must decide ----------------------------------------------------------------

HEADER_UNSURE = Kind(
    "header-row-unsure",
    "warning",
    _("There are lines above the table: row %(row)s was taken as the column names."),
    _("Check the first rows and choose the row that holds the column names."),
)

# --- the file was read, with losses or guesses ---------------------------------------------

NO_HEADER = Kind(
    "no-header",
    "warning",
    _("The first row seems to hold data: the columns have no names."),
    _("Add a row of column names, or choose the row that holds them."),
)
NO_HEADER_SHEET = Kind("no-header-sheet", "note", NO_HEADER.template, NO_HEADER.advice)
NO_ROWS = Kind(
    "no-rows",
    "warning",
    _("The table has column names and no rows."),
    _("Check that the data was saved, and in this sheet."),
)
DUPLICATE_HEADER = Kind(
    "duplicate-header",
    "warning",
    _("Several columns are called “%(column)s”; column %(position)s is now “%(renamed)s”."),
    _("Give every column its own name in the file."),
)
BLANK_HEADER = Kind(
    "blank-header",
    "note",
    _("Column %(position)s has no name; it is now “%(renamed)s”."),
    _("Give the column a name in the file, or delete it if it is empty."),
)
HEADER_CLEANED = Kind(
    "header-cleaned",
    "note",
    _("The name of column %(position)s held line breaks or invisible characters."),
    _("Nothing to do: they were taken out of the name."),
)
SHORT_ROWS = Kind(
    "short-rows",
    "warning",
    _("%(count)s rows have fewer cells than the header: rows %(rows)s. The rest is left empty."),
    _("Look at these rows: a separator or a line break may be missing."),
)
LONG_ROWS = Kind(
    "long-rows",
    "warning",
    _(
        "%(count)s rows have more cells than the header: rows %(rows)s. The extra cells are set"
        " aside."
    ),
    _("Look at these rows: text that holds the separator must stand in quotation marks."),
)
BLANK_ROWS = Kind(
    "blank-rows",
    "note",
    _("%(count)s rows within the table are blank: rows %(rows)s. They are kept as empty rows."),
    _("Delete them in the file if they mean nothing."),
)
TRAILING_BLANK_ROWS = Kind(
    "trailing-blank-rows",
    "note",
    _("%(count)s blank rows at the end were left out."),
    _("Nothing to do."),
)
COMMENT_LINES = Kind(
    "comment-lines",
    "note",
    _("%(count)s comment lines above the table were left out."),
    _("Copy them into the description of the dataset if they matter."),
)
NOTES_BELOW = Kind(
    "notes-below",
    "warning",
    _("%(count)s rows below the table look like totals or notes and were left out: rows %(rows)s."),
    _("Check them: if they are data, put the table in a sheet without titles and notes."),
)
QUOTES_AFTER_SPACE = Kind(
    "quotes-after-space",
    "warning",
    _("There are spaces between the separator and quotation marks; they were ignored."),
    _("Save the file again without spaces after the separator."),
)
UNCLOSED_QUOTE = Kind(
    "unclosed-quote",
    "warning",
    _("A quotation mark is opened near row %(row)s and never closed."),
    _("Correct the quotation mark there: rows after it may have run together."),
)
MERGED_CELLS = Kind(
    "merged-cells",
    "warning",
    _("%(count)s groups of merged cells: only the first cell of each holds a value."),
    _("Unmerge the cells and repeat the value where it applies."),
)
CELL_ERRORS = Kind(
    "cell-errors",
    "warning",
    _("%(count)s cells hold an error such as #DIV/0!: %(cells)s. They are left empty."),
    _("Correct the formulas, or replace them by values."),
)
MACROS = Kind(
    "macros-ignored",
    "warning",
    _("The workbook holds macros. They were not run and are not kept."),
    _("Nothing to do, unless the data depends on them."),
)
HIDDEN_SHEET = Kind(
    "hidden-sheet",
    "note",
    _("The hidden sheet “%(sheet)s” was not read."),
    _("Choose it if it belongs to the data; otherwise delete it before sharing the file."),
)
EMPTY_SHEET = Kind("empty-sheet", "note", _("The sheet “%(sheet)s” is empty."), _("Nothing to do."))
STARTS_LATE = Kind(
    "starts-at-column",
    "warning",
    _("The table starts at column %(letter)s: the columns before it are empty."),
    _("Check that no column was deleted by mistake."),
)
GUESSED_ENCODING = Kind(
    "encoding-guessed",
    "note",
    _("The text is not UTF-8; it was read as %(encoding)s."),
    _("Look at accented letters in the preview. If they are wrong, choose another encoding."),
)
MOJIBAKE = Kind(
    "double-encoded",
    "warning",
    _("%(count)s cells seem to have been encoded twice (“Ã©” in place of “é”)."),
    _("Export the table again as UTF-8 from the program where it was made."),
)
REPLACEMENT_CHARACTERS = Kind(
    "replacement-characters",
    "note",
    _("%(count)s cells hold the sign �, which stands for a letter that was lost."),
    _("Correct these cells from the original, then upload the file again."),
)
INVISIBLE_CHARACTERS = Kind(
    "invisible-characters",
    "note",
    _("%(count)s cells held invisible spaces or decomposed accents; they were tidied."),
    _("Nothing to do."),
)

# --- the values of a column ----------------------------------------------------------------

NEARLY_TYPED = Kind(
    "nearly-typed",
    "note",
    _(
        "%(count)s cells of “%(column)s” are not of the type %(type)s like the rest: rows %(rows)s."
        " The column stays text."
    ),
    _("Correct these cells, or choose the type: then they become empty."),
)
EMPTIED_CELLS = Kind(
    "cells-emptied",
    "warning",
    _(
        "%(count)s cells of “%(column)s” are not of the chosen type %(type)s: rows %(rows)s. They"
        " are now empty."
    ),
    _("Correct these cells in the file, or keep the column as text."),
)
MISSING_TOKENS = Kind(
    "missing-tokens",
    "note",
    _("%(count)s cells of “%(column)s” hold a sign for “no value” (%(tokens)s) and are now empty."),
    _("Nothing to do, unless the sign has a meaning of its own."),
)
AMBIGUOUS_DATES = Kind(
    "ambiguous-dates",
    "note",
    _("The dates of “%(column)s” were read with the day first; nothing in the column proves it."),
    _("Compare one date with the source. If the month comes first, choose so and read again."),
)
MIXED_DATES = Kind(
    "dates-and-times-mixed",
    "warning",
    _("“%(column)s” mixes dates with and without a time; a missing time became 0:00."),
    _("Check that midnight is right there, or keep the column as text."),
)
MIXED_ZONES = Kind(
    "time-zones-mixed",
    "note",
    _("Only some values of “%(column)s” name a time zone; the column stays text."),
    _("Give all values a time zone, or none."),
)
CONVERTED_ZONES = Kind(
    "time-zones-converted",
    "note",
    _("The times of “%(column)s” name their time zone and were converted to UTC."),
    _("Nothing to do."),
)
AMBIGUOUS_NUMBERS = Kind(
    "ambiguous-numbers",
    "note",
    _("In “%(column)s” the comma may mark decimals or thousands; the column stays text."),
    _("Choose the decimal sign, then read the file again."),
)
TWO_DIGIT_YEARS = Kind(
    "two-digit-years",
    "note",
    _("Dates of “%(column)s” have years of two digits."),
    _("Check the centuries."),
)

# --- what a steward may want to look at ----------------------------------------------------

NEAR_DUPLICATES = Kind(
    "near-duplicate-values",
    "note",
    _("“%(column)s” holds %(count)s values that differ only in capitals, accents or spaces."),
    _("Choose one spelling for each: counts and filters treat them as different."),
)
OUTSIDE_COUNTRY = Kind(
    "outside-dr-congo",
    "note",
    _("%(count)s positions lie outside DR Congo: rows %(rows)s."),
    _("Check the coordinates of these rows."),
)
SWAPPED_COORDINATES = Kind(
    "swapped-coordinates",
    "note",
    _("%(count)s positions seem to have longitude and latitude swapped: rows %(rows)s."),
    _("Exchange the two values in these rows."),
)
ZERO_COORDINATES = Kind(
    "zero-coordinates",
    "note",
    _("%(count)s positions are 0, 0, which is in the ocean: rows %(rows)s."),
    _("Leave unknown coordinates empty."),
)
FUTURE_DATES = Kind(
    "future-dates",
    "note",
    _("%(count)s dates of “%(column)s” lie in the future: rows %(rows)s."),
    _("Check the year, and the order of day and month."),
)
OLD_DATES = Kind(
    "old-dates",
    "note",
    _("%(count)s dates of “%(column)s” lie before 1990: rows %(rows)s."),
    _("Check the year."),
)
DUPLICATE_ROWS = Kind(
    "duplicate-rows",
    "note",
    _("%(count)s rows repeat another row in every cell."),
    _("Delete the copies if they were not meant."),
)
DUPLICATE_IDENTIFIERS = Kind(
    "duplicate-identifiers",
    "note",
    _("%(count)s values of the identifier “%(column)s” occur more than once."),
    _("Check whether these rows are copies, or whether an identifier was given twice."),
)


# --- what the types of a column are called, in a sentence ------------------------------------

TYPE_NAMES = {
    "string": _("text"),
    "integer": _("whole number"),
    "number": _("number"),
    "boolean": _("yes or no"),
    "date": _("date"),
    "datetime": _("date and time"),
    "time": _("time"),
}

KINDS: dict[str, Kind] = {kind.code: kind for kind in globals().values() if isinstance(kind, Kind)}
REJECTING = frozenset(kind.code for kind in KINDS.values() if kind.level == "error")
ASKING = frozenset({HEADER_UNSURE.code})
