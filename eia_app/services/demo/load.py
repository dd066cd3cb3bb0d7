"""The demonstration: fictional people, and real published cases told again through our services.

A file of forms/demo tells one assessment as a story: `title`, `lead`, `started` and `story`, a list
of what happened so many `days_ago`, `by` whom, each of one kind:

- `answers` to a `section` (and `group`), by question
- `rows` of a list `section`, each with `id` and `values`
- `contributor`: an email, with `expertise`
- `route`: set by hand, with `reason`
- `action`: a step of the workflow, with `note` and `detail`
- what is said in a review: see `demo_reviews`

A date may be `{"in_days": 30}`: the first working day from then on, counted from the loading, so
that what is open always has its meeting ahead. Nothing in a file is older than the rules: each is
replayed and may be refused like a person's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.calendar import local_date
from eia_app.domain.errors import BadFile, NotAllowed
from eia_app.domain.journey.routing import Route
from eia_app.domain.questionnaire.choices import in_words
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import Transition
from eia_app.services.answers.rows import save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.calendar import working_days
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.demo import reviews
from eia_app.services.people import people
from eia_app.services.people.authentication import FICTIONAL
from eia_app.services.snapshots import snapshots
from eia_app.services.workflow import contributors, route_override, transitions
from eia_app.services.workflow import start as workflow_start
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.people import Person

PEOPLE = "people.json"
IN_DAYS = "in_days"
BY = "eia demo"
MINUTES_APART = 3  # between two things of one day
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Loaded:
    """The number of people and assessments that were new."""

    people: int
    assessments: int


def load(session: Session, forms: Forms, folder: Path, *, now: datetime) -> Loaded:
    """Load everything in the folder that is not here yet.

    Raise NotAllowed where real people work, BadFile when a file does not fit the edition.
    """
    real = select(Person.id).where(Person.email.not_like(f"%{FICTIONAL}")).limit(1)
    if session.scalar(real) is not None:
        raise NotAllowed("There are real people here, so the demonstration was not loaded.")
    new_people = _add_people(session, _read(folder / PEOPLE), now)
    files = sorted(path for path in folder.glob("*.json") if path.name != PEOPLE)
    stories = [(path.name, _read(path)) for path in files]
    stories.sort(
        key=lambda named_story: -named_story[1]["started"]
    )  # references are given out in this order
    new = [_tell(session, forms, name, story, now) for name, story in stories]
    return Loaded(new_people, sum(new))


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise BadFile(f"The demonstration file {path.name} cannot be read.") from None


def _add_people(session: Session, listed: Sequence[Json], now: datetime) -> int:
    """Add those who are missing; who was added first is offered first at sign-in."""
    missing = [person for person in listed if people.by_email(session, person["email"]) is None]
    for number, person in enumerate(missing):
        people.add(
            session,
            email=person["email"],
            name=person["name"],
            job_title=person["job_title"],
            service=person["service"],
            roles=[Role(role) for role in person["roles"]],
            by=BY,
            tells=False,  # nobody is told of people who are fictional
            now=now + timedelta(microseconds=number),
            id_=UUID(person["id"]),
        )
    return len(missing)


def _tell(session: Session, forms: Forms, name: str, story: Json, now: datetime) -> bool:
    """Replay one story, unless its assessment is here already."""
    if session.get(Assessment, UUID(story["id"])) is not None:
        return False
    lead = _someone(session, story["lead"])
    context = workflow_start.start(
        session,
        forms,
        title=story["title"],
        by=lead,
        now=now - timedelta(days=story["started"]),
        id_=UUID(story["id"]),
    )
    teller = DemoLoader(context, name, loaded=now)
    for number, event in enumerate(story["story"], 1):
        at = now - timedelta(days=event["days_ago"]) + timedelta(minutes=number * MINUTES_APART)
        teller.tell(event, by=_someone(session, event.get("by", story["lead"])), now=min(at, now))
    return True


def _someone(session: Session, email: str) -> Person:
    person = people.by_email(session, email)
    if person is None:
        raise BadFile(f"The demonstration names {email}, who is not one of its people.")
    return person


class DemoLoader:
    """Replays what happened to one assessment, through the same doors as everybody."""

    def __init__(self, context: AssessmentContext, file: str, *, loaded: datetime) -> None:
        self.context, self.file, self.loaded = context, file, loaded
        self.groups = {group.id for group in context.groups}

    def tell(self, event: Json, *, by: Person, now: datetime) -> None:
        if "answers" in event:
            self._answer(event, by, now)
        elif "rows" in event:
            self._fill_list(event, by, now)
        elif "contributor" in event:
            contributors.add_contributor(
                self.context,
                email=event["contributor"],
                expertise=event["expertise"],
                by=by,
                now=now,
            )
        elif "route" in event:
            route = Route(event["route"])
            route_override.override_route(self.context, route, event["reason"], by=by, now=now)
        elif reviews.kind_of(event):
            reviews.tell(self.context, event, by=by, now=now)
        else:
            self._act(event, by, now)

    def _answer(self, event: Json, by: Person, now: datetime) -> None:
        """A page of every group that this council asks about, or the page of none."""
        section, about = event["section"], event.get("group")
        groups: list[str | None] = [about]
        if about == "others":
            answered = {group for key, group in self.context.states if key == section}
            groups = [g.id for g in self.context.groups if g.id not in answered]
        elif about is not None and about not in self.groups:
            groups = []
        for group in groups:
            words = self.context.journey.group(group)
            values = {
                question: in_words(words, value) if isinstance(value, str) else value
                for question, value in self._known(event["answers"]).items()
            }
            save_answers(self.context, section, group, values, by=by, now=now)

    def _fill_list(self, event: Json, by: Person, now: datetime) -> None:
        for row in event["rows"]:
            values, id_ = self._known(row["values"]), UUID(row["id"])
            before = self.context.rows.get(id_)
            seen = before.revision if before else 0
            save_row(self.context, event["section"], id_, values, by=by, now=now, seen=seen)

    def _known(self, values: Json) -> dict[str, Any]:
        """Return the values without groups that this council does not ask about. Raise BadFile."""
        known: dict[str, Any] = {}
        for id_, value in values.items():
            question = self.context.edition.questions.get(id_)
            if question is None:
                raise BadFile(f"{self.file} answers “{id_}”, which the edition does not ask.")
            offered = {option.value for option in question.options} | self.groups
            if question.options_from == "groups" and isinstance(value, list):
                known[id_] = [choice for choice in value if choice in offered]
            elif isinstance(value, dict) and IN_DAYS not in value:
                known[id_] = {key: choice for key, choice in value.items() if key in self.groups}
            else:
                known[id_] = self._day(value)
        return known

    def _day(self, value: Any) -> Any:
        """Return the date of a value told in days from the loading; any other value as it is."""
        if not isinstance(value, dict) or IN_DAYS not in value:
            return value
        day = local_date(self.loaded) + timedelta(days=value[IN_DAYS] - 1)
        return working_days().add(day, 1).isoformat()

    def _act(self, event: Json, by: Person, now: datetime) -> None:
        action = Transition(event["action"])
        detail = {name: self._day(value) for name, value in event.get("detail", {}).items()}
        if action is Transition.SIGN_OFF:
            stored = snapshots.newest(self.context.session, self.context.assessment)
            detail["snapshot"] = stored.sha256 if stored else ""
        step = transitions.TransitionRequest(action, note=event.get("note", ""), detail=detail)
        transitions.apply_transition(self.context, step, by=by, now=now)
