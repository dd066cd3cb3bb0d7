"""What a PDF may not carry is found wherever it hides, and what only looks like it is kept."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, AttachedFileSpec, Dictionary, Encryption, Name, Pdf, String

from eia_app.attachments import pdf_scan
from eia_app.attachments.office_xml import DAMAGED
from eia_app.attachments.sniffing import types_of
from eia_app.domain.attachments.file_types import FileType
from eia_app.domain.errors import Unfit
from tests.attachments import making_files

SCRIPT = "<</S/JavaScript/JS(app.alert\\(1\\))>>"
OBJECTS: dict[str, tuple[str, str]] = {
    "a script": (SCRIPT, pdf_scan.SCRIPT),
    "a script far down": (f"[[[<</A[[<</B {SCRIPT}>>]]>>]]]", pdf_scan.SCRIPT),
    "a script of a recording": ("<</S/Rendition/JS(x)>>", pdf_scan.SCRIPT),
    "a script behind a link": ("<</S/URI/URI(javascript:alert\\(1\\))>>", pdf_scan.SCRIPT),
    "a script behind a link in hexadecimal": (
        f"<</S/URI/URI<{b' JavaScript:x'.hex()}>>>",
        pdf_scan.SCRIPT,
    ),
    "a program to start": ("<</S/Launch/F(calc.exe)>>", pdf_scan.LAUNCH),
    "a program to start by Windows": ("<</S/Launch/Win<</F(cmd.exe)>>>>", pdf_scan.LAUNCH),
    "a form that sends": ("<</S/SubmitForm/F(https://x.example)>>", pdf_scan.SENDS),
    "data from elsewhere": ("<</S/ImportData/F(x.fdf)>>", pdf_scan.SENDS),
    "a file on another server": (
        "<</S/GoToR/F(\\\\\\\\10.0.0.1\\\\x.pdf)/D[0/Fit]>>",
        pdf_scan.SENDS,
    ),
    "a file on the web": ("<</S/GoToR/F<</UF(http://x.example/a.pdf)>>>>", pdf_scan.SENDS),
    "a PDF inside": ("<</S/GoToE/T<</R/C/N(a.pdf)>>>>", pdf_scan.INSIDE),
    "a form that runs code": ("<</Fields[]/XFA[(template)(x)]>>", pdf_scan.FORM),
    "a video": ("<</Type/Annot/Subtype/RichMedia>>", pdf_scan.MEDIA),
    "a model": ("<</Type/Annot/Subtype/3D>>", pdf_scan.MEDIA),
    "a film": ("<</Type/Annot/Subtype/Movie>>", pdf_scan.MEDIA),
    "a link that opens itself": (
        "<</OpenAction<</S/URI/URI(https://x.example)>>>>",
        pdf_scan.BY_ITSELF,
    ),
    "a link that opens itself after a step": (
        "<</OpenAction<</S/GoTo/D[0/Fit]/Next[<</S/URI/URI(https://x.example)>>]>>>>",
        pdf_scan.BY_ITSELF,
    ),
    "a link that a page opens": (
        "<</AA<</O<</S/URI/URI(https://x.example)>>>>>>",
        pdf_scan.BY_ITSELF,
    ),
    "actions without an end": (
        "<</OpenAction" + "<</S/GoTo/Next" * 120 + "<<>>" + ">>" * 120 + ">>",
        pdf_scan.TOO_MUCH,
    ),
}


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
@pytest.mark.parametrize("name", OBJECTS)
def test_what_may_not_be_in_a_pdf_is_found(name: str, packed: bool) -> None:
    inside, message = OBJECTS[name]
    with pytest.raises(Unfit) as refused:
        types_of(making_files.pdf(inside, packed=packed))
    assert str(refused.value) == message


@pytest.mark.parametrize("spelling", [b"/Java#53cript", b"/#4aava#53cript", b"/JavaScrip#74"])
def test_a_name_may_be_written_in_another_way(spelling: bytes) -> None:
    content = making_files.pdf(SCRIPT, packed=False).replace(b"/JavaScript", spelling)
    with pytest.raises(Unfit, match="has a script in it"):
        types_of(content)


def changed_pdf(change: Callable[[Pdf], object], encryption: Encryption | bool = False) -> bytes:
    """A PDF of one page with the title of a guide, changed so."""
    file = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        change(pdf)
        pdf.save(file, encryption=encryption)
    return file.getvalue()


def attach(pdf: Pdf) -> None:
    pdf.attachments["a.exe"] = AttachedFileSpec(pdf, b"MZ")


def attach_to_page(pdf: Pdf) -> None:
    """As an annotation, and in no list of what is inside."""
    file = AttachedFileSpec(pdf, b"MZ").obj
    pdf.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, FS=file)])


def associate(pdf: Pdf) -> None:
    pdf.Root.AF = Array([AttachedFileSpec(pdf, b"{}", relationship=Name.Data).obj])


def leave_orphan(pdf: Pdf) -> None:
    """A file that nothing leads to, as some programs remove one."""
    pdf.Root.Left = pdf.make_stream(b"MZ", Type=Name.EmbeddedFile)


def script_tree(pdf: Pdf) -> None:
    """A script in a tree of names, some branches down."""
    action = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=pdf.make_stream(b"app.alert(1)")))
    tree = Dictionary(Limits=Array([String("a"), String("a")]), Names=Array([String("a"), action]))
    for _ in range(6):
        tree = Dictionary(Kids=Array([pdf.make_indirect(tree)]))
    pdf.Root.Names = Dictionary(JavaScript=tree)


def add_form(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))


def script_on_key(pdf: Pdf) -> None:
    field = Dictionary(FT=Name.Tx, T=String("a"))
    field.AA = Dictionary(K=Dictionary(S=Name.JavaScript, JS=String("x")))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]))


WHOLE: dict[str, tuple[Callable[[Pdf], object], str]] = {
    "a file": (attach, pdf_scan.INSIDE),
    "a file on a page": (attach_to_page, pdf_scan.INSIDE),
    "a file that belongs to it": (associate, pdf_scan.INSIDE),
    "a file that was left behind": (leave_orphan, pdf_scan.INSIDE),
    "a script in a tree": (script_tree, pdf_scan.SCRIPT),
    "a form": (add_form, pdf_scan.FORM),
    "a script on a key": (script_on_key, pdf_scan.SCRIPT),
}


@pytest.mark.parametrize("name", WHOLE)
def test_what_hides_in_the_parts_of_a_pdf_is_found(name: str) -> None:
    change, message = WHOLE[name]
    with pytest.raises(Unfit) as refused:
        types_of(changed_pdf(change))
    assert str(refused.value) == message


def test_a_pdf_with_a_password_is_refused() -> None:
    with pytest.raises(Unfit) as refused:
        types_of(changed_pdf(lambda _: None, encryption=Encryption(owner="a", user="b")))
    assert str(refused.value) == pdf_scan.LOCKED


def add_empty_lists(pdf: Pdf) -> None:
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array()))
    pdf.Root.Names.JavaScript = Dictionary(Names=Array())
    pdf.Root.AF = Array()
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=Array())


def mention_scripts(pdf: Pdf) -> None:
    pdf.docinfo["/Title"] = "Why /JavaScript, /Launch (/EF <</F 1 0 R>>) and XFA are not for forms"
    pdf.Root.Words = pdf.make_stream(b"BT (/S /JavaScript /JS) Tj ET")


def add_links(pdf: Pdf) -> None:
    addresses = ("https://www.hart.gov.uk/a", "mailto:a@example.org", "file:///S:/Plans/a.docx")
    pdf.pages[0].Annots = Array(
        Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String(address)))
        for address in addresses
    )
    events = Dictionary(U=Dictionary(S=Name.URI, URI=String(addresses[0])))
    pdf.Root.Button = Dictionary(Subtype=Name.Widget, AA=events)
    pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])
    pdf.Root.Other = Dictionary(S=Name.GoToR, F=String("annex.pdf"), D=Array([0, Name.Fit]))


def name_fonts_like_actions(pdf: Pdf) -> None:
    """A font may be called anything."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    fonts = {f"/{name}": font for name in ("JS", "EF", "XFA", "AA", "JavaScript", "Launch")}
    pdf.pages[0].Resources = Dictionary(Font=Dictionary(fonts))


