"""Inspection of a PDF for passwords, scripts, programs to start, other files and recordings.

Every object is read as a viewer reads it, also those in object streams, with escaped names, and
those that no page leads to: so it does not matter where in the file something hides. Words of a
text or a title are no objects, and no reason to refuse it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from eia_app.attachments.office_xml import DAMAGED
from eia_app.domain.errors import Unfit

START = re.compile(rb"%PDF-\d\.\d")
END = b"%%EOF"
LATEST_START, EARLIEST_END = 1_024, 2_048  # bytes: as far as viewers look for them
DEEPEST = 100  # containers within containers, or actions after actions
NOT_BEFORE = (b"MZ", b"\x7fELF", b"#!", b"<")  # a program or a web page with a PDF after it
LOCKED = "The selected PDF has a password: save it without one, then choose that"
SCRIPT = "The selected PDF has a script in it: print it to a new PDF, then choose that"
FORM = "The selected PDF is a form that runs code (XFA): print it to a new PDF, then choose that"
LAUNCH = "The selected PDF starts a program: print it to a new PDF, then choose that"
SENDS = (
    "The selected PDF sends or fetches something when it is used: print it to a new PDF, then"
    " choose that"
)
BY_ITSELF = (
    "The selected PDF opens something else by itself: print it to a new PDF, then choose that"
)
MEDIA = (
    "The selected PDF has sound, video or a 3D model in it: print it to a new PDF, then choose that"
)
INSIDE = (
    "The selected PDF has other files inside it, as a report of this service has: choose it in"
    " Word, or print it to a new PDF"
)
TOO_MUCH = "The selected PDF has more in it than can be checked: print it to a new PDF"
ACTIONS = {
    "/JavaScript": SCRIPT,
    "/Launch": LAUNCH,
    "/SubmitForm": SENDS,
    "/ImportData": SENDS,
    "/GoToE": INSIDE,
    "/RichMediaExecute": MEDIA,
}
HARMLESS = {"/GoTo", "/Named", "/SetOCGState", "/Hide", "/ResetForm", "/Trans", "/Thread"}
BUTTON_EVENTS = {"/U", "/D"}  # events of somebody who presses a button
PLAYED_ANNOTATIONS = {"/RichMedia", "/3D", "/Movie", "/Sound", "/Screen"}  # kinds of annotation
EMBEDDED = ("/F", "/UF", "/DOS", "/Mac", "/Unix")
REMOTE = re.compile(r"\A\s*(?:[\\/]{2}|[a-z][a-z0-9+.-]+:)", re.IGNORECASE)
SCRIPT_ADDRESS = re.compile(r"\A\s*(?:javascript|vbscript|data):", re.IGNORECASE)
# Most objects have none of these names, and need no closer look.
SUSPECT_NAMES = re.compile(
    rb"/(?:JavaScript|JS|Launch|SubmitForm|ImportData|GoToE|GoToR|RichMedia|RichMediaExecute|3D"
    rb"|Movie|Sound|Screen|EF|EmbeddedFile|XFA|OpenAction|AA|URI)(?![^\s()<>\[\]{}/%])"
)


def is_pdf(content: bytes) -> bool:
    """Return whether viewers open the content as a PDF, also with a few lines before its start."""
    start = START.search(content[:LATEST_START])
    if start is None:
        return content.startswith(b"%PDF-")
    return start.start() == 0 or END in content[-EARLIEST_END:]


def check_pdf(content: bytes) -> None:
    """Raise Unfit, in words, for a PDF that may not be attached."""
    if END not in content[-EARLIEST_END:] or content.startswith(NOT_BEFORE):
        raise Unfit(DAMAGED)
    try:
        with Pdf.open(BytesIO(content)) as pdf:
            if not len(pdf.pages):
                raise Unfit(DAMAGED)
            for object_ in (pdf.trailer, *pdf.objects):
                _check_object(object_)
    except pikepdf.PasswordError:
        raise Unfit(LOCKED) from None
    except (MemoryError, RecursionError):
        raise Unfit(TOO_MUCH) from None
    except (pikepdf.PikepdfError, RuntimeError, ValueError, TypeError, LookupError) as error:
        raise Unfit(DAMAGED) from error


def _check_object(object_: Object) -> None:
    """Check one object; those that it refers to are checked by themselves."""
    is_stream = isinstance(object_, Stream)
    container: Object = object_.stream_dict if isinstance(object_, Stream) else object_
    if not is_stream and not isinstance(object_, Dictionary | Array):
        return
    if SUSPECT_NAMES.search(container.unparse(resolved=True)):
        for dictionary in _dictionaries(container, 0):
            _check_dictionary(dictionary)


def _dictionaries(value: Object, depth: int) -> Iterator[Dictionary]:
    if depth > DEEPEST:
        raise Unfit(TOO_MUCH)
    if isinstance(value, Dictionary):
        yield value
        children = list(value.as_dict().values())
    else:
        children = list(value.as_list()) if isinstance(value, Array) else []
    for child in children:
        if isinstance(child, Dictionary | Array) and not child.is_indirect:
            yield from _dictionaries(child, depth + 1)


def _check_dictionary(dictionary: Dictionary) -> None:
    action, kind = _name(dictionary, "/S"), _name(dictionary, "/Subtype")
    if action in ACTIONS:
        raise Unfit(ACTIONS[action])
    if action == "/Rendition":
        raise Unfit(SCRIPT if "/JS" in dictionary else MEDIA)
    if action == "/GoToR" and any(REMOTE.match(file) for file in _files(dictionary.get("/F"))):
        raise Unfit(SENDS)
    if action == "/URI" and SCRIPT_ADDRESS.match(_text(dictionary.get("/URI"))):
        raise Unfit(SCRIPT)
    if kind in PLAYED_ANNOTATIONS:
        raise Unfit(MEDIA)
    if _name(dictionary, "/Type") == "/EmbeddedFile" or _has_any(dictionary.get("/EF"), EMBEDDED):
        raise Unfit(INSIDE)
    form = dictionary.get("/XFA")
    if isinstance(form, Stream) or (isinstance(form, Array) and len(form)):
        raise Unfit(FORM)
    _check_started(dictionary.get("/OpenAction"))
    events = dictionary.get("/AA")
    for key, event in events.as_dict().items() if isinstance(events, Dictionary) else ():
        if key not in BUTTON_EVENTS:
            _check_started(event)


def _check_started(action: Object | None, depth: int = 0) -> None:
    """Raise Unfit for an automatic action, unless it only goes to a page, prints or hides."""
    if depth > DEEPEST:
        raise Unfit(TOO_MUCH)
    if isinstance(action, Array):  # of actions; or a place to go to, whose page is no action
        for next_action in action.as_list():
            _check_started(next_action, depth + 1)
    elif isinstance(action, Dictionary):
        action_type = _name(action, "/S")
        if action_type and action_type not in HARMLESS:
            raise Unfit(ACTIONS.get(action_type, BY_ITSELF))
        _check_started(action.get("/Next"), depth + 1)


def _name(dictionary: Dictionary, key: str) -> str:
    value = dictionary.get(key)
    return str(value) if isinstance(value, Name) else ""


def _text(value: Object | None) -> str:
    return str(value) if isinstance(value, String) else ""


def _files(specification: Object | None) -> list[str]:
    """Return the files that an action names under any of its keys."""
    if isinstance(specification, Dictionary):
        return [_text(specification.get(key)) for key in EMBEDDED]
    return [_text(specification)]


def _has_any(value: Object | None, keys: tuple[str, ...]) -> bool:
    return isinstance(value, Dictionary) and any(key in value for key in keys)
