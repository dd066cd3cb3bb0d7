"""The demonstration is told again through the services, so it can never fall behind the rules."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from eia_app import resources
from eia_app.domain.errors import BadFile, NotAllowed
from eia_app.domain.review.review import Outcome, Recommendation, ReplyKind
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State
from eia_app.services.answers import action_progress
from eia_app.services.assessment.calendar import working_days
from eia_app.services.assessment.inventory import all_assessments
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.demo import load as demo_load
from eia_app.services.people import people
from eia_app.services.people.authentication import fictional_people
from eia_app.services.review import discussion, replies
from eia_app.storage.base import Base
from eia_app.storage.engine import open_engine
from eia_app.storage.forms.folder import Forms
from tests.factories import NOW
from tests.journeys.demo import make_demo

FOLDER = resources.forms() / "demo"
SCREENED_OUT = (
    "Budget savings 2025, option 3: general management saving in schools and other education"
    " establishments"
)
Told = Callable[[str], AssessmentContext]
TOLD = [
    ("Housing Allocations Policy review", State.DECIDED),
    ("Blue Badge car park charging scheme", State.SIGNED_OFF),
    ("After-school clubs for disabled children: new model", State.CHANGES_REQUESTED),
    ("Community Grants: reduction in 2024/25", State.IN_REVIEW),
    (SCREENED_OUT, State.AWAITING_SIGN_OFF),
    ("St James pool: accessibility and suitability of changing rooms", State.DRAFT),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the demonstration's files, to be changed."""
    return Path(shutil.copytree(FOLDER, tmp_path / "demo"))


def change(folder: Path, name: str, **changes: Any) -> None:
    path = folder / name
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


@pytest.fixture(scope="module")
def telling(
    new_database: Callable[[], str], forms: Forms
) -> Iterator[tuple[Engine, demo_load.Loaded]]:
    """A database into which it is loaded once, for all who only look at it."""
    engine = open_engine(new_database())
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        loaded = demo_load.load(session, forms, FOLDER, now=NOW)
        session.commit()
    yield engine, loaded
    engine.dispose()


@pytest.fixture
def shown(telling: tuple[Engine, demo_load.Loaded]) -> Iterator[Session]:
    """A session that sees the demonstration, and leaves it as it is."""
    with Session(telling[0]) as session:
        yield session
        session.rollback()


def test_the_register_is_living_with_six_cases_in_six_states(
    telling: tuple[Engine, demo_load.Loaded], shown: Session
) -> None:
    assert telling[1] == demo_load.Loaded(people=10, assessments=6)
    assert [(each.title, each.state) for each in all_assessments(shown)] == TOLD


def test_everything_in_it_happened_in_the_last_months(shown: Session) -> None:
    for each in all_assessments(shown):
        assert NOW - timedelta(days=241) < each.started_at <= each.changed_at <= NOW


def test_one_can_be_each_role_with_the_project_lead_first(shown: Session) -> None:
    found = fictional_people(shown, demonstration=True)
    assert [(person.name, sorted(person.roles)) for person in found] == [
        ("Pat Projectlead", []),
        ("Charlie Champion", [Role.CHAMPION]),
        ("Chris Champion", [Role.CHAMPION]),
        ("Casey Champion", [Role.CHAMPION]),
        ("Cameron Champion", [Role.CHAMPION]),
        ("Erin Equalitylead", [Role.EQUALITY_LEAD]),
        ("Harper Headofservice", [Role.HEAD_OF_SERVICE]),
        ("Robin Reportauthor", [Role.REPORT_AUTHOR]),
        ("Ash Administrator", [Role.ADMINISTRATOR]),
        ("Cody Colleague", []),
    ]


def test_loading_twice_adds_nothing(shown: Session, forms: Forms) -> None:
    again = demo_load.load(shown, forms, FOLDER, now=NOW + timedelta(days=9))
    assert again == demo_load.Loaded(people=0, assessments=0)


def test_the_screened_out_case_says_who_let_it_stand_and_why(shown: Session) -> None:
    found = next(each for each in all_assessments(shown) if each.title == SCREENED_OUT)
    override = found.override or {}
    assert (override["route"], override["by"], override["reason"]) == (
        "screening",
        "Equality lead",
        "Screened out: overall relevance low; no full assessment.",
    )


@pytest.fixture
def told(shown: Session, forms: Forms) -> Told:
    """Gives an assessment of the demonstration by the beginning of its title."""

    def context(title: str) -> AssessmentContext:
        found = next(each for each in all_assessments(shown) if each.title.startswith(title))
        return load_assessment(shown, forms, found.id)

    return context


def outcomes(
    context: AssessmentContext,
) -> list[tuple[Outcome | None, list[Recommendation | None]]]:
    """How each round ended, with the opinions that were given in it, in their order."""
    rounds = reversed(replies.every_round(context))
    return [
        (
            each.round.outcome,
            [opinion.recommendation for opinion in each.opinions if opinion.given_at],
        )
        for each in rounds
    ]


