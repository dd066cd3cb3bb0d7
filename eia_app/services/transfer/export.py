"""One assessment as a file of JSON, to keep, to move or to read with other tools.

Shape (`format` "eia-assessment/1"). Moments are ISO 8601 in UTC, dates `YYYY-MM-DD`, ids as they
are in the database; a person is named by email.

- `edition`: `name`, `sha256` and `definition` (the tables of its files) of the frozen edition
- `people`: everyone named below, each with `id`, `email`, `name`, `job_title` and `service`;
  never a password or a role
- `assessment`: `id`, `reference`, `title`, `service`, `local_groups` (as they were at the start),
  `lead`, `state`, `version`, `revision`, `route`, `route_reasons`, `override` (null, or the
  `route`, `reason`, `by` and `at` of a route set by hand), `negative_groups`, `decision_body`,
  `decision_date`, `review_asked`, `follows` (the reference of the one that it looks at again),
  `started_at`, `changed_at`, `submitted_at`
- `contributors`: `person`, `expertise`, `added_by`, `added_at`
- `answers`: `group_id` ("" = none), `question`, `section`, `value`, `revision`, `by`, `at`,
  `carried` (carried over, and still to be confirmed)
- `rows`: the rows of lists, removed ones too: `id`, `section`, `position`, `values` by question,
  `revision`, `by`, `at`, `removed_at`, `carried`; and `actions`: the same with `status`, `owner`,
  `due`
- `sections`: `section`, `group_id`, `revision`, `saved_by`, `saved_at`
- `replaced_values`: every value that was answered once and replaced, in order: `section`,
  `group_id`, `row_id`, `question`, `value`, `revision`, `by`, `at`, `replaced_by`, `replaced_at`
- `effects`: `group_id`, `positive`, `negative`, `neutral`, `unknown`, `severity`, `likelihood`
- `events`: the history, in order: `version`, `action`, `state`, `by`, `at`, `note`, `detail`
- `snapshots`: `id`, `version`, `sha256`, `content` (a text, exactly as it was hashed), `taken_by`,
  `taken_at`
- `sign_offs`: `id`, `version`, `snapshot` (its id), `by`, `at`, `declaration`
- `rounds`: the rounds of review: `id`, `number`, `version`, `snapshot`, `reasons`, `quorum`, `due`,
  `opened_at`, `opened_by`, `referred_to`, `closed_at`, `closed_by`, `outcome`, `note`, `sections`,
  `record_sha256`, `findings` (what the coach counted when it was opened), `revision`
- `reviewers`: `person`, `claimed_at`, `assigned_by`, `recused_at`, `recusal_reason`, `excepted_by`,
  `exception_reason`, `chased_at`
- `opinions`: `id`, `round`, `person`, `checklist`, `recommendation`, `reason`, `started_at`,
  `given_at` (null while it is being written), `revision`
- `comments`: `id`, `round`, `person`, `section`, `group_id`, `question`, `row_id`, `kind`, `text`,
  `at`, `edited_at`, `removed_at`, `revision`; `replies`: `comment`, `kind`, `text`, `by`, `at`,
  `revision`
- `invitations`: `id`, `round`, `person`, `section`, `group_id`, `question`, `due`, `invited_by`,
  `at`, `withdrawn_at`, `recommendation`, `reason`, `answered_at`, `revision`
- `conditions`: `id`, `round`, `text`, `owner`, `due`, `measure`, `by`, `at`, `removed_at`,
  `action_id` (the action that it became)
- `kept_findings`: what the coach pointed out and an author keeps as it is: `id`, `rule`, `section`,
  `group_id`, `question`, `row_id`, `text_sha256`, `sentence`, `reason`, `by`, `at`
- `edited_paragraphs`: an author’s own words for the “Equality implications” of a version: `id`,
  `snapshot`, `text`, `by`, `at`, `dropped_at` (when the generated words were taken again)
- `orphaned_answers`: what was answered and is not asked in this edition, in order: `edition` (that
  asked it), `section`, `group_id`, `row_id`, `question`, `value`, and in words `place`, `ask` and
  `text`; `by`, `at`, `orphaned_at`
- `attachments`: the files of rows, removed ones too: `id`, `section`, `row`, `name`, `type`, `size`
  (in bytes), `sha256` (of its content), `by`, `at`, `removed_by`, `removed_at`
- `file_contents`: what is in them, once for each `sha256`: its `content` in base64. That of a file
  that was removed is there only where a snapshot names it

Text that somebody typed into a page and never saved is theirs alone, and so are a reviewer's
private notes and what a person was told: none of it is in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, select
from sqlalchemy.orm import Session

from eia_app.domain.errors import NotAllowed
from eia_app.domain.questionnaire.model import AnswerType, Edition
from eia_app.services.transfer import attachments
from eia_app.services.transfer.attachments import CONTENTS
from eia_app.services.transfer.schema import ASSESSMENT, PARTS, Json, Part, encode
from eia_app.storage.forms.folder import frozen_edition
from eia_app.storage.models.assessment import Assessment, StoredEdition
from eia_app.storage.models.people import Person

FORMAT = "eia-assessment/1"


def export(session: Session, assessment: Assessment) -> Json:
    """Return everything stored of one assessment, as plain JSON. Permissions are not checked.

    Raise NotAllowed for one that is for practice: nothing in a file would say so.
    """
    if assessment.practice:
        raise NotAllowed("An assessment for practice is not exported.")
    edition = frozen_edition(session, assessment.edition_id).edition
    whole = _rows(session, ASSESSMENT, assessment.id)[0]
    parts = {part.name: _rows(session, part, assessment.id) for part in PARTS}
    emails, people = _people(session, whole, parts, edition)
    stored = session.get_one(StoredEdition, assessment.edition_id)
    return {
        "format": FORMAT,
        "edition": {
            "name": stored.name,
            "sha256": stored.sha256,
            "definition": stored.definition,
        },
        "people": people,
        "assessment": encode(ASSESSMENT, whole, emails),
        **{part.name: _written(part, parts[part.name], emails) for part in PARTS},
        CONTENTS: attachments.written(session, parts),
    }


def as_text(exported: Mapping[str, Any]) -> str:
    """Return an export as it is written in a file."""
    return json.dumps(exported, ensure_ascii=False, indent=1) + "\n"


def _rows(session: Session, part: Part, id_: UUID) -> list[Mapping[str, Any]]:
    table = part.table
    owner = table.c.id if part is ASSESSMENT else table.c.assessment_id
    numbered = [c for c in table.primary_key if isinstance(c.type, Integer)]
    statement = select(table).where(owner == id_).order_by(*numbered)
    return [dict(row) for row in session.execute(statement).mappings()]


def _written(part: Part, rows: Iterable[Mapping[str, Any]], emails: Mapping[UUID, str]) -> Any:
    """The rows of a part: in the order in which they happened, or else by their key."""
    written = [encode(part, row, emails) for row in rows]
    keys = [key for key, column in part.columns.items() if column.primary_key]
    return sorted(written, key=lambda row: [row[key] for key in keys]) if keys else written


def _people(
    session: Session, whole: Mapping[str, Any], parts: Mapping[str, Any], edition: Edition
) -> tuple[dict[UUID, str], list[Json]]:
    """Return the emails of everyone concerned by id, and the people as they are written."""
    ids = {whole["lead_id"]}
    for part in PARTS:
        names = [part.columns[key].name for key in part.people]
        ids |= {row[name] for row in parts[part.name] for name in names if row[name]}
    ids |= people_in_answers(edition, parts)
    persons = session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.email))
    people = {person.id: person for person in persons}
    written = [
        {
            "id": str(person.id),
            "email": person.email,
            "name": person.name,
            "job_title": person.job_title,
            "service": person.service,
        }
        for person in people.values()
    ]
    return {id_: person.email for id_, person in people.items()}, written


def people_in_answers(edition: Edition, parts: Mapping[str, Any]) -> set[UUID]:
    """Return the people chosen in answers."""
    questions = {q.id for q in edition.questions.values() if q.type is AnswerType.PERSON}
    values = [
        row["value"]
        for name in ("answers", "replaced_values")
        for row in parts[name]
        if row["question"] in questions
    ]
    for name in ("rows", "actions"):
        values += [
            row["values"][q] for row in parts[name] for q in questions & row["values"].keys()
        ]
    return {UUID(value) for value in values if value}
