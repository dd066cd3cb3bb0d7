"""The contents of attached files, in an exported assessment and out of it again."""

from __future__ import annotations

import binascii
import hashlib
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.attachments.file_names import safe_name
from eia_app.attachments.inspect_process import inspect_kept
from eia_app.domain.attachments.file_types import MB, sections_with_files
from eia_app.domain.errors import BadFile, Unfit
from eia_app.domain.questionnaire.model import Edition
from eia_app.services.attachments.read import keep, named_as
from eia_app.services.transfer.schema import Json
from eia_app.storage.models.attachments import FileContent

CONTENTS = "file_contents"
KEYS = {"sha256", "content"}
LARGEST = 100 * MB  # whatever limit the service had that the file comes from


def written(session: Session, parts: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Json]:
    """Return the contents of an assessment's files in base64: those present, or in a snapshot."""
    named = [snapshot["content"] for snapshot in parts["snapshots"]]
    hashes = {
        file["sha256"]
        for file in parts["attachments"]
        if file["removed_at"] is None or any(named_as(file["sha256"]) in text for text in named)
    }
    contents = session.scalars(
        select(FileContent).where(FileContent.sha256.in_(hashes)).order_by(FileContent.sha256)
    )
    return [{"sha256": e.sha256, "content": b64encode(e.content).decode("ascii")} for e in contents]


def inspect(raw: Mapping[str, Any], scanner: str = "") -> None:
    """Raise BadFile for an attached file that a form would have refused.

    This takes a while, so it is done before anything is locked; what else is wrong with the lists
    of files is left to `read`.
    """
    contents = _contents(raw.get(CONTENTS))
    for number, file in enumerate(_list(raw.get("attachments")), 1):
        if not isinstance(file, dict):
            continue
        name, content = str(file.get("name")), contents.get(str(file.get("sha256")))
        if content is None:
            continue
        try:
            inspect_kept(name, content, LARGEST, scanner)
        except Unfit as unfit:
            raise BadFile(f"In attachments {number}, “{name}” cannot be kept. {unfit}.") from None


def _list(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else []


def _contents(raw: Any) -> dict[str, bytes]:
    return dict(_content(item, number) for number, item in enumerate(_list(raw), 1))


def read(raw: Any, attachments: Sequence[Json], edition: Edition) -> dict[str, bytes]:
    """Return the contents by hash. Raise BadFile for one that no file has or that differs."""
    if not isinstance(raw, list):
        raise BadFile(f"In the file, “{CONTENTS}” is not a list.")
    contents = _contents(raw)
    for number, file in enumerate(attachments, 1):
        _check(file, contents, edition, f"attachments {number}")
    if contents.keys() - {file["sha256"] for file in attachments}:
        raise BadFile(f"In {CONTENTS}, there is something that is attached to nothing.")
    return contents


def _content(raw: Any, number: int) -> tuple[str, bytes]:
    if not isinstance(raw, dict) or raw.keys() != KEYS or {*map(type, raw.values())} != {str}:
        raise BadFile(f"In {CONTENTS} {number}, there is something that cannot be read.")
    try:
        content = b64decode(raw["content"], validate=True)
    except (binascii.Error, ValueError):
        raise BadFile(f"In {CONTENTS} {number}, “content” cannot be read.") from None
    if hashlib.sha256(content).hexdigest() != raw["sha256"]:
        raise BadFile("An attached file does not match its hash: the file is damaged.")
    return raw["sha256"], content


def _check(file: Json, contents: Mapping[str, bytes], edition: Edition, where: str) -> None:
    content = contents.get(file["sha256"])
    wrong = f"In {where}, “{file['name']}” is not what the file says of it."
    if file["name"] != safe_name(file["name"], file["type"]):
        raise BadFile(wrong)
    if file["section"] not in sections_with_files(edition):
        raise BadFile(f"In {where}, the edition has no files in “{file['section']}”.")
    if content is None:
        if file["removed_at"] is None:
            raise BadFile(f"In {where}, the content of “{file['name']}” is missing.")
        return
    if file["size"] != len(content):
        raise BadFile(wrong)


def store(session: Session, contents: Mapping[str, bytes]) -> None:
    """Keep them; what is here already is here once."""
    for sha256, content in contents.items():
        keep(session, sha256, content)
