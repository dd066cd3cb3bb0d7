"""What a browser sends becomes a file that may be kept; of a picture, only what can be seen."""

from __future__ import annotations

import os
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms, ImageFile, PngImagePlugin

from eia_app.attachments import image_sanitizer as pictures
from eia_app.attachments.inspect_process import Upload, inspect
from eia_app.attachments.office_xml import DAMAGED
from eia_app.attachments.sanitize import check_sanitized_file, sanitize_file
from eia_app.domain.attachments.file_types import MB, FileType
from eia_app.domain.errors import Unfit
from tests.attachments import making_files

LARGEST = 10 * MB
SECRETS = (b"Canon", b"EOS", b"GPS", b"Exif", b"xmp", b"secret", b"ICC", b"iCCP", b"tEXt", b"eXIf")
TURNED = 6  # what a phone notes of a picture that was taken upright


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes: camera, moment, and the position to a few metres."""
    notes = Image.Exif()
    notes[0x010F], notes[0x0110], notes[0x9286] = "Canon", "EOS", "secret"
    notes[0x0112] = orientation
    position = notes.get_ifd(0x8825)
    position[1], position[2] = "N", (51.0, 16.0, 30.0)
    position[3], position[4] = "W", (0.0, 50.0, 9.0)
    return notes


def photo(orientation: int = 1) -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return making_files.picture(
        "JPEG",
        exif=exif(orientation),
        icc_profile=profile,
        comment="secret",
        xmp=b"<x:xmpmeta>secret</x:xmpmeta>",
        quality=95,
    )


def drawing() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "secret")
    notes.add_itxt("XML:com.adobe.xmp", "<xmp>secret</xmp>", zip=True)
    return making_files.picture("PNG", pnginfo=notes, exif=exif())


def open_image(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize(
    ("name", "content"), [("site.jpg", photo()), ("site.png", drawing())], ids=["JPEG", "PNG"]
)
def test_a_picture_is_kept_without_its_place_camera_and_comments(name: str, content: bytes) -> None:
    assert sum(secret in content for secret in SECRETS) > 3
    kept = sanitize_file(name, content, LARGEST).content
    assert [secret for secret in SECRETS if secret in kept] == []
    picture = open_image(kept)
    assert dict(picture.getexif()) == {}
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("name", ["site.jpg", "site.png"])
def test_a_picture_still_shows_what_it_showed(name: str) -> None:
    content = photo() if name.endswith("jpg") else drawing()
    seen = open_image(sanitize_file(name, content, LARGEST).content).convert("RGB")
    assert seen.size == (40, 20)
    for place, colour in {(5, 10): (255, 0, 0), (35, 10): (0, 0, 255)}.items():
        found = seen.getpixel(place)
        assert isinstance(found, tuple)
        assert all(abs(one - other) < 16 for one, other in zip(found, colour, strict=True))


def test_a_picture_that_was_taken_upright_is_kept_upright() -> None:
    assert open_image(photo(TURNED)).size == (40, 20)
    seen = open_image(sanitize_file("site.jpg", photo(TURNED), LARGEST).content)
    assert seen.size == (20, 40)
    top = seen.convert("RGB").getpixel((10, 5))
    assert isinstance(top, tuple)
    assert top[0] > 200  # red, which was on the left, is on top


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_of_any_kind_is_drawn_again(mode: str) -> None:
    made = BytesIO()
    Image.new(mode, (4, 3)).save(made, "PNG")
    assert open_image(pictures.redraw_image(made.getvalue(), FileType.PNG)).size == (4, 3)


def test_grey_of_sixteen_bits_stays_as_light_as_it_was() -> None:
    made = BytesIO()
    Image.new("I;16", (4, 3), 32_896).save(made, "PNG")
    assert open_image(pictures.redraw_image(made.getvalue(), FileType.PNG)).getpixel((0, 0)) == 128


def test_what_could_be_seen_through_can_be_seen_through() -> None:
    made = BytesIO()
    Image.new("RGBA", (4, 3), (9, 9, 9, 0)).quantize().save(made, "PNG")
    kept = open_image(pictures.redraw_image(made.getvalue(), FileType.PNG))
    assert kept.convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index] # a tuple


def test_a_picture_for_printers_gets_the_colours_of_screens() -> None:
    made = BytesIO()
    Image.new("CMYK", (4, 3), (0, 255, 255, 0)).save(made, "JPEG")
    kept = open_image(pictures.redraw_image(made.getvalue(), FileType.JPEG))
    assert (kept.mode, kept.getpixel((0, 0))[0] > 200) == ("RGB", True)  # type: ignore[index] # a tuple


def test_a_profile_that_makes_no_sense_is_left_out() -> None:
    content = making_files.picture("JPEG", icc_profile=b"no profile")
    assert "icc_profile" not in open_image(sanitize_file("a.jpg", content, LARGEST).content).info


def animated_png() -> bytes:
    made, frames = BytesIO(), [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    frames[0].save(made, "PNG", save_all=True, append_images=frames[1:])
    return made.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A PNG that says that it is very large: that is found out before it is unpacked."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        sum_ = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + sum_

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"".join(
        [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", head), chunk(b"IDAT", b""), chunk(b"IEND", b"")]
    )


BAD = {
    "too many pixels": (huge_png(6_000, 6_000), pictures.TOO_MANY),
    "more pixels than the library likes": (huge_png(12_000, 12_000), pictures.TOO_MANY),
    "far more pixels": (huge_png(60_000, 60_000), pictures.TOO_MANY),
    "two pictures in one": (animated_png(), pictures.MOVES),
    "half a picture": (making_files.picture(size=(200, 200))[:120], DAMAGED),
    "a beginning and nothing else": (b"\x89PNG\r\n\x1a\n" + os.urandom(50), DAMAGED),
    "a web page that begins like a picture": (
        b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
        DAMAGED,
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_picture_that_cannot_be_drawn_again_is_refused(name: str) -> None:
    content, message = BAD[name]
    with pytest.raises(Unfit) as refused:
        sanitize_file("site.png", content, LARGEST)
    assert str(refused.value) == message


def test_half_a_picture_is_refused_whatever_others_let_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as what makes reports does
    with pytest.raises(Unfit, match="damaged"):
        inspect("site.jpg", photo()[:-200], LARGEST)


@pytest.mark.parametrize("content", [photo(), photo(TURNED), drawing()], ids=["1", "6", "PNG"])
def test_a_picture_comes_back_as_it_was_kept_or_not_at_all(content: bytes) -> None:
    name = "site.png" if content.startswith(b"\x89") else "site.jpg"
    kept = sanitize_file(name, content, LARGEST)
    assert check_sanitized_file(name, kept.content, LARGEST) == kept
    with pytest.raises(Unfit, match="damaged"):
        check_sanitized_file(name, content, LARGEST)


def test_code_behind_a_picture_does_not_stay() -> None:
    content = making_files.picture() + b"<script>alert(1)</script>"
    assert b"script" not in sanitize_file("site.png", content, LARGEST).content


@pytest.mark.parametrize("name", making_files.GOOD)
def test_a_good_file_is_kept_with_a_safe_name_and_its_type(name: str) -> None:
    kept = sanitize_file(f"C:\\me\\{name}", making_files.GOOD[name], LARGEST)
    assert kept.name == name.replace(".jpeg", ".jpg")
    if kept.type not in pictures.FORMATS:
        assert kept == Upload(name, kept.type, making_files.GOOD[name])


def test_a_file_may_be_as_large_as_the_limit_and_no_larger() -> None:
    assert sanitize_file("a.txt", b"a" * 1024, 1024).content
    with pytest.raises(Unfit, match="must be smaller than 1 KB"):
        sanitize_file("a.txt", b"a" * 1025, 1024)


def test_a_picture_that_is_larger_when_drawn_again_is_measured_again() -> None:
    content = making_files.picture("PNG", (300, 300), optimize=True)
    noisy = Image.effect_noise((120, 120), 90)
    made = BytesIO()
    noisy.save(made, "JPEG", quality=5)
    assert len(made.getvalue()) < 4_000
    with pytest.raises(Unfit, match="larger than 4 KB once it is cleaned: make it smaller"):
        sanitize_file("a.jpg", made.getvalue(), 4 * 1024)
    assert sanitize_file("a.png", content, LARGEST).type is FileType.PNG
