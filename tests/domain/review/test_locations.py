"""Places that a remark can be about, and the checklist, from a snapshot alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from eia_app.domain.review import checklist, locations
from eia_app.domain.review.checklist import Item
from eia_app.domain.review.review import Location

ROW = UUID(int=5)


def question(id_: str, *text: str) -> dict[str, Any]:
    return {"id": id_, "ask": f"What of {id_}?", "type": "text", "value": None, "text": list(text)}


def group(id_: str, title: str, people: str) -> dict[str, Any]:
    return {"id": id_, "title": title, "people": people, "questions": [question("effect")]}


AGE = group("age", "Age", "people of different ages")
SEX = group("sex", "Sex", "women and men")
ROWS = [{"id": str(ROW), "questions": [question("what", "Offer a half-price bin " * 4)]}]
SNAPSHOT: dict[str, Any] = {
    "parts": [
        {
            "sections": [
                {"id": "proposal", "title": "Proposal", "questions": [question("title")]},
                {"id": "effects", "title": "Effects", "groups": [AGE, SEX]},
            ]
        },
        {
            "sections": [
                {"id": "work", "title": "Work", "groups": [SEX]},
                {"id": "plan", "title": "Plan", "one": "action", "summary": ["what"], "rows": ROWS},
                {
                    "id": "facts",
                    "title": "Facts",
                    "one": "fact",
                    "summary": [],
                    "rows": [],
                    "instead": question("why_none"),
                },
            ]
        },
    ]
}


def test_every_place_has_its_name_in_reading_order() -> None:
    action = "Action 1: Offer a half-price bin Offer a half-price bin Offer a …"
    assert list(locations.named_places(SNAPSHOT).items()) == [
        (Location(), "The whole assessment"),
        (Location("proposal"), "Proposal"),
        (Location("proposal", question="title"), "Proposal: What of title?"),
        (Location("effects"), "Effects"),
        (Location("effects", "age"), "Age"),
        (Location("effects", "age", "effect"), "Age: What of effect?"),
        (Location("effects", "sex"), "Sex"),
        (Location("effects", "sex", "effect"), "Sex: What of effect?"),
        (Location("work"), "Work"),
        (Location("work", "sex"), "Sex"),
        (Location("work", "sex", "effect"), "Sex: What of effect?"),
        (Location("plan"), "Plan"),
        (Location("plan", row=ROW), action),
        (Location("plan", question="what", row=ROW), f"{action}: What of what?"),
        (Location("facts"), "Facts"),
        (Location("facts", question="why_none"), "Facts: What of why_none?"),
    ]


def test_a_row_without_words_is_known_by_its_number() -> None:
    section = {"id": "plan", "one": "piece of evidence", "summary": ["what"]}
    row = {"id": str(ROW), "questions": [question("what")]}
    assert locations.row_name(section, 3, row) == "Piece of evidence 3"


def test_the_checklist_asks_about_each_group_once_between_the_facts_and_the_rest() -> None:
    asked = checklist.items(SNAPSHOT)
    assert [item.id for item in asked] == [
        "purpose",
        "evidence",
        "engagement",
        "group:age",
        "group:sex",
        "combined",
        "actions",
        "conclusion",
        "clarity",
    ]
    about = "Is the effect on women and men described, and does something bear it out?"
    assert asked[4] == Item("group:sex", "Sex", about)


def test_marks_that_are_not_on_the_checklist_are_dropped() -> None:
    marks = {"purpose": "yes", "clarity": "no", "evidence": "", "group:none": "yes", "actions": 7}
    assert checklist.known_marks(marks, checklist.items(SNAPSHOT)) == {
        "purpose": "yes",
        "clarity": "no",
    }
