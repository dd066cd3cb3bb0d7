"""What colleagues have cited: who sees what, each fact once, and what is copied."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, NotAllowed, NotFound
from eia_app.domain.journey.routing import Route
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.domain.workflow.states import State
from eia_app.services.answers.rows import remove_row, save_row
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.evidence import library as evidence_library
from eia_app.services.evidence.library import Fact
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Contributor
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers

SURVEY = {"fact": "Half come by car", "source": "Our survey", "date": "May 2025", "kind": "figures"}


@pytest.fixture
def tiny_forms(tiny_folder: Any) -> Forms:
    """The small edition, with what its evidence means."""
    main = tiny_folder / "eia/2030-1/edition.toml"
    meaning = (
        'evidence_fact = "fact"\nevidence_kind = "kind"\n'
        'evidence_source = "source"\nevidence_date = "date"\nevidence_tells = "tells"\n'
        'evidence_of_staff = ["other"]\n'
    )
    text = main.read_text(encoding="utf-8").replace("[meaning]\n", f"[meaning]\n{meaning}")
    main.write_text(text, encoding="utf-8")
    section = tiny_folder / "eia/2030-1/sections/04-evidence.toml"
    asked = "".join(
        f'\n[[question]]\nid = "{id_}"\nask = "{id_}?"\ntype = "text"\n'
        for id_ in ("source", "date", "tells")
    )
    section.write_text(section.read_text(encoding="utf-8") + asked, encoding="utf-8")
    forms = Forms(tiny_folder, "testing")
    assert forms.faults() == []
    return forms


@pytest.fixture
def cite(lead: Person) -> Any:
    """`cite(opened, fact="…")` adds a row of evidence."""

    def add(context: AssessmentContext, **values: str) -> UUID:
        row_id = uuid4()
        given = {**SURVEY, "tells": "Parking matters", **values}
        save_row(context, "evidence", row_id, given, by=lead, now=NOW)
        return row_id

    return add


@pytest.fixture
def facts_for(session: Session, tiny_forms: Forms) -> Any:
    def facts(person: Person, words: str = "") -> list[Fact]:
        found, total = evidence_library.facts(
            session, tiny_forms, person, words=words, today=NOW.date()
        )
        assert total == len(found)
        return found

    return facts


@pytest.fixture
def draft(make_assessment: Makers) -> AssessmentContext:
    return make_assessment(route=Route.STANDARD, blank=False, no_evidence="None yet")


def only_cited(facts: list[Fact]) -> list[tuple[str, int]]:
    return [(each.fact, each.cited) for each in facts if each.source]


def test_authors_see_what_they_and_their_contributors_cited(
    draft: AssessmentContext,
    cite: Any,
    facts_for: Any,
    lead: Person,
    stranger: Person,
    equality_lead: Person,
) -> None:
    cite(draft)
    assert only_cited(facts_for(lead)) == [("Half come by car", 1)]
    assert only_cited(facts_for(equality_lead)) == [("Half come by car", 1)]
    assert only_cited(facts_for(stranger)) == []


def test_everybody_sees_what_is_signed_off_but_nothing_about_staff(
    make_assessment: Makers, session: Session, cite: Any, facts_for: Any, stranger: Person
) -> None:
    context = make_assessment()
    cite(context)
    cite(context, fact="Two of the team are over 60", kind="other", kind_other="Staff data")
    context.assessment.state = State.SIGNED_OFF
    session.flush()
    assert only_cited(facts_for(stranger)) == [("Half come by car", 1)]


def test_the_same_fact_is_listed_once_with_how_often_it_was_cited(
    make_assessment: Makers, cite: Any, facts_for: Any, lead: Person
) -> None:
    for _ in range(3):
        cite(make_assessment())
    assert only_cited(facts_for(lead)) == [("Half come by car", 3)]


def test_a_fact_of_a_removed_row_is_not_offered(
    draft: AssessmentContext, cite: Any, facts_for: Any, lead: Person
) -> None:
    row = cite(draft)
    remove_row(draft, row, by=lead, now=NOW)
    assert only_cited(facts_for(lead)) == []


def test_facts_are_found_by_their_words(
    draft: AssessmentContext, cite: Any, facts_for: Any, lead: Person
) -> None:
    cite(draft, fact="One in ten use “Dial-a-ride”", source="Log")
    cite(draft)
    assert only_cited(facts_for(lead, "SURVEY")) == [("Half come by car", 1)]
    for words in ("“dial", "RIDE ten", "dial-a-ride\u00a0log", "lòg one"):
        assert only_cited(facts_for(lead, words)) == [("One in ten use “Dial-a-ride”", 1)]
    for words in ("ride-dial", "log survey", "matters"):  # what it tells is not searched
        assert only_cited(facts_for(lead, words)) == []
    assert only_cited(facts_for(lead, "100%")) == []


def test_old_facts_say_so(
    draft: AssessmentContext, cite: Any, facts_for: Any, lead: Person
) -> None:
    cite(draft, date="2019")
    assert [each.old for each in facts_for(lead) if each.source] == [True]


def test_a_fact_is_copied_with_its_source_and_date_and_never_what_it_was_taken_to_mean(
    make_assessment: Makers, cite: Any, session: Session, tiny_forms: Forms, lead: Person
) -> None:
    row = cite(make_assessment())
    mine = make_assessment()
    found = evidence_library.fact(session, tiny_forms, lead, row, today=NOW.date())
    for _ in range(2):
        copied = evidence_library.use(mine, found, by=lead, now=NOW)
    assert mine.rows[copied].values == SURVEY


def test_a_fact_that_a_person_may_not_see_is_not_there(
    draft: AssessmentContext, cite: Any, session: Session, tiny_forms: Forms, stranger: Person
) -> None:
    row = cite(draft)
    with pytest.raises(NotFound):
        evidence_library.fact(session, tiny_forms, stranger, row, today=NOW.date())


def test_nobody_copies_into_an_assessment_that_is_not_theirs(
    draft: AssessmentContext, cite: Any, session: Session, tiny_forms: Forms, equality_lead: Person
) -> None:
    row = cite(draft)
    found = evidence_library.fact(session, tiny_forms, equality_lead, row, today=NOW.date())
    with pytest.raises(Denied):
        evidence_library.use(draft, found, by=equality_lead, now=NOW)


def test_an_assessment_that_is_not_asked_for_evidence_takes_none(
    make_assessment: Makers, cite: Any, session: Session, tiny_forms: Forms, lead: Person
) -> None:
    row = cite(make_assessment())
    found = evidence_library.fact(session, tiny_forms, lead, row, today=NOW.date())
    with pytest.raises(NotAllowed, match="finish its quick check"):
        evidence_library.use(make_assessment(blank=True), found, by=lead, now=NOW)


def test_only_what_one_may_write_in_is_offered(
    make_assessment: Makers,
    session: Session,
    lead: Person,
    contributor: Person,
    equality_lead: Person,
) -> None:
    mine = make_assessment()
    make_assessment(State.IN_REVIEW)
    helper = Contributor(
        assessment_id=mine.assessment.id,
        person_id=contributor.id,
        added_by_id=lead.id,
        added_at=NOW,
    )
    session.add(helper)
    session.flush()
    for person in (lead, contributor):
        (only,) = evidence_library.open_to(session, person)
        assert only.id == mine.assessment.id
        assert permissions.is_allowed(Permission.EDIT, person, only)
    assert evidence_library.open_to(session, equality_lead) == []