def test_the_decided_case_was_reviewed_twice_and_its_conditions_are_actions(told: Told) -> None:
    context = told("Housing")
    changes, support, conditions = (
        Recommendation.CHANGES_NEEDED,
        Recommendation.SUPPORT,
        Recommendation.SUPPORT_WITH_CONDITIONS,
    )
    assert outcomes(context) == [
        (Outcome.CHANGES_NEEDED, [changes, changes, conditions]),
        (Outcome.AGREED_WITH_CONDITIONS, [support, conditions, conditions]),
    ]
    issues = [row.values["action_issue"] for row in action_progress.rows(context)]
    assert issues == [
        "Supporting system does not recognise key workers",
        "Condition of the Change Champions, round 2 of review",
        "Condition of the Change Champions, round 2 of review",
    ]
    assert {row.values["action_due"] for row in action_progress.rows(context)[1:]} == {"2026-05-31"}


def test_every_remark_that_sent_the_decided_case_back_was_answered_in_one_way_or_the_other(
    told: Told,
) -> None:
    first = replies.every_round(told("Housing"))[-1]
    must = replies.progress(first)
    answers = [each.reply.kind for each in must.must if each.reply]
    assert (len(must.waiting), answers) == (0, [ReplyKind.NOT_CHANGED, ReplyKind.CHANGED])


def test_the_case_that_was_sent_back_waits_for_three_replies(told: Told) -> None:
    context = told("After-school")
    asking = replies.asking(context)
    assert asking is not None
    assert len(replies.progress(asking).waiting) == 3
    assert [each.reply.kind for each in asking.comments if each.reply] == [ReplyKind.NOT_CHANGED]


def test_the_case_in_review_has_an_opinion_a_review_begun_and_a_colleague_who_was_asked(
    told: Told,
) -> None:
    context = told("Community Grants")
    talk = discussion.of_round(context)
    given = {each.person.name: each.given_at is not None for each in talk.opinions}
    assert given == {"Charlie Champion": True, "Casey Champion": False}
    assert [each.person.name for each in context.assessment.reviewers if each.is_reviewing] == [
        "Charlie Champion",
        "Casey Champion",
    ]
    (asked,) = talk.invitations
    assert (asked.person.name, asked.answered_at) == ("Cody Colleague", None)
    assert asked.due > NOW.date()
    assert talk.round.due > NOW.date()


def test_what_is_still_open_meets_on_a_working_day_ahead(told: Told) -> None:
    for title in ("After-school", "Community Grants", "St James"):
        day = told(title).assessment.decision_date
        assert day is not None
        assert day > NOW.date() + timedelta(days=20)
        assert working_days().is_working(day)


def test_another_council_gets_a_complete_demonstration_too(session: Session) -> None:
    forms = Forms(resources.forms(), "basingstoke-and-deane")
    demo_load.load(session, forms, FOLDER, now=NOW)
    assert [each.state for each in all_assessments(session)] == [state for _, state in TOLD]


def test_it_is_not_loaded_among_real_people(session: Session, forms: Forms) -> None:
    people.add(session, email="jo@council.gov.uk", name="Jo Real", by="tests", now=NOW)
    with pytest.raises(NotAllowed, match="There are real people here"):
        demo_load.load(session, forms, FOLDER, now=NOW)


def test_a_file_that_no_longer_fits_the_edition_is_named(
    session: Session, forms: Forms, folder: Path
) -> None:
    name = "12-west-norfolk-st-james-changing-rooms.json"
    story = [{"days_ago": 1, "section": "proposal", "answers": {"colour": "red"}}]
    change(folder, name, story=story)
    with pytest.raises(BadFile, match=f"{name} answers “colour”, which the edition does not ask"):
        demo_load.load(session, forms, folder, now=NOW)


def test_a_file_that_names_a_stranger_is_refused(
    session: Session, forms: Forms, folder: Path
) -> None:
    change(folder, "12-west-norfolk-st-james-changing-rooms.json", lead="nobody@example.org")
    with pytest.raises(BadFile, match=r"names nobody@example\.org, who is not one of its people"):
        demo_load.load(session, forms, folder, now=NOW)


def test_a_file_that_is_not_json_is_named(session: Session, forms: Forms, folder: Path) -> None:
    (folder / "people.json").write_text("{")
    with pytest.raises(BadFile, match=r"people\.json cannot be read"):
        demo_load.load(session, forms, folder, now=NOW)


def test_the_files_are_what_make_demo_writes_from_the_cases() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    made = {name: make_demo.as_text(content) for name, content in make_demo.files().items()}
    assert written == made, "Write them again: python -m tests.journeys.demo.make_demo"
