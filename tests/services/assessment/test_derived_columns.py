"""Typed columns follow the answers, in the transaction that saves them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.services.answers.save import save_answers
from eia_app.storage.models.assessment import StoredEffect
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers

LATER = NOW + timedelta(minutes=5)


def test_the_columns_follow_the_answers_in_the_same_save(
    make_assessment: Makers, lead: Person
) -> None:
    context = make_assessment(blank=True)
    names = {"title": "New name", "service": "another", "service_other": "Ferries"}
    save_answers(context, "proposal", None, names, by=lead, now=LATER)
    values = {"decision_body": "Cabinet", "decision_date": "2026-04-02"}
    save_answers(context, "conclusion", None, values, by=lead, now=LATER)
    it = context.assessment
    assert (it.title, it.service, it.decision_body) == ("New name", "Ferries", "Cabinet")
    assert it.decision_date is not None
    assert it.decision_date.isoformat() == "2026-04-02"
    save_answers(context, "proposal", None, {"title": ""}, by=lead, now=LATER)
    assert it.title == "New name"


def test_route_and_effects_follow_the_answers_and_leave_with_their_branch(
    make_assessment: Makers, session: Session, lead: Person
) -> None:
    context = make_assessment(effect=["negative"], severity="high")

    def effects() -> dict[str, tuple[bool, str]]:
        session.flush()
        found = session.scalars(select(StoredEffect))
        return {each.group_id: (each.negative, each.severity) for each in found}

    every = ["age", "disability", "marriage", "carers"]
    it = context.assessment
    assert effects() == dict.fromkeys(every, (True, "high"))
    assert (it.route, it.negative_groups) == ("standard", 4)
    assert it.route_reasons == ["the effect could be serious"]
    save_answers(context, "effects", "age", {"effect": ["positive"]}, by=lead, now=LATER)
    assert (effects()["age"], it.negative_groups) == ((False, ""), 3)
    screened = {"q_depth": "nothing", "q_nothing_why": "A boiler"}
    save_answers(context, "quick_check", None, screened, by=lead, now=LATER)
    assert (effects(), it.route, it.negative_groups) == ({}, "screening", 0)
    save_answers(context, "quick_check", None, {"q_depth": "serious"}, by=lead, now=LATER)
    assert effects() == {**dict.fromkeys(every, (True, "high")), "age": (False, "")}
