"""Words as they are compared when somebody searches: without case and accents."""

import unicodedata


def folded(text: str) -> str:
    """`text` in small letters without accents: «Été à Béni» becomes «ete a beni»."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
