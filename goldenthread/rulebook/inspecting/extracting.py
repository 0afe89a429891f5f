"""The text of a file: plain text, a web page, a Word document or a PDF. Told by what is in it, not by its name."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from threading import Lock
from typing import Any

LARGEST = 30 * 1024 * 1024  # bytes of a file
LARGEST_INSIDE = 200 * 1024 * 1024  # bytes of what a Word document unpacks to
MOST_PAGES = 600
FEWEST_ON_A_PAGE = 20  # letters; with fewer on average the pages are pictures
_ONE_AT_A_TIME = Lock()  # PDFium may not be called by two threads at once
_AWAY = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "iframe",
    "svg",
    "button",
)
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:ad|ads|advert\w*|promo\w*|sponsor\w*|related|recommend\w*|share|social|cookie\w*|consent|nav|menu"
    r"|sidebar|newsletter|subscribe|comments?|footer|breadcrumbs?|popup|modal|banner|most-?read|trending|caption)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "td", "th", "dt", "dd", "pre")
_CELLS = ("td", "th")  # side by side in a row: one line
_EDGES = frozenset(
    [*_BLOCKS, "div", "section", "article", "main", "body", "html", "ul", "ol", "dl", "table", "thead", "tbody"]
    + ["tr", "caption", "hr", "figure", "address"]
)
# What a made document holds between its letters: hard spaces, marks where a word may part, letters drawn as one.
_MADE = str.maketrans(
    dict.fromkeys("\u00a0\u2007\u202f\u2009", " ")
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
    | {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
)


class Unreadable(ValueError):
    """The file cannot be read; the sentence says why and what to do."""


def text_of(data: bytes) -> str:
    """The text that the file holds. Raises `Unreadable`."""
    if not data.strip():
        raise Unreadable("The file is empty.")
    if len(data) > LARGEST:
        raise Unreadable("The file is larger than 30 MB. Send only the report, without pictures.")
    if data[:1024].lstrip().startswith(b"%PDF"):
        return _pdf(data).translate(_MADE)
    if data.startswith(b"PK"):
        return _word(data).translate(_MADE)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("This is an old Word file (.doc). Open it in Word and save it as .docx or PDF.")
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("This is not a text, a web page, a Word document or a PDF.")
    if re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|article|main|div|\?xml)", data[:512], re.I):
        return _page(data).translate(_MADE)
    return _decoded(data)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _pdf(data: bytes) -> str:
    import pypdfium2

    pages = []
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as reason:
            if "password" in str(reason).casefold():
                raise Unreadable("The PDF is locked with a password. Save a copy without one.") from reason
            raise Unreadable("The PDF is damaged and cannot be read. Download it again.") from reason
        try:
            if len(document) > MOST_PAGES:
                raise Unreadable(f"The PDF has more than {MOST_PAGES} pages. Send only the report.")
            for number in range(len(document)):
                page = document[number]
                shown = page.get_textpage()
                pages.append(shown.get_text_range())
                shown.close()
                page.close()
        except pypdfium2.PdfiumError as reason:
            raise Unreadable("The PDF is damaged and cannot be read. Download it again.") from reason
        finally:
            document.close()
    if sum(letter.isalpha() for page in pages for letter in page) < FEWEST_ON_A_PAGE * len(pages):
        raise Unreadable(
            "The PDF holds pictures of pages and no text: it was scanned. Make a copy with its text recognised (most "
            "PDF programs can), or type the findings in."
        )
    # The reader marks a word that is parted at the end of a line with a letter that is none.
    return "\n\f\n".join(page.replace("\r\n", "\n").replace("\ufffe", "-") for page in pages)


def _word(data: bytes) -> str:
    import docx
    from docx.opc.exceptions import OpcError

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST_INSIDE:
                raise Unreadable("The document unpacks to more than 200 MB. Save it again without its pictures.")
            if "word/document.xml" not in packed.namelist():
                raise Unreadable("This is not a Word document. Send the report as text, .docx, PDF or a web page.")
        document = docx.Document(io.BytesIO(data))
        lines = list(_word_lines(document))
    except (zipfile.BadZipFile, OpcError, KeyError, ValueError, SyntaxError) as reason:
        if isinstance(reason, Unreadable):
            raise
        raise Unreadable(
            "The Word document is damaged and cannot be read. Save it again and send the copy."
        ) from reason
    if not any(lines):
        raise Unreadable("The Word document holds no text. If it holds pictures of pages, type the findings in.")
    return "\n".join(lines)


def _word_lines(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                # A cell that spans others is given once for each of them.
                cells = dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)
                yield " ".join(cell for cell in cells if cell)
            yield ""
            continue
        words = " ".join(block.text.split())
        properties = block._p.pPr
        listed = "List" in (block.style.name if block.style is not None else "") or (
            properties is not None and properties.numPr is not None
        )
        yield f"• {words}" if listed and words else words
        if not listed:
            yield ""


def _page(data: bytes) -> str:
    """The words of the main part of a web page: what is around it (menus, adverts, other stories) is left out."""
    # etree is a compiled module, into which pyright cannot look.
    from lxml import etree, html  # pyright: ignore[reportAttributeAccessIssue]

    declared = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", data[:4096], re.IGNORECASE)
    parser = html.HTMLParser(
        encoding=declared[1].decode("ascii") if declared else "utf-8",
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, LookupError, ValueError) as reason:
        raise Unreadable("The web page cannot be read. Copy the words of the report into a text file.") from reason
    for one in list(root.iter(*_AWAY)):
        one.drop_tree()
    for one in list(root.iter()):
        named = f"{one.get('class', '')} {one.get('id', '')}" if isinstance(one.tag, str) else ""
        if named.strip() and _BESIDE.search(named) and one.tag not in ("html", "body", "main", "article"):
            one.drop_tree()
    lines = list(_page_lines(_main(root)))
    if not lines:
        raise Unreadable("The web page holds no words. Copy the words of the report into a text file.")
    return "\n".join(lines)


def _main(root: Any) -> Any:
    """The part that holds the story: what the page says is its main part, else where most of its paragraphs are."""
    for way in ("//article", "//main", "//*[@role='main']"):
        found = root.xpath(way)
        if found:
            return max(found, key=lambda one: len(one.text_content()))
    held: dict[Any, int] = {}
    for one in root.iter("p", "li"):
        parent = one.getparent()
        while parent is not None and parent.tag in ("ul", "ol", "blockquote"):
            parent = parent.getparent()
        if parent is not None:
            held[parent] = held.get(parent, 0) + len(one.text_content())
    whole = sum(held.values())
    best = max(held, key=lambda one: held[one]) if held else None
    return best if best is not None and held[best] > 0.6 * whole else root


def _page_lines(part: Any) -> Iterator[str]:
    """The words in the order of the page: a block begins a line, and so does a break within one. What stands outside
    any paragraph is kept, unless it is all links: those are menus."""
    for words, item in _runs(part):
        # Only `pre` keeps its own lines; a break was made one where it stood, and two of them leave a line blank.
        for at, line in enumerate(words.split("\n")):
            line = " ".join(line.split())
            yield f"• {line}" if item and at == 0 else line
        yield ""


def _runs(part: Any) -> Iterator[tuple[str, bool]]:
    """Each run of words between two block edges, and whether it begins an item of a list."""
    held: list[str] = []
    linked = outside = item = False
    depth = {"a": 0, "pre": 0, "tr": 0, **dict.fromkeys(_BLOCKS, 0)}

    def closed() -> Iterator[tuple[str, bool]]:
        nonlocal linked, outside, item
        words = "".join(held)
        if words.strip() and not (linked and not outside):
            yield words.strip(), item
            item = False
        held.clear()
        linked = outside = False

    def kept(words: str | None) -> None:
        nonlocal linked, outside
        if not words:
            return
        held.append(words if depth["pre"] else re.sub(r"\s+", " ", words))
        if words.strip():
            loose = not any(depth[tag] for tag in _BLOCKS)
            linked |= bool(depth["a"]) and loose
            outside |= not (depth["a"] and loose)

    # By hand and not by recursion: a page may be nested deeper than the stack.
    steps: list[tuple[Any, bool]] = [(part, True)]
    while steps:
        one, begins = steps.pop()
        tag = one.tag if isinstance(one.tag, str) else ""
        edge = tag in _EDGES and not (tag in _CELLS and depth["tr"])
        if begins:
            if edge:
                yield from closed()
                item = item or tag == "li"
            if tag == "br":
                held.append("\n")
            elif tag in _CELLS:
                held.append(" ")
            if tag in depth:
                depth[tag] += 1
            if tag:
                kept(one.text)
            steps.append((one, False))
            steps.extend((inner, True) for inner in reversed(one))
            continue
        if edge:
            yield from closed()
            item = item and tag != "li"
        if tag in depth:
            depth[tag] -= 1
        if one is not part:
            kept(one.tail)
    yield from closed()
