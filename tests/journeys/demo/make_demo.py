"""Write forms/demo from tests/cases: python -m tests.journeys.demo.make_demo."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from eia_app import resources
from eia_app.domain.journey.tasks import Task
from eia_app.domain.questionnaire.model import SectionKind
from tests import CASES
from tests.journeys.case_answers.answer_sheet import CaseAnswers
from tests.journeys.case_answers.case_text import Case
from tests.journeys.case_answers.fill_answers import fill_answers
from tests.journeys.case_answers.group_effects import effects_of, nothing_known
from tests.journeys.demo.review_stories import (
    ANSWERS_ABOUT_HOUSING,
    FIRST_ROUND_OF_HOUSING,
    REVIEW_OF_CLUBS,
    REVIEW_OF_GRANTS,
    SECOND_ROUND_OF_HOUSING,
)
from tests.journeys.demo.story_steps import (
    CAMERON,
    CASEY,
    CHARLIE,
    CHRIS,
    CODY,
    ERIN,
    HARPER,
    PAT,
    ROBIN,
    id_of,
    step,
    with_full_change,
    with_relative_dates,
)

HOUSING, GRANTS, CLUBS = (
    "05-thanet-housing-allocations",
    "07-north-lanarkshire-community-grants",
    "15-brighton-hove-after-school-clubs",
)
Json = dict[str, Any]

PEOPLE = [
    (PAT, "Pat Projectlead", "Project lead", "Projects", []),
    (CHARLIE, "Charlie Champion", "Change Champion, housing", "Housing", ["champion"]),
    (CHRIS, "Chris Champion", "Change Champion, customer services", "Customers", ["champion"]),
    (CASEY, "Casey Champion", "Change Champion, leisure", "Leisure", ["champion"]),
    (CAMERON, "Cameron Champion", "Change Champion, finance", "Finance", ["champion"]),
    (ERIN, "Erin Equalitylead", "Equality lead", "Policy", ["equality_lead"]),
    (HARPER, "Harper Headofservice", "Head of Service", "Place", ["head_of_service"]),
    (ROBIN, "Robin Reportauthor", "Report author", "Democratic services", ["report_author"]),
    ("ash@example.org", "Ash Administrator", "Administrator", "Digital", ["administrator"]),
    (CODY, "Cody Colleague", "Community worker", "Communities", []),
]


@dataclass
class DemoStory:
    """How far one case has come. `until` is the last section that is answered in a draft.

    With `meets_in` (days), its dates are moved so that it is decided that long after loading.
    """

    case: str
    started: int  # days ago
    steps: list[Json] = field(default_factory=list)
    until: str = ""
    contributor: str = ""
    expertise: str = ""
    meets_in: int | None = None


STORIES = [
    DemoStory(
        HOUSING,
        240,
        [
            step(205, PAT, "submit"),
            *FIRST_ROUND_OF_HOUSING,
            *ANSWERS_ABOUT_HOUSING,
            *SECOND_ROUND_OF_HOUSING,
            step(182, HARPER, "sign_off"),
            step(
                170,
                ROBIN,
                "record_decision",
                body="Cabinet",
                date={"in_days": -176},
                outcome="Agreed with changes",
                minute="Minute 34",
            ),
        ],
        contributor=CHARLIE,
        expertise="How homes are let, and who waits longest",
        meets_in=-176,
    ),
    DemoStory(
        "01-dorset-blue-badge-parking",
        130,
        [
            step(84, PAT, "submit"),
            step(
                75,
                ERIN,
                "complete_review",
                "The papers go out before the next meeting of the group.",
            ),
            step(70, HARPER, "sign_off"),
        ],
        meets_in=25,
    ),
    DemoStory(
        CLUBS,
        75,
        [step(40, PAT, "submit"), *REVIEW_OF_CLUBS],
        meets_in=45,
    ),
    DemoStory(GRANTS, 60, [step(9, PAT, "submit"), *REVIEW_OF_GRANTS], meets_in=30),
    DemoStory("16-east-ayrshire-school-management-saving", 30, [step(21, PAT, "submit")]),
    DemoStory(
        "12-west-norfolk-st-james-changing-rooms",
        6,
        until="gaps",
        contributor=CHRIS,
        expertise="What customers tell the front desk",
        meets_in=75,
    ),
]


def people() -> list[Json]:
    return [
        {
            "id": id_of(email),
            "email": email,
            "name": name,
            "job_title": job_title,
            "service": service,
            "roles": roles,
        }
        for email, name, job_title, service, roles in PEOPLE
    ]


def story_file(story: DemoStory) -> Json:
    """Return the file of one story: answers between its start and its first step, then steps."""
    case = json.loads((CASES / f"{story.case}.json").read_text(encoding="utf-8"))
    answers = fill_answers(case)
    dated_entries: list[Json] = []
    first_step = story.steps[0]["days_ago"] if story.steps else 0
    written_over = story.started - first_step - 4  # days
    entries = with_relative_dates(_entries(answers, case, story), story.meets_in)
    for number, entry in enumerate(entries):
        dated_entries.append(
            {"days_ago": story.started - number * written_over // len(entries), **entry}
        )
    return {
        "id": id_of(story.case),
        "title": answers.title,
        "lead": PAT,
        "started": story.started,
        "story": [
            *dated_entries,
            *(with_full_change(step_entry, dated_entries) for step_entry in story.steps),
        ],
    }


def _entries(answers: CaseAnswers, case: Mapping[str, Any], story: DemoStory) -> list[Json]:
    effects, _ = effects_of(Case(case), answers.groups)
    entries: list[Json] = []
    if story.contributor:
        entries.append({"contributor": story.contributor, "expertise": story.expertise})
    has_other_groups = False
    for task in answers.journey.tasks:
        if task.group is None or task.group.id in effects:
            entries += _task_entries(answers, task)
        else:
            has_other_groups = True
    if has_other_groups:
        entries.append(_unnamed_groups())
    entries = _with_route_override(answers, entries)
    return _entries_until(entries, story.until)


def _unnamed_groups() -> Json:
    return {"section": "effects", "group": "others", "answers": nothing_known("{people}")}


def _task_entries(answers: CaseAnswers, task: Task) -> list[Json]:
    """Return the live answers and rows of one task."""
    section, group = task.key
    live = answers.journey.live
    ids = {question.id for question in task.section.questions}
    values = {
        question: value
        for (owner, question), value in live.values.items()
        if owner == group and question in ids
    }
    where = {"section": section, **({"group": group} if group else {})}
    entries: list[Json] = []
    if task.section.kind is SectionKind.LIST and section in live.rows:
        rows = [{"id": row.id, "values": dict(row.values)} for row in live.rows[section]]
        entries.append({**where, "rows": rows})
    if values:
        entries.append({**where, "answers": values})
    return entries


def _with_route_override(answers: CaseAnswers, entries: list[Json]) -> list[Json]:
    """Return the entries with the equality lead’s route after the quick check, if there is one."""
    if not answers.override:
        return entries
    decided_by = answers.edition.routing.decided_by
    position = max(
        number for number, entry in enumerate(entries, 1) if entry.get("section") in decided_by
    )
    decision = {"by": ERIN, "route": "screening", "reason": answers.override}
    return [*entries[:position], decision, *entries[position:]]


def _entries_until(entries: list[Json], section: str) -> list[Json]:
    if not section:
        return entries
    last = max(number for number, entry in enumerate(entries, 1) if entry.get("section") == section)
    return entries[:last]


def files() -> dict[str, Any]:
    """Return the content of every file of the demonstration by its name."""
    return {
        "people.json": people(),
        **{f"{story.case}.json": story_file(story) for story in STORIES},
    }


def as_text(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    folder = resources.forms() / "demo"
    folder.mkdir(exist_ok=True)
    for name, content in files().items():
        (folder / name).write_text(as_text(content), encoding="utf-8")
    print(f"The demonstration in {folder} was written again from {CASES}.")


if __name__ == "__main__":
    main()
