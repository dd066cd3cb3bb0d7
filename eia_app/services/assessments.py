"""Starting assessments, finding them, and who works on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, text
from sqlalchemy.orm import Session

from eia_app.domain import policy
from eia_app.domain.calendar import local_date
from eia_app.domain.conversions import email_address
from eia_app.domain.errors import Invalid
from eia_app.domain.policy import May
from eia_app.domain.roles import Role
from eia_app.domain.routing import Route
from eia_app.domain.workflow import SIGNED, Action, State
from eia_app.services import log
from eia_app.services.editions import freeze
from eia_app.services.opened import Opened, open_assessment
from eia_app.services.sections import save_answers
from eia_app.storage.editions import Forms
from eia_app.storage.events import Event
from eia_app.storage.models import Assessment, Contributor
from eia_app.storage.people import Person
from eia_app.storage.practice import WITH_PRACTICE
from eia_app.storage.reviews import Invitation
from eia_app.storage.searching import holds

PAGE_SIZE = 25
EARLIER = 20  # assessments of the same thing, year after year
PRACTICE_SERIES = 0  # where the counter of references has a year
NOBODY = "There is nobody with this email address. Check it, or ask an administrator to add them."


def start(
    session: Session,
    forms: Forms,
    *,
    title: str,
    by: Person,
    now: datetime,
    id_: UUID,
    practice: bool = False,
    edition: str = "",
) -> Opened:
    """Start an assessment with a title. The same `id_` again gives back the one already started.

    Without the name of an `edition` it is answered against the newest one.
    """
    policy.require(May.START, by)
    opened = begin(
        session, forms, title=title, by=by, now=now, id_=id_, practice=practice, edition=edition
    )
    if opened is None:
        return open_assessment(session, forms, id_)
    question = opened.edition.means("title")
    section = opened.edition.section_of[question]
    save_answers(opened, section.id, None, {question: title}, by=by, now=now)
    return opened


def begin(
    session: Session,
    forms: Forms,
    *,
    title: str,
    by: Person,
    now: datetime,
    id_: UUID,
    practice: bool = False,
    edition: str = "",
    follows: Assessment | None = None,
) -> Opened | None:
    """An assessment in which nothing is answered; None if the one with this id is there already."""
    if session.get(Assessment, id_, execution_options=WITH_PRACTICE) is not None:
        return None
    # Whoever starts at this moment waits here.
    reference = (
        next_practice(session) if practice else next_reference(session, local_date(now).year)
    )
    if session.get(Assessment, id_, execution_options=WITH_PRACTICE) is not None:
        return None
    frozen = freeze(session, forms, edition or forms.newest, now=now)
    assessment = Assessment(
        id=id_,
        reference=reference,
        title=title,
        practice=practice,
        edition_id=frozen.id,
        local_groups=[asdict(group) for group in forms.council.local_groups],
        lead=by,
        lead_id=by.id,
        follows=follows.reference if follows else "",
        started_at=now,
        changed_at=now,
    )
    session.add(assessment)
    session.flush()
    detail = {"follows": follows.reference, "follows_version": follows.version} if follows else {}
    record(session, assessment, Action.START, by=by, now=now, detail=detail)
    return open_assessment(session, forms, id_)


def looked_at_again(opened: Opened) -> list[UUID]:
    """The assessments that this one came from, each of which the next looked at again."""
    found: list[UUID] = []
    reference = opened.assessment.follows
    while reference and len(found) < EARLIER:
        wanted = select(Assessment.id, Assessment.follows).where(Assessment.reference == reference)
        row = opened.session.execute(wanted).one_or_none()
        if row is None or row[0] in found:
            break
        found.append(row[0])
        reference = row[1]
    return found


def next_reference(session: Session, year: int) -> str:
    """The next reference of a year, such as EIA-2026-014; never given out twice."""
    return f"EIA-{year}-{_next_number(session, year):03}"


def next_practice(session: Session) -> str:
    """The next reference of practice: of a series of its own, as gaps in the real one puzzle."""
    return f"PRACTICE-{_next_number(session, PRACTICE_SERIES):03}"


def _next_number(session: Session, year: int) -> int:
    number = session.scalar(
        text(
            "INSERT INTO reference_counter (year, last) VALUES (:year, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = reference_counter.last + 1 RETURNING last"
        ),
        {"year": year},
    )
    return int(number or 0)


def record(
    session: Session,
    assessment: Assessment,
    action: Action,
    *,
    by: Person,
    now: datetime,
    note: str = "",
    detail: dict[str, object] | None = None,
) -> Event:
    """Append an event: the only way in which history is written."""
    event = Event(
        assessment_id=assessment.id,
        version=assessment.version,
        action=action,
        state=assessment.state,
        by_id=by.id,
        at=now,
        note=note,
        detail=detail or {},
    )
    return log.append(session, event)


def visible_to(person: Person) -> ColumnElement[bool]:
    """policy.READ as a condition for the database; a test holds the two together.

    Of assessments for practice it says nothing: no list has them (see storage/practice.py).
    """
    mine = select(Contributor.assessment_id).where(Contributor.person_id == person.id)
    ways: list[ColumnElement[bool]] = [Assessment.lead_id == person.id, Assessment.id.in_(mine)]
    past_draft = Assessment.state.not_in([State.DRAFT, State.WITHDRAWN])
    asked = select(Invitation.assessment_id).where(
        Invitation.person_id == person.id, Invitation.withdrawn_at.is_(None)
    )
    ways.append(and_(Assessment.id.in_(asked), past_draft))
    roles = person.roles
    if Role.EQUALITY_LEAD in roles:
        ways.append(Assessment.id.is_not(None))
    if Role.CHAMPION in roles:
        reviewed = or_(Assessment.route == Route.MAJOR, Assessment.review_asked)
        ways.append(and_(reviewed, past_draft))
    if Role.HEAD_OF_SERVICE in roles:
        ways.append(Assessment.state.in_([State.AWAITING_SIGN_OFF, *SIGNED]))
    if Role.REPORT_AUTHOR in roles:
        ways.append(Assessment.state.in_(list(SIGNED)))
    return or_(*ways) if person.is_active else false()


def register(
    session: Session,
    person: Person,
    *,
    state: State | None = None,
    words: str = "",
    page: int = 1,
) -> tuple[Sequence[Assessment], int]:
    """One page of the assessments that this person may read, newest change first; and how many."""
    wanted = [visible_to(person)]
    if state is not None:
        wanted.append(Assessment.state == state)
    wanted += holds(words, Assessment.searched)
    total = session.scalar(select(func.count()).select_from(Assessment).where(*wanted)) or 0
    order = (Assessment.changed_at.desc(), Assessment.id)
    skipped = (max(page, 1) - 1) * PAGE_SIZE
    # Sorted by their ids first: whole rows are read for one page only.
    ids = select(Assessment.id).where(*wanted).order_by(*order).limit(PAGE_SIZE).offset(skipped)
    found = session.scalars(select(Assessment).where(Assessment.id.in_(ids)).order_by(*order))
    return found.all(), total


def add_contributor(
    opened: Opened, *, email: str, expertise: str, by: Person, now: datetime
) -> None:
    """Let a colleague work on the assessment. Raises Invalid if there is no such person."""
    assessment, session = opened.assessment, opened.session
    policy.require(May.MANAGE_CONTRIBUTORS, by, assessment)
    wanted = select(Person).where(Person.email == email_address(email), Person.is_active)
    person = session.scalar(wanted)
    if person is None:
        raise Invalid({"email": NOBODY})
    if person.id == assessment.lead_id or person.id in assessment.contributor_ids:
        raise Invalid({"email": f"{person.name} already works on this assessment."})
    assessment.contributors.append(
        Contributor(
            person_id=person.id, person=person, expertise=expertise, added_by_id=by.id, added_at=now
        )
    )
    session.flush()
    note = f"{person.name}: {expertise}" if expertise else person.name
    record(session, assessment, Action.ADD_CONTRIBUTOR, by=by, now=now, note=note)


def remove_contributor(opened: Opened, person_id: UUID, *, by: Person, now: datetime) -> None:
    """End a colleague's part in the assessment; what they wrote stays."""
    assessment, session = opened.assessment, opened.session
    policy.require(May.MANAGE_CONTRIBUTORS, by, assessment)
    for contributor in [c for c in assessment.contributors if c.person_id == person_id]:
        session.delete(contributor)
        assessment.contributors.remove(contributor)
        session.flush()
        name = contributor.person.name
        record(session, assessment, Action.REMOVE_CONTRIBUTOR, by=by, now=now, note=name)
