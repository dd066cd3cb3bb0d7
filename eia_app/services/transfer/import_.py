"""Takes an exported assessment in, exactly as it was. What a file looks like: see transfer.py."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NoReturn
from uuid import UUID

from sqlalchemy import insert, or_, select, text
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from eia_app.domain.errors import BadDefinition, BadFile, Unreadable
from eia_app.domain.people.changes import PersonAction
from eia_app.domain.questionnaire.model import AnswerType, Edition
from eia_app.domain.questionnaire.parse_edition import edition_from
from eia_app.domain.snapshot.snapshot import sha256
from eia_app.domain.text.clean import is_blank
from eia_app.domain.text.conversions import email_address, whole
from eia_app.domain.workflow.states import Transition
from eia_app.services.assessment import events as assessment_events
from eia_app.services.people import event_log
from eia_app.services.people.event_log import By
from eia_app.services.transfer import attachments
from eia_app.services.transfer.attachments import CONTENTS
from eia_app.services.transfer.export import FORMAT
from eia_app.services.transfer.limits import check_file, check_short_texts, cleaned
from eia_app.services.transfer.schema import ASSESSMENT, PARTS, Json, decode
from eia_app.services.transfer.validate import check_answers, check_assessment, check_references
from eia_app.storage.forms.folder import hash_of
from eia_app.storage.models.assessment import Assessment, StoredEdition
from eia_app.storage.models.events import Event
from eia_app.storage.models.people import Person

REFERENCE = re.compile(r"EIA-([0-9]{4})-([0-9]{3,9})\Z")
BY = "eia import"  # who added people, where it is not said
UNFORESEEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
PERSON = ("id", "email", "name", "job_title", "service")


def read(content: bytes, scanner: str = "") -> Json:
    """Return a file's content as JSON, once its attached files are inspected. Raise BadFile."""
    try:
        raw = json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BadFile("The file is not JSON.") from None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise BadFile(f"The file is not an exported assessment: its format is not “{FORMAT}”.")
    check_file(raw)
    attachments.inspect(raw, scanner)
    return raw


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def import_assessment(
    session: Session, raw: Mapping[str, Any], *, now: datetime, by: By = BY
) -> Assessment:
    """Store an exported assessment. Unknown people become inactive, without a role.

    Raise BadFile when the file is damaged, or does not fit what is stored. Then nothing is kept.
    """
    try:
        with session.begin_nested():
            return _take_in(session, raw, now, by)
    except (IntegrityError, DataError):
        raise BadFile("The file contradicts itself, or what is stored here already.") from None
    except UNFORESEEN:
        raise BadFile("The file cannot be read, so nothing was imported.") from None


def _take_in(session: Session, raw: Mapping[str, Any], now: datetime, by: By) -> Assessment:
    check_file(raw)
    raw = cleaned(raw)
    parts = (part.name for part in PARTS)
    known = {"format", "edition", "people", ASSESSMENT.name, CONTENTS, *parts}
    if raw.keys() != known:
        raise BadFile(f"In the file, “{min(raw.keys() ^ known)}” is missing or is not known.")
    edition_id, edition = _edition(session, raw["edition"], now)
    emails, moved = _people(session, raw["people"], now, by)
    whole = decode(ASSESSMENT, raw[ASSESSMENT.name], emails, "the assessment")
    check_new(session, whole["reference"], whole["id"])
    check_assessment(whole)
    rows = {part.name: _decoded(part, raw[part.name], emails) for part in PARTS}
    check_answers(edition, rows)
    check_references(rows)
    _check_snapshots(rows["snapshots"])
    contents = attachments.read(raw[CONTENTS], rows["attachments"], edition)
    _rename_people(edition, rows, moved)
    session.execute(insert(ASSESSMENT.table), {**whole, "edition_id": edition_id})
    for part in PARTS:
        own_rows = [{**row, "assessment_id": whole["id"]} for row in rows[part.name]]
        if part.model is Event:
            _append(session, own_rows)
        elif own_rows:
            session.execute(insert(part.table), own_rows)
    attachments.store(session, contents)
    advance_counter(session, whole["reference"])
    return session.get_one(Assessment, whole["id"])


def _append(session: Session, events: list[Json]) -> None:
    """Append the events. Raise BadFile for one that cannot be read, unless another explains it."""
    explained = {
        event["detail"].get("event")
        for event in events
        if event["action"] is Transition.EXPLAIN and isinstance(event["detail"], dict)
    }
    for number, event in enumerate(events, 1):
        try:
            assessment_events.append(session, Event(**event), is_explained=number in explained)
        except Unreadable:
            raise BadFile(f"In events {number}, “detail” cannot be read.") from None


def _decoded(part: Any, raw: Any, emails: Mapping[str, UUID]) -> list[Json]:
    return [
        decode(part, row, emails, f"{part.name} {number}")
        for number, row in enumerate(_list(raw, part.name), 1)
    ]


