"""What an Office file may not carry is found by what it is, and ordinary documents are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from eia_app.attachments import office_scan, office_xml
from eia_app.attachments.refused_types import ADVICE, MACROS, SLIDES, TEMPLATE
from eia_app.attachments.sniffing import types_of
from eia_app.domain.attachments.file_types import FileType
from eia_app.domain.errors import Unfit
from tests.attachments import making_files
from tests.attachments.ole_files import ole

SCHEMA = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships/"
VBA = ole({"VBA/dir": b"x", "VBA/_VBA_PROJECT": b"y", "PROJECT": b"z"})
PACKAGE = ole({"\x01Ole10Native": b"MZ"})


def relation(kind: str, target: str = "a.bin", *, outside: bool = False) -> Mapping[str, bytes]:
    """A part that says what another is for."""
    mode = ' TargetMode="External"' if outside else ""
    text = f'<Relationship Id="r1" Type="{kind}" Target="{target}"{mode}/>'
    return {"word/_rels/document.xml.rels": f"<Relationships>{text}</Relationships>".encode()}


def type_part(name: str, type_: str) -> str:
    return f'<Override PartName="/{name}" ContentType="{type_}"/>'


def open_part(inside: str) -> Mapping[str, bytes]:
    spaces = 'xmlns:x="urn:x" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return {"content.xml": f"<x:a {spaces}>{inside}</x:a>".encode()}


HOSTILE: dict[str, tuple[bytes, str]] = {
    "macros by what they are": (making_files.word({"word/media/image1.png": VBA}), MACROS),
    "macros by their type": (making_files.excel(declarations=making_files.MACROS), MACROS),
    "macros by what they are for": (making_files.word(relation(MICROSOFT + "vbaProject")), MACROS),
    "a workbook with macros": (making_files.office("application/x.sheet.macroEnabled"), MACROS),
    "old macros": (
        making_files.excel(
            declarations=type_part("m.xml", "application/vnd.ms-excel.macrosheet+xml")
        ),
        MACROS,
    ),
    "a workbook with macros inside": (
        making_files.word({"word/embeddings/a.xlsx": making_files.excel({"xl/a.bin": VBA})}),
        MACROS,
    ),
    "an object by what it is": (making_files.word({"word/a.dat": PACKAGE}), office_scan.INSIDE),
    "an object by what it is for": (
        making_files.word(relation(SCHEMA + "oleObject")),
        office_xml.OBJECTS,
    ),
    "an object by its type": (
        making_files.word({"o.bin": b"x"}, type_part("o.bin", "application/x.oleObject")),
        office_xml.OBJECTS,
    ),
    "a control": (making_files.word(relation(SCHEMA + "control")), office_xml.CONTROLS),
    "a web page in the text": (making_files.word(relation(SCHEMA + "aFChunk")), office_xml.CHUNK),
    "a web page outside": (
        making_files.word(relation(SCHEMA + "aFChunk", "a.htm", outside=True)),
        office_xml.CHUNK,
    ),
    "a web page by its type": (
        making_files.word({"a.dat": b"x"}, '<Default Extension="dat" ContentType="text/html"/>'),
        office_xml.CHUNK,
    ),
    "a web page by what it is": (
        making_files.word({"a.dat": b"\n <!DOCTYPE HTML><p>"}),
        office_scan.INSIDE,
    ),
    "rich text by what it is": (
        making_files.word({"a.dat": rb"{\rtf1 \object}"}),
        office_scan.INSIDE,
    ),
    "a program by what it is": (making_files.word({"a.dat": b"MZ\x90\0"}), office_scan.INSIDE),
    "a link by what it is": (
        making_files.word({"a.dat": b"L\0\0\0\x01\x14\x02\0"}),
        office_scan.INSIDE,
    ),
    "a PDF inside": (making_files.word({"a.dat": making_files.pdf()}), office_scan.INSIDE),
    "a template from the web": (
        making_files.word(
            relation(SCHEMA + "attachedTemplate", "https://x.example/a", outside=True)
        ),
        office_xml.FETCHES,
    ),
    "a picture from the web": (
        making_files.word(relation(SCHEMA + "image", "http://x.example/a.png", outside=True)),
        office_xml.FETCHES,
    ),
    "an object from the web": (
        making_files.excel(relation(SCHEMA + "oleObject", "mhtml:http://x.example", outside=True)),
        office_xml.FETCHES,
    ),
    "data of another program in a workbook": (
        making_files.excel(
            {"xl/e.xml": b'<externalLink><ddeLink ddeService="cmd"/></externalLink>'},
            type_part("xl/e.xml", "application/x.externalLink+xml"),
        ),
        office_xml.STARTS,
    ),
    "entities": (
        making_files.word({"_rels/.rels": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        office_xml.DAMAGED,
    ),
    "a part that is no XML": (
        making_files.word({"_rels/.rels": b"<a><b></a>"}),
        office_xml.DAMAGED,
    ),
    "macros of LibreOffice": (
        making_files.open_document("text", {"Basic/Standard/Module1.xml": b""}),
        MACROS,
    ),
    "scripts of LibreOffice": (
        making_files.open_document("text", {"Scripts/python/a.txt": b""}),
        MACROS,
    ),
    "an event of LibreOffice": (
        making_files.open_document("text", open_part('<x:event-listener xlink:href="vnd.sun:x"/>')),
        MACROS,
    ),
    "a frame of the web": (
        making_files.open_document("text", open_part("<x:floating-frame/>")),
        office_xml.OBJECTS,
    ),
    "a picture from the web in OpenDocument": (
        making_files.open_document("text", open_part('<x:image xlink:href="http://x.example/a"/>')),
        office_xml.FETCHES,
    ),
    "data of another program in OpenDocument": (
        making_files.open_document("spreadsheet", open_part("<x:dde-source/>")),
        office_xml.STARTS,
    ),
    "an object in OpenDocument": (
        making_files.open_document("text", {"Object 1": PACKAGE}),
        office_scan.INSIDE,
    ),
    "slides": (making_files.office("application/x.presentationml.presentation"), SLIDES),
    "slides of OpenDocument": (making_files.open_document("presentation"), SLIDES),
    "a template": (making_files.office("application/x.wordprocessingml.template"), TEMPLATE),
    "a document of Apple": (making_files.archive({"Index/Document.iwa": b"x"}), ADVICE["pages"]),
    "a table of Apple": (
        making_files.archive({"Index/Document.iwa": b"x", "Index/Tables/a.iwa": b""}),
        ADVICE["numbers"],
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_may_not_be_in_an_office_file_is_found(name: str) -> None:
    content, message = HOSTILE[name]
    with pytest.raises(Unfit) as refused:
        types_of(content)
    assert str(refused.value) == message


ENDINGS = [
    *("exe", "py", "url", "chm", "lnk", "iso", "vhd", "vhdx", "hta", "htm", "html", "js", "jar"),
    *("scr", "ps1", "mht", "msi", "reg"),
]


@pytest.mark.parametrize("ending", [*ENDINGS, "exe.", "exe ", "EXE . ."])
def test_a_part_that_would_run_is_refused_by_its_name(ending: str) -> None:
    with pytest.raises(Unfit) as refused:
        types_of(making_files.word({f"word/embeddings/a.{ending}": b"x"}))
    assert str(refused.value) == office_scan.INSIDE


def word_file(change: Callable[[Document], object]) -> bytes:
    """A document as Word has it, changed so."""
    document, file = docx.Document(), BytesIO()
    document.add_heading("Survey of blue badge holders")
    change(document)
    document.save(file)
    return file.getvalue()


def field(*pieces: str) -> Callable[[Document], None]:
    """A field whose code is cut into pieces, each in a run of its own."""

    def change(document: Document) -> None:
        paragraph = document.add_paragraph()
        for kind in ("begin", *pieces, "end"):
            run = paragraph.add_run()
            is_mark = kind in {"begin", "end"}
            element = OxmlElement("w:fldChar" if is_mark else "w:instrText")
            if is_mark:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = kind
            run._r.append(element)

    return change


def outside(kind: str, target: str) -> Callable[[Document], object]:
    return lambda document: document.part.relate_to(target, kind, is_external=True)


def simple_field(document: Document) -> None:
    element = OxmlElement("w:fldSimple")
    element.set(qn("w:instr"), "DDEAUTO c:\\\\cmd.exe x")
    document.add_paragraph()._p.append(element)


@pytest.mark.parametrize(
    "change",
    [field("DDEAUTO c:\\cmd.exe x"), field(" D", "DE", "AUTO ", 'c:\\"x"'), simple_field],
    ids=["whole", "in pieces", "simple"],
)
def test_a_field_that_starts_a_program_is_refused(change: Callable[[Document], None]) -> None:
    with pytest.raises(Unfit) as refused:
        types_of(word_file(change))
    assert str(refused.value) == office_xml.STARTS


RIGHT: dict[str, tuple[bytes, FileType]] = {
    "links": (
        word_file(outside(SCHEMA + "hyperlink", "https://www.hart.gov.uk/?a=b")),
        FileType.WORD,
    ),
    "the template of this computer": (
        word_file(outside(SCHEMA + "attachedTemplate", "file:///C:\\Users\\me\\Normal.dotm")),
        FileType.WORD,
    ),
    "the template of the council": (
        word_file(
            outside(SCHEMA + "attachedTemplate", "file:///\\\\hartdc\\templates\\Report.dotx")
        ),
        FileType.WORD,
    ),
    "numbers of pages": (word_file(field(" PAGE \\* MERGEFORMAT ")), FileType.WORD),
    "words about DDE": (
        word_file(lambda it: it.add_paragraph("DDEAUTO and JavaScript")),
        FileType.WORD,
    ),
    "a chart": (
        making_files.word({"word/embeddings/chart.xlsx": making_files.excel()}),
        FileType.WORD,
    ),
    "icons": (making_files.word({"word/media/icon.svg": b"<svg/>"}), FileType.WORD),
    "a link to another workbook": (
        making_files.excel(
            relation(SCHEMA + "externalLinkPath", "https://x.sharepoint.com/a.xlsx", outside=True)
        ),
        FileType.EXCEL,
    ),
    "a type that no part has": (
        making_files.excel(
            declarations='<Default Extension="bin" ContentType="application/x.oleObject"/>'
        ),
        FileType.EXCEL,
    ),
    "libraries of macros with none in them": (
        making_files.open_document(
            "text", {"Basic/": b"", "Basic/script-lc.xml": b"", "Basic/Standard/script-lb.xml": b""}
        ),
        FileType.ODT,
    ),
    "a link in OpenDocument": (
        making_files.open_document(
            "text", open_part('<x:a xlink:href="https://x.example/">b</x:a>')
        ),
        FileType.ODT,
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_ordinary_documents_are_kept(name: str) -> None:
    content, type_ = RIGHT[name]
    assert types_of(content) == (type_,)
