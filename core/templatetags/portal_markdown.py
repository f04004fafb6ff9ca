"""Words of people inside Markdown: they stay words, whatever a program makes of the file."""

from django.template import Library

register = Library()

# What begins a tag, a link, a picture or code; a backslash before it takes that away.
SIGNS = str.maketrans({"<": r"\<", "[": r"\[", "`": "'"})


@register.filter
def one_line(text: object) -> str:
    """A title or a name, on the line where it stands."""
    return " ".join(str(text).split()).translate(SIGNS)


@register.filter
def paragraphs(text: object) -> str:
    """A longer text; its lines begin no headings."""
    lines = str(text).translate(SIGNS).splitlines()
    return "\n".join(f"\\{line}" if line.startswith("#") else line for line in lines)
