"""The blocks pages and lessons are written with. Each draws itself light: see templates/blocks/."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from core.pictures import drawn

RICH_TEXT = ["bold", "italic", "ol", "ul", "link", "document-link"]


class TextBlock(blocks.RichTextBlock):
    """Paragraphs and lists; headings are blocks of their own."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text.html"


class HeadingBlock(blocks.StructBlock):
    """A heading, large or small. The page's title stands above both."""

    text = blocks.CharBlock(label=_("Heading"), max_length=160)
    level = blocks.ChoiceBlock(
        choices=[("h2", _("Large")), ("h3", _("Small"))], default="h2", label=_("Size")
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"


class PictureBlock(blocks.StructBlock):
    """A picture with what it shows, in three sizes; readers who save data tap to load it."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("What it shows"),
        help_text=_("Read aloud to those who do not see it, and shown until it is loaded."),
        max_length=250,
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add the sizes that exist, and whether this reader loads pictures by hand."""
        context = super().get_context(value, parent_context)
        image = value.get("image")
        request = context.get("request")
        return {
            **context,
            "drawn": drawn(image) if image else None,
            "by_hand": bool(request) and saves_data(request),
        }


def saves_data(request: Any) -> bool:
    """Whether the account or the browser asks for as little data as possible."""
    asked = request.headers.get("Save-Data") == "on"
    return asked or getattr(getattr(request, "user", None), "low_data", False)


class CalloutBlock(blocks.StructBlock):
    """A sentence that must not be missed."""

    kind = blocks.ChoiceBlock(
        choices=[
            ("info", _("Good to know")),
            ("attention", _("Please note")),
            ("danger", _("Danger")),
            ("success", _("In short")),
        ],
        default="info",
        label=_("Kind"),
    )
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "ul", "link"])

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "blocks/callout.html"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, with whose they are where that may be said."""

    text = blocks.TextBlock(label=_("Quote"))
    source = blocks.CharBlock(label=_("Whose words"), required=False, max_length=160)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blocks/quote.html"


class FileBlock(blocks.StructBlock):
    """A file to fetch, with its size."""

    file = DocumentChooserBlock(label=_("File"))
    label = blocks.CharBlock(label=_("Name of the link"), required=False, max_length=160)

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = "blocks/file.html"


class AudioBlock(blocks.StructBlock):
    """A recording that is fetched on a tap, with its transcript."""

    file = DocumentChooserBlock(label=_("Recording"))
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    transcript = blocks.RichTextBlock(label=_("Transcript"), features=["bold", "italic"])

    class Meta:
        icon = "media"
        label = _("Audio")
        template = "blocks/audio.html"


class StepBlock(blocks.StructBlock):
    """One step."""

    title = blocks.CharBlock(label=_("Step"), max_length=160)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic"], required=False)


class StepsBlock(blocks.StructBlock):
    """Things to do one after the other."""

    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=2)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "blocks/steps.html"


class TableBlock(blocks.StructBlock):
    """A small table, pasted from a spreadsheet."""

    caption = blocks.CharBlock(label=_("Caption"), max_length=160)
    cells = blocks.TextBlock(
        label=_("Cells"),
        help_text=_(
            "Paste from a spreadsheet, or write one row a line with | between cells. "
            "The first row holds the headings."
        ),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add the headings and the rows."""
        context = super().get_context(value, parent_context)
        head, rows = read_cells(value.get("cells") or "")
        return {**context, "head": head, "rows": rows}


def read_cells(text: str) -> tuple[list[str], list[list[tuple[str, str]]]]:
    """Headings, and rows of (heading, cell); ragged rows are filled up or cut to the headings."""
    lines = [_split(line) for line in text.splitlines() if line.strip()]
    if not lines:
        return [], []
    head, *rest = lines
    filled = [row + [""] * (len(head) - len(row)) for row in rest]
    return head, [list(zip(head, row, strict=False)) for row in filled]


def _split(line: str) -> list[str]:
    separator = "\t" if "\t" in line else "|"
    return [cell.strip() for cell in line.strip(" |").split(separator)]


class ArticleBlock(blocks.StreamBlock):
    """Everything an update, a publication, a project or a lesson may be written with."""

    heading = HeadingBlock()
    text = TextBlock(features=RICH_TEXT)
    picture = PictureBlock()
    callout = CalloutBlock()
    quote = QuoteBlock()
    steps = StepsBlock()
    table = TableBlock()
    file = FileBlock()
    audio = AudioBlock()

    class Meta:
        template = "blocks/article.html"