def print_on_opening(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.Named, N=Name.Print)


def nest_deeply(pdf: Pdf) -> None:
    pdf.Root.Deep = Array([Array([Dictionary(AA=Array([Array([Dictionary(URI=Name.X)])]))])])


RIGHT: dict[str, bytes] = {
    "empty lists of what it could carry": changed_pdf(add_empty_lists),
    "words about scripts": changed_pdf(mention_scripts),
    "links": changed_pdf(add_links),
    "fonts with curious names": changed_pdf(name_fonts_like_actions),
    "printing when it is opened": changed_pdf(print_on_opening),
    "depth": changed_pdf(nest_deeply),
    "a lock that needs no password": changed_pdf(
        lambda _: None, encryption=Encryption(owner="a", user="")
    ),
    "a blank line before it": b"\r\n" + making_files.pdf(),
    "what a printer is told before it": b"\x1b%-12345X@PJL ENTER LANGUAGE=PDF\r\n"
    + making_files.pdf(),
    "a header of the web before it": b"Content-Type: application/pdf\r\n\r\n"
    + making_files.pdf(packed=False),
    "some bytes after it": making_files.pdf() + b"\r\n" * 500,
    "a table that is a little wrong": making_files.pdf(packed=False).replace(
        b"startxref\n", b"startxref\n1"
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_only_looks_suspicious_is_kept(name: str) -> None:
    assert types_of(RIGHT[name]) == (FileType.PDF,)


@pytest.mark.parametrize(
    "content",
    [
        making_files.pdf()[: len(making_files.pdf()) // 2],
        b"%PDF-1.7\n%%EOF",
        b"%PDF-",
        b"MZ\x90\x00" + making_files.pdf(),
        b"<script>x()</script>" + making_files.pdf(),
        b"#!/bin/sh\n" + making_files.pdf(),
        changed_pdf(lambda pdf: pdf.pages.remove(p=1)),
    ],
    ids=["half", "empty", "mark", "program", "page", "shell", "no pages"],
)
def test_what_is_not_whole_or_something_else_as_well_is_refused(content: bytes) -> None:
    with pytest.raises(Unfit) as refused:
        types_of(content)
    assert str(refused.value) == DAMAGED


def test_text_that_tells_how_a_pdf_begins_is_text() -> None:
    assert types_of(b"A file begins with %PDF-1.7 or so") == (FileType.TEXT, FileType.CSV)
