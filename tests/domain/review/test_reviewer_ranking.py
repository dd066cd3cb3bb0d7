"""Whom the equality lead is advised to ask, and why."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from eia_app.domain.review.review import conflict
from eia_app.domain.review.reviewer_ranking import (
    OF_OTHERS,
    SAME_SERVICE,
    Candidate,
    rank_candidates,
)
from tests.domain.workflow.test_permissions import Stands

ANYBODY = st.builds(
    Candidate,
    person_id=st.uuids(),
    name=st.sampled_from(["Ana", "bo", "Cy"]),
    service=st.sampled_from(["Parking", ""]),
    load=st.integers(0, 3),
    conflict=st.sampled_from([None, *OF_OTHERS]),
    same_service=st.booleans(),
)


def somebody(name: str, *, service: str = "", load: int = 0, **more: Any) -> Candidate:
    return Candidate(uuid4(), name, service, load, **more)


def test_who_is_free_and_has_least_to_do_comes_first() -> None:
    everybody = [
        somebody("Works on it", conflict="You work on this assessment."),
        somebody("Same service", conflict=SAME_SERVICE, same_service=True),
        somebody("Accepted", same_service=True),
        somebody("Busy", load=2),
        somebody("Zoe"),
        somebody("Adam"),
    ]
    names = [each.name for each in rank_candidates(everybody)]
    assert names == ["Adam", "Zoe", "Busy", "Accepted", "Same service", "Works on it"]


@given(st.lists(ANYBODY))
def test_suggesting_leaves_nobody_out_and_puts_nobody_with_a_conflict_before_one_without(
    everybody: list[Candidate],
) -> None:
    found = rank_candidates(everybody)
    assert sorted(each.person_id for each in found) == sorted(e.person_id for e in everybody)
    held_back = [each.conflict is not None for each in found]
    assert held_back == sorted(held_back)
    free = [(each.same_service, each.load) for each in found if each.conflict is None]
    assert free == sorted(free)


@given(st.lists(ANYBODY, unique_by=lambda each: each.person_id))
def test_the_order_does_not_depend_on_how_they_were_found(everybody: list[Candidate]) -> None:
    assert rank_candidates(everybody) == rank_candidates(reversed(everybody))


def test_the_reasons_are_in_words() -> None:
    assert somebody("A", load=2, service="Housing").reasons == [
        "Reviews 2 now",
        "Works in Housing",
    ]
    assert somebody("B").reasons == ["Reviews nothing now", "Their service is not recorded"]
    held = somebody("C", conflict=SAME_SERVICE, same_service=True)
    assert held.reasons == ["Reviews nothing now", "Works in the same service"]
    accepted = somebody("D", same_service=True)
    assert accepted.reasons[1] == "Works in the same service, which was accepted"


def test_only_the_service_can_be_accepted() -> None:
    able = {c for c in OF_OTHERS if somebody("X", conflict=c).may_be_excepted}
    assert able == {SAME_SERVICE}


def test_every_conflict_has_its_words_for_others() -> None:
    me, lead = uuid4(), uuid4()
    recused = [Stands(me, is_recused=True)]
    found = {
        conflict(me, "", lead_id=me, contributor_ids=(), service="", statuses=()),
        conflict(me, "", lead_id=lead, contributor_ids=(), service="", statuses=recused),
        conflict(me, "P", lead_id=lead, contributor_ids=(), service="p", statuses=()),
    }
    assert found == set(OF_OTHERS)
