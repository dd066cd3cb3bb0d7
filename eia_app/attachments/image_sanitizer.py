"""Redrawing of pictures, so that no hidden part of them is kept."""

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


def redraw_image(content: bytes, type_: FileType) -> bytes:
    """Return the picture upright, without its place, camera, comments and other hidden parts.

    Raise Unfit if it is too large or damaged, or has more than one picture.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it in a process that has loaded it
    try:
        return _redraw(content, type_)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit(TOO_MANY) from None
    except BROKEN as error:
        raise Unfit(DAMAGED) from error


def has_hidden_parts(content: bytes) -> bool:
    """Return whether a picture has hidden parts, which a redrawn one never has."""
    with Image.open(BytesIO(content)) as picture:
        picture.load()
        return bool(dict(picture.getexif())) or not set(picture.info) <= PLAIN


def _redraw(content: bytes, type_: FileType) -> bytes:
    with Image.open(BytesIO(content), formats=(FORMATS[type_],)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Unfit(TOO_MANY)
        if type_ is FileType.PNG and getattr(picture, "n_frames", 1) > 1:
            raise Unfit(MOVES)
        picture.load()
        ImageOps.exif_transpose(picture, in_place=True)
        visible = _normalize_mode(picture, type_)
        redrawn = Image.new(visible.mode, visible.size)
        redrawn.paste(visible)
    file = BytesIO()
    redrawn.save(file, FORMATS[type_], quality=QUALITY, optimize=type_ is FileType.JPEG)
    return file.getvalue()


def _normalize_mode(picture: Image.Image, type_: FileType) -> Image.Image:
    """Return the picture in sRGB and in a mode that needs no metadata."""
    is_transparent = picture.has_transparency_data and type_ is FileType.PNG
    mode = "RGBA" if is_transparent else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        picture = _as_srgb(picture, profile, mode)
    if picture.mode.startswith("I") or picture.mode == "F":
        return _as_8_bit_grey(picture)
    if picture.mode in KEPT_MODES[type_] and "transparency" not in picture.info:
        return picture
    return picture.convert(mode)


def _as_8_bit_grey(picture: Image.Image) -> Image.Image:
    """Return a picture of 16-bit grey as 8-bit grey."""
    return picture.convert("I").point(lambda value: value / 257).convert("L")


def _as_srgb(picture: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """Return the picture converted from its profile to sRGB, or as it is if the profile is bad."""
    try:
        source_profile = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(
            picture, source_profile, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return converted or picture