def _list(raw: Any, name: str) -> list[Any]:
    if not isinstance(raw, list):
        raise BadFile(f"In the file, “{name}” is not a list.")
    return raw


def _edition(session: Session, raw: Any, now: datetime) -> tuple[UUID, Edition]:
    """The edition of the file: the frozen one here, or frozen now from the file."""
    if not isinstance(raw, dict) or raw.keys() != {"name", "sha256", "definition"}:
        raise BadFile("In the file, “edition” cannot be read.")
    name, tables = raw["name"], raw["definition"]
    if not isinstance(name, str) or hash_of(tables) != raw["sha256"]:
        raise BadFile("The edition in the file does not match its hash: the file is damaged.")
    stored = session.scalar(select(StoredEdition).where(StoredEdition.name == name))
    if stored is not None and stored.sha256 != raw["sha256"]:
        raise BadFile(f"The edition {name} in the file is not the {name} that is used here.")
    try:
        edition = edition_from(name, tables)
    except (BadDefinition, KeyError, TypeError, AttributeError):
        raise BadFile(f"The edition {name} in the file has faults.") from None
    if stored is None:
        stored = StoredEdition(name=name, sha256=raw["sha256"], definition=tables, frozen_at=now)
        session.add(stored)
        session.flush()
    return stored.id, edition


def _people(
    session: Session, raw: Any, now: datetime, by: By
) -> tuple[dict[str, UUID], dict[str, str]]:
    """Return the people of the file by email; and the ids that are others here, old to new."""
    ids, moved = {}, {}
    for listed in _list(raw, "people"):
        if not isinstance(listed, dict) or {type(listed.get(key)) for key in PERSON} != {str}:
            raise BadFile("In the file, one of the people cannot be read.")
        check_short_texts("people", listed, "the people")
        person = _person(session, {key: listed[key] for key in PERSON}, now, by)
        ids[listed["email"]] = person.id
        if str(person.id) != listed["id"]:
            moved[listed["id"]] = str(person.id)
    return ids, moved


def _person(session: Session, given: dict[str, str], now: datetime, by: By) -> Person:
    """Return the person with this email; or with this id, if the email was changed since; or a new
    one.
    """
    try:
        id_, email = UUID(given["id"]), email_address(given["email"])
    except ValueError:
        raise BadFile("In the file, one of the people cannot be read.") from None
    if not ADDRESS.fullmatch(email) or is_blank(given["name"]):
        raise BadFile("In the file, one of the people has no name or no email address.")
    same = or_(Person.email == email, Person.id == id_)
    people = session.scalars(select(Person).where(same)).all()
    if people:
        return min(people, key=lambda person: person.email != email)
    person = Person(**{**given, "id": id_, "email": email}, is_active=False, added_at=now)
    session.add(person)
    session.flush()
    detail: dict[str, Any] = {"email": email, "roles": [], "may_sign_in": False}
    added = PersonAction.ADDED
    event_log.record(session, person, added, by=by, now=now, detail=detail, tells=False)
    return person


def check_new(session: Session, reference: str, id_: UUID) -> None:
    """Raise BadFile if the reference is not one, or this assessment is here already."""
    if not REFERENCE.match(reference):
        raise BadFile(f"“{reference}” is not a reference such as EIA-2026-014.")
    same = or_(Assessment.reference == reference, Assessment.id == id_)
    known = session.scalar(select(Assessment.reference).where(same))
    if known:
        raise BadFile(f"There is an assessment {known} here already, so nothing was imported.")


def _check_snapshots(snapshots: list[Json]) -> None:
    for snapshot in snapshots:
        if sha256(snapshot["content"]) != snapshot["sha256"]:
            raise BadFile("A snapshot in the file does not match its hash: the file is damaged.")


def _rename_people(edition: Edition, rows: Mapping[str, Any], moved: Mapping[str, str]) -> None:
    """Let answers that name a person name the same person here."""
    questions = {q.id for q in edition.questions.values() if q.type is AnswerType.PERSON}
    for row in (*rows["answers"], *rows["replaced_values"]):
        if row["question"] in questions:
            row["value"] = moved.get(row["value"], row["value"])
    for row in (*rows["rows"], *rows["actions"]):
        for question in questions & row["values"].keys():
            value = row["values"][question]
            row["values"][question] = moved.get(value, value)


def advance_counter(session: Session, reference: str) -> None:
    """Raise the counter past a reference that came in, so that it is never given out again."""
    parts = REFERENCE.match(reference)
    year, number = parts.groups() if parts else ("0", "0")
    session.execute(
        text(
            "INSERT INTO reference_counter (year, last) VALUES (:year, :last)"
            " ON CONFLICT (year) DO UPDATE SET last = CASE WHEN excluded.last"
            " > reference_counter.last THEN excluded.last ELSE reference_counter.last END"
        ),
        {"year": whole(year), "last": whole(number)},
    )
