"""A small PDF with text in it, for the demo's publication."""

WIDTH, HEIGHT, MARGIN = 595, 842, 64
LETTERS = 84


def pdf(title: str, paragraphs: list[str]) -> bytes:
    """One page of A4: a title and some paragraphs."""
    lines = [f"BT /F2 20 Tf {MARGIN} {HEIGHT - 90} Td ({_text(title)}) Tj ET"]
    y = HEIGHT - 130
    for paragraph in paragraphs:
        for line in _wrapped(paragraph):
            lines.append(f"BT /F1 11 Tf {MARGIN} {y} Td ({_text(line)}) Tj ET")
            y -= 16
        y -= 10
    return _file("\n".join(lines).encode("cp1252", "replace"))


def _text(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _wrapped(paragraph: str) -> list[str]:
    lines = [""]
    for word in paragraph.split():
        if len(lines[-1]) + len(word) > LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _file(content: bytes) -> bytes:
    fonts = "/F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    bold = fonts.replace("/F1", "/F2").replace("/Helvetica", "/Helvetica-Bold")
    page = f"/MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << /Font << {fonts} {bold} >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R {page} /Contents 4 0 R >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    start = len(out)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + tail % (size, start)
