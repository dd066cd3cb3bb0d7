"""Inspection of the XML parts of an office file for macros, objects and links that fetch.

Ordinary hyperlinks, links between workbooks and the template that a document was begun from are
no reason to refuse it: only content that a program fetches from another network when it opens it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from posixpath import splitext
from urllib.parse import unquote
from xml.parsers import expat
from zipfile import ZipFile

from eia_app.attachments.refused_types import MACROS
from eia_app.domain.errors import Unfit

Attributes = Mapping[str, str]
StartHandler = Callable[[str, Attributes], None]
DAMAGED = "The selected file is damaged or not complete: save it again, then choose it"
CHUNK = (
    "The selected file has a web page or another document inside it: open it in Word, save it as a"
    " PDF, then choose that"
)
CONTROLS = "The selected file has ActiveX controls in it: save it as a PDF, then choose that"
OBJECTS = (
    "The selected file has an object of another program inside it: save it as a PDF, then choose"
    " that"
)
FETCHES = (
    "The selected file fetches something from another place when it is opened, such as a picture or"
    " a template: save it as a PDF, then choose that"
)
STARTS = "The selected file asks another program for data (DDE): save it as a PDF, then choose that"
TYPES = "[Content_Types].xml"
REFUSED_PARTS = {  # in the type of a part
    "macroenabled": MACROS,
    "vbaproject": MACROS,
    "vbadata": MACROS,
    "macrosheet": MACROS,
    "activex": CONTROLS,
    "oleobject": OBJECTS,
    "text/html": CHUNK,
    "xhtml": CHUNK,
    "message/rfc822": CHUNK,
    "/rtf": CHUNK,
}
REFUSED_RELATIONS = {  # the end of the type of a relationship, to a part inside
    "vbaproject": MACROS,
    "wordvbadata": MACROS,
    "xlmacrosheet": MACROS,
    "xlintlmacrosheet": MACROS,
    "afchunk": CHUNK,
    "control": CONTROLS,
    "activexcontrolbinary": CONTROLS,
    "oleobject": OBJECTS,
}
OPENED_BY_PEOPLE = {"hyperlink", "externallinkpath", "xlexternallinkpath", "xlpathmissing"}
DDE = re.compile(r"(?:^|\s)DDE(?:AUTO)?\s", re.IGNORECASE)
REFUSED_ELEMENTS = {  # elements of OpenDocument
    "event-listener": MACROS,
    "plugin": OBJECTS,
    "applet": OBJECTS,
    "floating-frame": OBJECTS,
    "object-ole": OBJECTS,
    "dde-source": STARTS,
    "dde-connection-decl": STARTS,
    "dde-link": STARTS,
}
OPEN_PARTS = ("content.xml", "styles.xml")
OWN_NETWORKS = (
    ".local",
    ".lan",
    ".internal",
    ".intra",
    ".corp",
    ".gov.uk",
    ".nhs.uk",
    ".police.uk",
)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)  # of two letters or more: no drive


def is_remote(target: str) -> bool:
    """Return whether an address is of another network: not a file here or on a server of ours."""
    path = unquote(target).strip().replace("\\", "/")
    if path.lower().startswith("file:"):
        path = path[len("file:") :]
        if path.startswith("///") and not path.startswith("////"):
            return False
    elif SCHEME.match(path):
        return True
    if not path.startswith("//"):
        return False
    host = path.lstrip("/").partition("/")[0].lower()
    is_outside = any(sign in host for sign in ".@:") and not host.endswith(OWN_NETWORKS)
    return is_outside or host.isdigit() or host.startswith("0x")


def types_of_parts(archive: ZipFile) -> dict[str, str]:
    """Return the declared type of each part by its name, both in lower case."""
    by_ending: dict[str, str] = {}
    by_name: dict[str, str] = {}

    def started(tag: str, attributes: Attributes) -> None:
        type_ = attributes.get("ContentType", "").lower()
        if tag == "Default":
            by_ending[attributes.get("Extension", "").lower()] = type_
        elif tag == "Override":
            by_name[attributes.get("PartName", "").lstrip("/").lower()] = type_

    _parse(archive.read(TYPES), started)
    endings = {name.lower(): splitext(name.lower())[1].lstrip(".") for name in archive.namelist()}
    return {**{name: by_ending.get(ending, "") for name, ending in endings.items()}, **by_name}


def check_ooxml(archive: ZipFile) -> None:
    """Raise Unfit for a Word or Excel file with macros, objects or links that fetch."""
    types = types_of_parts(archive)
    for type_ in types.values():
        for mark, reason in REFUSED_PARTS.items():
            if mark in type_:
                raise Unfit(reason)
    for name in archive.namelist():
        type_ = types.get(name.lower(), "")
        if name.lower().endswith(".rels") or "relationships+xml" in type_:
            _parse(archive.read(name), _check_relation)
        elif "wordprocessingml" in type_:
            _check_fields(archive.read(name))
        elif "externallink" in type_:
            _parse(archive.read(name), _check_external)


def check_open_document(archive: ZipFile) -> None:
    """Raise Unfit for an OpenDocument file with macros, objects or links that fetch."""
    for name in archive.namelist():
        if name.rpartition("/")[2] in OPEN_PARTS:
            _parse(archive.read(name), _check_open_element)


def _check_relation(tag: str, attributes: Attributes) -> None:
    if tag != "Relationship":
        return
    kind = attributes.get("Type", "").rpartition("/")[2].lower()
    if attributes.get("TargetMode", "").lower() == "external":
        if kind not in OPENED_BY_PEOPLE and is_remote(attributes.get("Target", "")):
            raise Unfit(FETCHES)
        if kind == "afchunk":
            raise Unfit(CHUNK)
    elif kind in REFUSED_RELATIONS:
        raise Unfit(REFUSED_RELATIONS[kind])


def _check_fields(xml: bytes) -> None:
    """Raise Unfit for DDE in a field, which may be cut into pieces: they are read together."""
    instructions: list[str] = []
    is_instruction = [False]

    def started(tag: str, attributes: Attributes) -> None:
        is_instruction[0] = tag in {"instrText", "delInstrText"}
        if tag in {"fldSimple", "fldChar"}:  # a field begins or ends
            instructions.append(f" {attributes.get('instr', '')} ")

    def text(content: str) -> None:
        if is_instruction[0]:
            instructions.append(content)

    _parse(xml, started, text)
    if DDE.search("".join(instructions)):
        raise Unfit(STARTS)


def _check_external(tag: str, _: Attributes) -> None:
    if tag == "ddeLink":
        raise Unfit(STARTS)


def _check_open_element(tag: str, attributes: Attributes) -> None:
    if tag in REFUSED_ELEMENTS:
        raise Unfit(REFUSED_ELEMENTS[tag])
    if tag != "a" and is_remote(attributes.get("href", "")):
        raise Unfit(FETCHES)


def _parse(xml: bytes, started: StartHandler, text: Callable[[str], object] | None = None) -> None:
    """Parse a part with these handlers, without a tree and without entities.

    Raise Unfit for a part that is not XML.
    """

    def start_element(tag: str, attributes: Attributes) -> None:
        local_attributes = {name.rpartition(" ")[2]: value for name, value in attributes.items()}
        started(tag.rpartition(" ")[2], local_attributes)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse_entity
    parser.StartElementHandler = start_element
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError) as error:
        raise Unfit(DAMAGED) from error


def _refuse_entity(*_: object) -> None:
    raise Unfit(DAMAGED)
