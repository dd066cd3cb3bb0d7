"""Makes an assessment again from the record inside its report: a draft, and never more than that.

What was asked and answered, every list, the action plan and the reason of a route set by hand come
back, and are compared with the record before anything is kept. Its history, its people, its files,
its review and its sign-off do not: a report proves them, but does not hold them. So the draft is a
new version, which somebody leads who was named for it, and has to be signed off like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session

from eia_app.domain.errors import BadFile, EditionChanged, EiaError
from eia_app.domain.questionnaire.council import Council
from eia_app.domain.questionnaire.model import AnswerType, Edition, Group
from eia_app.domain.snapshot.snapshot import canonical, sha256
from eia_app.domain.workflow.states import Transition
from eia_app.services.answers.rows import save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.edition_freeze import freeze
from eia_app.services.assessment.events import record as note_down
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.snapshots import snapshots
from eia_app.services.transfer.import_ import UNFORESEEN, advance_counter, check_new
from eia_app.services.transfer.limits import check_file, check_short_texts, cleaned
from eia_app.services.transfer.validate import check_answers
from eia_app.storage.forms.folder import Forms, Frozen, frozen_edition
from eia_app.storage.models.assessment import Assessment, StoredEdition
from eia_app.storage.models.people import Person

Json = Mapping[str, Any]
PRACTICE = "This report was written for practice and is no assessment, so nothing was imported."
UNREADABLE = "The record inside this report cannot be read, so nothing was imported."


class Asked(NamedTuple):
    """A question of the record, and where it was asked."""

    section: str
    group: str | None
    row: str | None
    question: Json

    @property
    def answered(self) -> bool:
        return self.question["value"] is not None

    @property
    def is_person(self) -> bool:
        return bool(self.question["type"] == AnswerType.PERSON)


@dataclass
class Found:
    """The answers of a record, as they are saved: by page, and by row of a list."""

    answers: dict[tuple[str, str | None], dict[str, Any]] = field(default_factory=dict)
    rows: dict[tuple[str, UUID], dict[str, Any]] = field(default_factory=dict)


def rebuild(
    session: Session, forms: Forms, record: Json, *, lead: Person, now: datetime, id_: UUID
) -> AssessmentContext:
    """Return a draft of the version after the one in the record. Raise BadFile, and then keep
    nothing.

    Raise Denied when the person who is to lead it has left.
    """
    with session.begin_nested():
        try:
            return _rebuilt(session, forms, record, lead, now, id_)
        except EiaError:
            raise
        except (*UNFORESEEN, DataError):
            raise BadFile(UNREADABLE) from None


def _rebuilt(
    session: Session, forms: Forms, record: Json, lead: Person, now: datetime, id_: UUID
) -> AssessmentContext:
    whole = record
    check_file(whole)
    record = cleaned(whole)
    check_short_texts("assessment", record, "the record")
    if record.get("practice"):
        raise BadFile(PRACTICE)
    _check_council(record["council"], forms.council)
    check_new(session, record["reference"], id_)
    frozen = _edition(session, forms, record["edition"], now)
    given = _found(record)
    _check(frozen.edition, given)
    assessment = Assessment(
        id=id_,
        reference=record["reference"],
        title=record["title"],
        version=record["version"] + 1,
        edition_id=frozen.id,
        local_groups=[asdict(group) for group in _local_groups(record, forms.council)],
        override=_override(record["route"]),
        lead=lead,
        lead_id=lead.id,
        started_at=now,
        changed_at=now,
    )
    session.add(assessment)
    session.flush()
    advance_counter(session, assessment.reference)
    note = f"Rebuilt from the report of version {record['version']}."
    detail: dict[str, object] = {"rebuilt_from": sha256(canonical(whole))}
    note_down(session, assessment, Transition.START, by=lead, now=now, note=note, detail=detail)
    context = load_assessment(session, forms, id_)
    _save(context, given, lead, now)
    _compare(record, snapshots.take(context))
    return context


def _check_council(council: Json, ours: Council) -> None:
    if council["id"] != ours.id:
        raise BadFile(
            f"This report is of {council['name']}, and this service is of {ours.name}, so nothing"
            " was imported."
        )


def _edition(session: Session, forms: Forms, named: Json, now: datetime) -> Frozen:
    """Return the edition that was answered: frozen here already, or in our folder unchanged."""
    name = named["id"]
    stored = session.scalar(select(StoredEdition).where(StoredEdition.name == name))
    try:
        if stored is None and name in forms.edition_names:
            freeze(session, forms, name, now=now)
            stored = session.scalar(select(StoredEdition).where(StoredEdition.name == name))
    except EditionChanged:
        stored = None
    if stored is None or stored.sha256 != named["sha256"]:
        raise BadFile(
            f"This report was made with an edition {name} that is not here, so nothing was"
            " imported."
        )
    return frozen_edition(session, stored.id, forms.council.review_group)


def _local_groups(record: Json, council: Council) -> list[Group]:
    """Return the local groups of the record as they were called; those of the council for a
    screening.
    """
    known = {group.id: group for group in council.local_groups}
    groups = {}
    for section in _sections(record):
        for group in filter(itemgetter("local"), section.get("groups", ())):
            words = {key: group[key] for key in ("title", "people", "law")}
            ours = known.get(group["id"]) or Group(group["id"], "", "", local=True)
            groups[group["id"]] = replace(ours, **words)
    return list(groups.values()) or list(council.local_groups)


def _override(route: Json) -> dict[str, Any] | None:
    """Return the override of a route: with its reason, and by whom if names are not withheld."""
    set_by_hand = route.get("override")
    if not set_by_hand:
        return None
    at, reason = str(set_by_hand["at"]), str(set_by_hand["reason"])
    by = str(set_by_hand["by"] or "")
    return {"route": route["route"], "reason": reason, "by": by, "at": at}


def _sections(record: Json) -> Iterator[Json]:
    for part in record["parts"]:
        yield from part["sections"]


def _asked(record: Json) -> Iterator[Asked]:
    """Yield every question of a record, in its order."""
    for section in _sections(record):
        id_ = section["id"]
        for question in (*section.get("questions", ()), *filter(None, [section.get("instead")])):
            yield Asked(id_, None, None, question)
        for group in section.get("groups", ()):
            yield from (Asked(id_, group["id"], None, question) for question in group["questions"])
        for row in section.get("rows", ()):
            yield from (Asked(id_, None, row["id"], question) for question in row["questions"])


def _found(record: Json) -> Found:
    """Return the answers that can be saved. People chosen in answers are left out."""
    given = Found()
    for section in _sections(record):
        for row in section.get("rows", ()):
            given.rows[section["id"], UUID(row["id"])] = {}
    for asked_question in _asked(record):
        if not asked_question.answered or asked_question.is_person:
            continue
        if asked_question.row is None:
            values = given.answers.setdefault((asked_question.section, asked_question.group), {})
        else:
            values = given.rows[asked_question.section, UUID(asked_question.row)]
        values[asked_question.question["id"]] = asked_question.question["value"]
    return given


def _check(edition: Edition, given: Found) -> None:
    """Raise BadFile for an answer that cannot be one to its question."""
    answers = [
        {"section": section, "question": question, "value": value}
        for (section, _), values in given.answers.items()
        for question, value in values.items()
    ]
    rows = [{"section": section, "values": values} for (section, _), values in given.rows.items()]
    check_answers(
        edition,
        {"answers": answers, "replaced_values": [], "rows": rows, "actions": [], "sections": []},
    )


def _save(context: AssessmentContext, record: Found, lead: Person, now: datetime) -> None:
    for (section, row), values in record.rows.items():
        save_row(context, section, row, values, by=lead, now=now)
    for (section, group), values in record.answers.items():
        save_answers(context, section, group, values, by=lead, now=now)


def _compare(record: Json, again: Json) -> None:
    """Raise BadFile unless the draft is asked and says what the record did."""
    if _said(record) != _said(again):
        raise BadFile(
            "This report cannot be rebuilt with the lists that this council has now, so nothing"
            " was imported."
        )


def _said(record: Json) -> list[tuple[Any, ...]]:
    return [
        (
            *asked_question[:3],
            asked_question.question["id"],
            asked_question.question["value"],
            asked_question.question["text"],
        )
        for asked_question in _asked(record)
        if not asked_question.is_person
    ]
