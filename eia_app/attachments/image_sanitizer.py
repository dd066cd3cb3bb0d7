"""Pictures are drawn again, so that nothing but what can be seen is kept of them."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageCms, ImageFile, ImageOps

from eia_app.attachments.office_xml import DAMAGED
from eia_app.domain.attachments.file_types import FileType
from eia_app.domain.errors import Unfit

MOST_PIXELS = 30_000_000
TOO_MANY = "The selected picture has more than 30 million pixels: make it smaller, then choose it"
MOVES = "The selected picture moves: choose one that stands still"
FORMATS = {FileType.PNG: "PNG", FileType.JPEG: "JPEG"}
KEPT_MODES = {FileType.PNG: {"1", "L", "LA", "RGB", "RGBA"}, FileType.JPEG: {"L", "RGB"}}
QUALITY = 90
BROKEN = (  # what the decoder raises for files that are not what they say
    *(OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, OverflowError),
    *(EOFError, struct.error, zlib.error),
)
PLAIN = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "transparency"}


def drawn_again(content: bytes, type_: FileType) -> bytes:
    """The same picture, upright, without its place, camera, comments and other hidden parts.

    Raises Unfit for what is too large, damaged, or more than one picture.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it in a process that has loaded it
    try:
        return _drawn(content, type_)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit(TOO_MANY) from None
    except BROKEN as error:
        raise Unfit(DAMAGED) from error


def hides_something(content: bytes) -> bool:
    """Return whether a picture has more in it than can be seen, which one drawn again has not."""
    with Image.open(BytesIO(content)) as picture:
        picture.load()
        return bool(dict(picture.getexif())) or not set(picture.info) <= PLAIN


def _drawn(content: bytes, type_: FileType) -> bytes:
    with Image.open(BytesIO(content), formats=(FORMATS[type_],)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Unfit(TOO_MANY)
        if type_ is FileType.PNG and getattr(picture, "n_frames", 1) > 1:
            raise Unfit(MOVES)
        picture.load()
        ImageOps.exif_transpose(picture, in_place=True)
        seen = _plain(picture, type_)
        fresh = Image.new(seen.mode, seen.size)
        fresh.paste(seen)
    drawn = BytesIO()
    fresh.save(drawn, FORMATS[type_], quality=QUALITY, optimize=type_ is FileType.JPEG)
    return drawn.getvalue()


def _plain(picture: Image.Image, type_: FileType) -> Image.Image:
    """In the colours that every screen shows, and in a form that needs no notes beside it."""
    see_through = picture.has_transparency_data and type_ is FileType.PNG
    wanted = "RGBA" if see_through else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        picture = _in_common_colours(picture, profile, wanted)
    if picture.mode.startswith("I") or picture.mode == "F":
        return _dimmed(picture)
    if picture.mode in KEPT_MODES[type_] and "transparency" not in picture.info:
        return picture
    return picture.convert(wanted)


def _dimmed(picture: Image.Image) -> Image.Image:
    """Sixteen bits of grey as eight."""
    return picture.convert("I").point(lambda value: value / 257).convert("L")


def _in_common_colours(picture: Image.Image, profile: bytes, wanted: str) -> Image.Image:
    """By its own profile as sRGB; by nothing, where the profile is of no use."""
    try:
        known = ImageCms.ImageCmsProfile(BytesIO(profile))
        changed = ImageCms.profileToProfile(
            picture, known, ImageCms.createProfile("sRGB"), outputMode=wanted
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return changed or picture
