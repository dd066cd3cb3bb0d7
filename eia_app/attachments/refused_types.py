"""Endings of names that are refused, with the reason and advice.

One table for the name of a file and for the names of what is packed inside an Office file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from eia_app.domain.attachments.file_types import ENDINGS, WANTED

ARCHIVE = "The selected file is a zip or other archive: attach the files in it one by one"
MACROS = "The selected file has macros in it: save it as .docx or .xlsx without them, or as a PDF"
MARKUP = (
    "The selected file is a web page or a drawing with code in it: save it as a PDF, then choose it"
)
PICTURE = "The selected picture is a .{} file: save it as a JPEG or PNG, then choose that"
RECORDING = "The selected file is a sound or video recording: attach a transcript or notes of it"
LINK = (
    "The selected file is only a link to a document: choose the document itself, or save it as a"
    " PDF first"
)
SLIDES = "The selected file has slides in it: save them as a PDF, then choose that"
TEMPLATE = "The selected file is a template: open it, save it as .docx or .xlsx, then choose that"
OTHER_PROGRAM = "The selected file is of {} (.{}): save or export it as a PDF, then choose that"
OLDER = "The selected file is of an older {} (.{}): save it as .{} or PDF, then choose that"
PROGRAM = "The selected file can run on a computer (.{}): such files cannot be attached"
HIDDEN_PROGRAM = (
    "The name of the selected file has “.{}” in it, like a program: give it another name, then"
    " choose it"
)
BAD_END = "The name of the selected file ends in a full stop or a space: rename it, then choose it"

RUNS = frozenset(
    re.findall(
        r"\S+",
        # programs and what installs them
        "app appinstaller application appref-ms appx appxbundle apk com cpl deb dll dmg elf exe"
        " gadget jar msi msix msixbundle msp mst ocx pif pkg rpm scr so swf sys xbap xll"
        # scripts
        " asp aspx bas bash bat cmd command csh hta htc js jse jsp ksh msh msh1 msh2 osd php pl ps1"
        " ps1xml ps2 psc1 psd1 psm1 py pyc pyw pyz rb reg scpt sct sh shb vb vbe vbs wasm ws"
        " wsc wsf wsh zsh"
        # links that start something, and settings that change something
        " desktop grp inf ins iqy isp jnlp library-ms lnk prf scf search-ms service"
        " settingcontent-ms slk theme udl url webloc website xnk"
        # help files, web pages, databases with code, disk images and archives
        " ade adp cab chm diagcab hlp img iso jsx mad maf mda mde mdt mht mhtml msc ost pst vhd"
        " vhdx vmdk wim",
    )
)
PAGES = frozenset({"htm", "html", "xhtml", "shtml", "hta", "mht", "mhtml", "swf"})  # inside a file
IN_ADDRESSES = frozenset({"com", "app", "run"})  # “example.com.pdf” is a page that was saved
SHORTEST_HIDDEN = 3  # letters: “plan.sh.pdf” is by somebody with these initials
ADVICE: Mapping[str, str] = {
    **dict.fromkeys(("zip", "7z", "rar", "tar", "gz", "tgz", "bz2", "xz"), ARCHIVE),
    **dict.fromkeys(("docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppsm"), MACROS),
    **dict.fromkeys(("htm", "html", "xhtml", "mht", "mhtml", "svg", "svgz", "xml"), MARKUP),
    **dict.fromkeys(("mp3", "m4a", "wav", "wma", "mp4", "m4v", "mov", "avi", "wmv"), RECORDING),
    **dict.fromkeys(("url", "lnk", "webloc", "website", "gdoc", "gsheet", "gslides"), LINK),
    **dict.fromkeys(("pptx", "ppsx", "odp"), SLIDES),
    **dict.fromkeys(("dotx", "xltx", "ott", "ots"), TEMPLATE),
    **{ending: PICTURE.format(ending) for ending in ("gif", "webp", "tif", "tiff", "bmp", "avif")},
    "heic": (
        "The selected picture is in the format of iPhones (.heic): save or send it as a JPEG, then"
        " choose that"
    ),
    "msg": (
        "The selected file is an email of Outlook (.msg): print it to a PDF, then choose that, and"
        " attach what came with it one by one"
    ),
    "eml": (
        "The selected file is an email (.eml): print it to a PDF, then choose that, and attach what"
        " came with it one by one"
    ),
    "doc": OLDER.format("Word", "doc", "docx"),
    "xls": OLDER.format("Excel", "xls", "xlsx"),
    "ppt": "The selected file is of an older PowerPoint (.ppt): save it as a PDF, then choose that",
    "xlsb": "The selected file is a binary workbook (.xlsb): save it as .xlsx, then choose that",
    "rtf": "The selected file is rich text (.rtf): save it as .docx or PDF, then choose that",
    "pages": (
        "The selected file is of Apple Pages (.pages): export it as Word or PDF, then choose that"
    ),
    "numbers": (
        "The selected file is of Apple Numbers (.numbers): export it as Excel or PDF, then choose"
        " that"
    ),
    "key": OTHER_PROGRAM.format("Apple Keynote", "key"),
    "pub": OTHER_PROGRAM.format("Publisher", "pub"),
    "vsdx": OTHER_PROGRAM.format("Visio", "vsdx"),
    "vsd": OTHER_PROGRAM.format("Visio", "vsd"),
    "mpp": OTHER_PROGRAM.format("Project", "mpp"),
    "one": OTHER_PROGRAM.format("OneNote", "one"),
    "odg": OTHER_PROGRAM.format("OpenDocument drawings", "odg"),
}
ADVICE = {**ADVICE, "heif": ADVICE["heic"], "pps": ADVICE["ppt"], "dot": ADVICE["doc"]}


def ending_of(name: str) -> str:
    """Return the ending of a name as Windows sees it, without full stops and spaces after it."""
    _, dot, ending = name.rstrip(". ").rpartition(".")
    return ending.strip().lower() if dot else ""


def is_executable(name: str) -> bool:
    """Return whether a file of this name, inside another, would run or open as a page."""
    return ending_of(name) in RUNS | PAGES


def reason_against(name: str) -> str:
    """Return the reason for which a file of this name is refused, or ""."""
    ending = ending_of(name)
    if ending in ADVICE:
        return ADVICE[ending]
    if ending in RUNS:
        return PROGRAM.format(ending)
    if ending and ending not in ENDINGS:
        return WANTED
    if name.rstrip(". ") != name:
        return BAD_END
    inner = [part.strip().lower() for part in name.split(".")[1:-1]]
    hidden = [
        part for part in inner if len(part) >= SHORTEST_HIDDEN and part in RUNS - IN_ADDRESSES
    ]
    return HIDDEN_PROGRAM.format(hidden[0]) if hidden else ""
