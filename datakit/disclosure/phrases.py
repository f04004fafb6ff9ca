"""Everything that disclosure says to a person, as English templates the portal translates."""

from datakit.problems import gettext_noop as _

# --- what a plan does, for everybody who reads the edition --------------------------------------

KEPT = _("Shown as collected: %(columns)s.")
DROPPED = _("Left out: %(columns)s.")
PSEUDONYMS = _("Replaced by codes that cannot be traced back: %(columns)s.")
CATEGORIES = _("Grouped into wider categories: %(columns)s.")
BANDS = _("“%(columns)s” is shown in bands that begin at %(edges)s.")
MONTHS = _("Only the month is shown: %(columns)s.")
QUARTERS = _("Only the quarter is shown: %(columns)s.")
YEARS = _("Only the year is shown: %(columns)s.")
GRID = _("Places are shown to the nearest %(km)s km.")
LEVEL = _("Places are shown by “%(columns)s”, nothing finer.")
LIMIT_LOW = _("“%(columns)s” is never shown below %(low)s.")
LIMIT_HIGH = _("“%(columns)s” is never shown above %(high)s.")
LIMIT_BOTH = _("“%(columns)s” is never shown below %(low)s or above %(high)s.")
REDACTED = _(
    "Phone numbers, e-mail and web addresses, coordinates and identity numbers are removed from: "
    "%(columns)s."
)
REDACTED_NAMES = _("Names of persons that the row itself holds are removed as well.")
ONLY = _("Only rows in which “%(columns)s” is one of these: %(values)s.")
BEFORE = _("Only rows before %(date)s, by “%(columns)s”.")
EMBARGO = _("A row appears %(months)s months after the date in “%(columns)s”.")
SMALL_BLANK = _(
    "Where fewer than %(k)s rows share the same %(columns)s, this is left empty: %(blank)s."
)
SMALL_VALUES = _("Values that fewer than %(k)s rows have are left empty: %(columns)s.")
SMALL_DROP = _("Rows are left out where fewer than %(k)s share the same %(columns)s.")
ANONYMITY_BLANK = _(
    "Every combination of %(columns)s occurs at least %(k)s times; rarer values are left empty."
)
ANONYMITY_DROP = _(
    "Every combination of %(columns)s occurs at least %(k)s times; rarer rows are left out."
)
SOME_DROPPED = _("Some columns are left out.")
SOME_ROWS = _("Some rows are left out.")
NO_CHANGE = _("Nothing is changed or left out.")

# --- what is wrong with a plan -------------------------------------------------------------------

WRONG_VERSION = _("This plan was written by another version of the portal.")
NOT_A_PLAN = _("This is not a disclosure plan: %(part)s cannot be read.")
UNKNOWN_COLUMN = _("The plan names “%(column)s”, which the table does not have.")
UNKNOWN_TREATMENT = _("“%(column)s” has a treatment that does not exist.")
NOTHING_KEPT = _("The plan leaves out every column.")
NEEDS_NUMBERS = _("“%(column)s” holds no numbers: it has neither bands nor limits.")
NEEDS_DATES = _("“%(column)s” holds no dates.")
NEEDS_TEXT = _("“%(column)s” holds no text to remove anything from.")
NEEDS_COORDINATES = _("“%(column)s” holds no coordinates in degrees.")
BAD_EDGES = _("The bands of “%(column)s” need edges that grow from one to the next.")
WHOLE_EDGES = _("“%(column)s” holds whole numbers: so must its bands or limits be.")
BAD_LIMITS = _("“%(column)s” needs a lowest or a highest value, the lowest below the highest.")
BAD_GRID = _("“%(column)s” can be placed on a grid of 1, 5, 10, 25 or 50 km.")
BAD_PERIOD = _("The dates of “%(column)s” can be shown by month, quarter or year.")
LONE_COORDINATE = _(
    "“%(column)s” and its other coordinate must be placed on the same grid together."
)
FINER_KEPT = _("“%(column)s” is finer than the level “%(level)s” and must be left out.")
NO_PARENTS = _("“%(column)s” needs at least one category with its parent.")
SMALL_K = _("Groups need at least 2 rows: %(k)s is too few.")
NO_COLUMNS = _("A rule about small groups needs at least one column.")
NOT_IN_EDITION = _("A rule about small groups names “%(column)s”, which is left out.")
TWICE = _("A rule names “%(column)s” twice.")
BAD_VALUE = _("A value to choose rows by does not fit “%(column)s”.")
NO_VALUES = _("Choose at least one value of “%(column)s”.")
BAD_MONTHS = _("An embargo lasts at least one month.")

# --- why a column may identify -------------------------------------------------------------------

NAMES_PEOPLE = _("“%(column)s” seems to name people.")
PHONE_HEADER = _("“%(column)s” seems to hold telephone numbers.")
MAIL_HEADER = _("“%(column)s” seems to hold e-mail addresses.")
IDENTITY_HEADER = _("“%(column)s” seems to hold numbers of identity papers.")
TRAIT_HEADER = _("“%(column)s” tells what a person is like.")
PHONES_INSIDE = _("%(percent)s%% of the values of “%(column)s” look like telephone numbers.")
MAILS_INSIDE = _("%(percent)s%% of the values of “%(column)s” hold an e-mail address.")
WEB_INSIDE = _("%(percent)s%% of the values of “%(column)s” hold a web address.")
COORDINATES_INSIDE = _("%(percent)s%% of the values of “%(column)s” hold exact coordinates.")
ARMED_INSIDE = _("%(percent)s%% of the values of “%(column)s” name an armed group or force.")
EXACT_PLACE = _("“%(column)s” holds exact coordinates.")
NEAR_VILLAGE = _("“%(column)s” holds exact coordinates beside the name of a village or site.")
EXACT_SHAPE = _("“%(column)s” holds shapes or positions on the map.")
FREE_TEXT = _("“%(column)s” holds free text, which may name anybody.")
UNIQUE_VALUES = _("“%(column)s” tells rows apart: %(percent)s%% of its values are different.")

# --- what a disclosure report finds ---------------------------------------------------------------

RISK_HIGH = _(
    "Somebody who knows %(columns)s finds the right row with a chance of %(risk)s%% on average; "
    "the limit is %(limit)s%%."
)
SINGLED_OUT = _("Rows that are the only ones of their kind by %(columns)s: %(rows)s.")
PERSONAL_KEPT = _("Personal data is shown as collected: %(columns)s.")
EXACT_KEPT = _("Exact places are shown: %(columns)s.")
JOINED = _("%(percent)s%% of the rows can be matched with “%(other)s”, which adds: %(columns)s.")
OPEN_GRAVE = _("Data of this sensitivity cannot be given to everybody.")
SECOND_STEWARD = _("Severe data needs the approval of a second steward.")
SAME_ANSWER = _(
    "In some groups all rows have the same value, so it is known of each of them: %(columns)s."
)
