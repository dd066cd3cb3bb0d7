"""What a PDF must not carry: a password, scripts, programs to start, other files, recordings.

Every object is read as a viewer reads it, also those in object streams, with names that are
written in another way, and those that nothing on a page leads to: so it does not matter where in
the file something hides. Words of a text or a title are no objects, and are no reason.
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
PRESSED = {"/U", "/D"}  # events of somebody who presses a button
PLAYED = {"/RichMedia", "/3D", "/Movie", "/Sound", "/Screen"}  # kinds of annotation
EMBEDDED = ("/F", "/UF", "/DOS", "/Mac", "/Unix")
REMOTE = re.compile(r"\A\s*(?:[\\/]{2}|[a-z][a-z0-9+.-]+:)", re.IGNORECASE)
SCRIPT_ADDRESS = re.compile(r"\A\s*(?:javascript|vbscript|data):", re.IGNORECASE)
# Most objects have none of these names, and need no closer look.
CONCERNS = re.compile(
    rb"/(?:JavaScript|JS|Launch|SubmitForm|ImportData|GoToE|GoToR|RichMedia|RichMediaExecute|3D"
    rb"|Movie|Sound|Screen|EF|EmbeddedFile|XFA|OpenAction|AA|URI)(?![^\s()<>\[\]{}/%])"
)


def is_pdf(content: bytes) -> bool:
    """Return whether viewers take it for a PDF, which may have a few lines before its beginning."""
    found = START.search(content[:LATEST_START])
    if found is None:
        return content.startswith(b"%PDF-")
    return found.start() == 0 or END in content[-EARLIEST_END:]


def check_pdf(content: bytes) -> None:
    """Raise Unfit, in words, for what may not be attached."""
    if END not in content[-EARLIEST_END:] or content.startswith(NOT_BEFORE):
        raise Unfit(DAMAGED)
    try:
        with Pdf.open(BytesIO(content)) as pdf:
            if not len(pdf.pages):
                raise Unfit(DAMAGED)
            for each in (pdf.trailer, *pdf.objects):
                _check(each)
    except pikepdf.PasswordError:
        raise Unfit(LOCKED) from None
    except (MemoryError, RecursionError):
        raise Unfit(TOO_MUCH) from None
    except (pikepdf.PikepdfError, RuntimeError, ValueError, TypeError, LookupError) as error:
        raise Unfit(DAMAGED) from error


def _check(each: Object) -> None:
    """Look at one object; those that it refers to have their own turn."""
    of_stream = isinstance(each, Stream)
    description: Object = each.stream_dict if isinstance(each, Stream) else each
    if not of_stream and not isinstance(each, Dictionary | Array):
        return
    if CONCERNS.search(description.unparse(resolved=True)):
        for dictionary in _dictionaries(description, 0):
            _check_dictionary(dictionary)


def _dictionaries(value: Object, depth: int) -> Iterator[Dictionary]:
    if depth > DEEPEST:
        raise Unfit(TOO_MUCH)
    if isinstance(value, Dictionary):
        yield value
        inner = list(value.as_dict().values())
    else:
        inner = list(value.as_list()) if isinstance(value, Array) else []
    for each in inner:
        if isinstance(each, Dictionary | Array) and not each.is_indirect:
            yield from _dictionaries(each, depth + 1)


def _check_dictionary(it: Dictionary) -> None:
    action, kind = _name(it, "/S"), _name(it, "/Subtype")
    if action in ACTIONS:
        raise Unfit(ACTIONS[action])
    if action == "/Rendition":
        raise Unfit(SCRIPT if "/JS" in it else MEDIA)
    if action == "/GoToR" and any(REMOTE.match(each) for each in _files(it.get("/F"))):
        raise Unfit(SENDS)
    if action == "/URI" and SCRIPT_ADDRESS.match(_text(it.get("/URI"))):
        raise Unfit(SCRIPT)
    if kind in PLAYED:
        raise Unfit(MEDIA)
    if _name(it, "/Type") == "/EmbeddedFile" or _has_any(it.get("/EF"), EMBEDDED):
        raise Unfit(INSIDE)
    form = it.get("/XFA")
    if isinstance(form, Stream) or (isinstance(form, Array) and len(form)):
        raise Unfit(FORM)
    _check_started(it.get("/OpenAction"))
    events = it.get("/AA")
    for key, event in events.as_dict().items() if isinstance(events, Dictionary) else ():
        if key not in PRESSED:
            _check_started(event)


def _check_started(action: Object | None, depth: int = 0) -> None:
    """What starts by itself may go to a page, print or hide something, and lead nowhere else."""
    if depth > DEEPEST:
        raise Unfit(TOO_MUCH)
    if isinstance(action, Array):  # of actions; or a place to go to, whose page is no action
        for each in action.as_list():
            _check_started(each, depth + 1)
    elif isinstance(action, Dictionary):
        said = _name(action, "/S")
        if said and said not in HARMLESS:
            raise Unfit(ACTIONS.get(said, BY_ITSELF))
        _check_started(action.get("/Next"), depth + 1)


def _name(it: Dictionary, key: str) -> str:
    value = it.get(key)
    return str(value) if isinstance(value, Name) else ""


def _text(value: Object | None) -> str:
    return str(value) if isinstance(value, String) else ""


def _files(specification: Object | None) -> list[str]:
    """The files that an action names, which it may do in several ways."""
    if isinstance(specification, Dictionary):
        return [_text(specification.get(key)) for key in EMBEDDED]
    return [_text(specification)]


def _has_any(value: Object | None, keys: tuple[str, ...]) -> bool:
    return isinstance(value, Dictionary) and any(key in value for key in keys)
