"""The same texts in every format that is read: from the files to tokens.

Each task gets texts of together about a million words, which are written in its format before.
"""

import csv
import json
import zipfile
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import discourse as dc

WORDS = 1_000_000
LINES_OF_PAGE, LETTERS_OF_LINE = 55, 90
DOCX = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODT = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def prepare(folder: Path, label: str) -> Path:
    """Write the first texts of a folder in the format that a label names, beside it."""
    ending = label.split()[-1]
    target = folder.parent / f"{folder.name}-as{ending}"
    if not target.exists():
        target.mkdir()
        write = WRITERS[ending]
        if ending in (".csv", ".jsonl"):
            write(target / f"texts{ending}", list(first_texts(folder)))
        else:
            for number, text in enumerate(first_texts(folder)):
                write(target / f"{number:06d}{ending}", text)
    return target


def first_texts(folder: Path) -> Iterator[str]:
    words = 0
    for file in sorted(folder.glob("*.txt")):
        text = file.read_text(encoding="ascii")
        # Neither XML nor the lines of a subtitle have such characters.
        text = "".join(sign for sign in text if sign.isprintable() or sign == "\n")
        words += len(text.split())
        yield text
        if words >= WORDS:
            return


def read_tokens(folder: Path) -> range:
    corpus = dc.read(folder)
    _ = corpus.store.index.term_ids
    return range(corpus.size)  # counted as what was returned


def paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def write_html(path: Path, text: str) -> None:
    body = "\n".join(f"<p>{escape(each)}</p>" for each in paragraphs(text))
    write_text(
        path, f"<!doctype html><html><head><title>A</title></head><body>{body}</body></html>"
    )


def write_tei(path: Path, text: str) -> None:
    body = "\n".join(f"<p>{escape(each)}</p>" for each in paragraphs(text))
    head = "<teiHeader><fileDesc><titleStmt><title>A</title></titleStmt></fileDesc></teiHeader>"
    name = 'xmlns="http://www.tei-c.org/ns/1.0"'
    write_text(path, f"<TEI {name}>{head}<text><body>{body}</body></text></TEI>")


def write_docx(path: Path, text: str) -> None:
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(each)}</w:t></w:r></w:p>'
        for each in paragraphs(text)
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", types)
        file.writestr("_rels/.rels", relations)
        file.writestr(
            "word/document.xml", f"<w:document {DOCX}><w:body>{body}</w:body></w:document>"
        )


def write_odt(path: Path, text: str) -> None:
    body = "".join(f"<text:p>{escape(each)}</text:p>" for each in paragraphs(text))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        file.writestr(
            "content.xml",
            f"<office:document-content {ODT}><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        )


def write_rtf(path: Path, text: str) -> None:
    plain = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    body = "\\par\n".join(paragraphs(plain))
    write_text(path, f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Times;}}}}\\f0 {body}\\par}}")


def write_pdf(path: Path, text: str) -> None:
    """Write lines of Helvetica on pages, without compression."""
    lines = [
        each[at : at + LETTERS_OF_LINE]
        for each in paragraphs(text)
        for at in range(0, len(each), LETTERS_OF_LINE)
    ]
    pages = [lines[at : at + LINES_OF_PAGE] for at in range(0, len(lines), LINES_OF_PAGE)]
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for at, page in enumerate(pages):
        drawn = "\n".join(f"({escape_pdf(line)}) Tj T*" for line in page)
        stream = f"BT /F1 9 Tf 12 TL 40 780 Td\n{drawn}\nET"
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R "
            f">> >> /Contents {5 + 2 * at} 0 R >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    written, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    write_text(path, f"{written}xref\n0 {size}\n0000000000 65535 f \n{table}{end}")


def escape_pdf(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def write_conllu(path: Path, text: str) -> None:
    sentences = []
    for number, each in enumerate(paragraphs(text), 1):
        words = each.split()
        rows = [f"{at}\t{word}{chr(9)}{chr(9).join('_' * 8)}" for at, word in enumerate(words, 1)]
        sentences.append("\n".join([f"# sent_id = {number}", f"# text = {' '.join(words)}", *rows]))
    write_text(path, "\n\n".join(sentences) + "\n\n")


def write_vertical(path: Path, text: str) -> None:
    sentences = [
        "\n".join(["<s>", *(escape(word, quote=False) for word in each.split()), "</s>"])
        for each in paragraphs(text)
    ]
    write_text(path, "<text>\n" + "\n".join(sentences) + "\n</text>\n")


def write_subtitles(path: Path, text: str) -> None:
    """Write one paragraph a second, in the form of .srt, which differs in the comma."""
    point = "." if path.suffix == ".vtt" else ","
    cues = [
        f"{at + 1}\n{clock(at)}{point}000 --> {clock(at)}{point}900\n{each.replace('-->', '')}\n"
        for at, each in enumerate(paragraphs(text))
    ]
    head = "WEBVTT\n\n" if path.suffix == ".vtt" else ""
    write_text(path, head + "\n".join(cues))


def clock(second: int) -> str:
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"


def write_chat(path: Path, text: str) -> None:
    head = "@UTF8\n@Begin\n@Languages:\teng\n@Participants:\tAAA Adult\n"
    said = "".join(f"*AAA:\t{only_words(each)} .\n" for each in paragraphs(text))
    write_text(path, f"{head}{said}@End\n")


def only_words(text: str) -> str:
    """The words alone: what else is in a line of CHAT has a meaning."""
    return " ".join(filter(str.isalpha, text.split())) or "and"


def write_csv(path: Path, texts: list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("document", "text"), *enumerate(texts)])


def write_json_lines(path: Path, texts: list[str]) -> None:
    rows = (json.dumps({"document": str(at), "text": text}) for at, text in enumerate(texts))
    write_text(path, "\n".join(rows) + "\n")


WRITERS: dict[str, Callable[[Path, str], None]] = {
    ".txt": write_text, ".md": write_text, ".html": write_html, ".xml": write_tei,
    ".csv": write_csv, ".jsonl": write_json_lines, ".docx": write_docx, ".odt": write_odt,
    ".rtf": write_rtf, ".pdf": write_pdf, ".conllu": write_conllu, ".vrt": write_vertical,
    ".srt": write_subtitles, ".vtt": write_subtitles, ".cha": write_chat,
}  # fmt: skip

WORK = [
    (f"files → tokens: a million words as {ending}", read_tokens, None, "") for ending in WRITERS
]
