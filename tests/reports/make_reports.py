"""Makes snapshots through the real domain code, out of the real forms and a few own words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from eia_app import resources
from eia_app.domain.journey.journey import Journey
from eia_app.domain.journey.tasks import Missing
from eia_app.domain.questionnaire.answers import Answers, Key, Row, Value
from eia_app.domain.questionnaire.choices import Choices, choices_for
from eia_app.domain.questionnaire.council import Council
from eia_app.domain.questionnaire.model import AnswerType, Edition, Question
from eia_app.domain.questionnaire.parse_edition import edition_from
from eia_app.domain.snapshot import snapshot
from eia_app.domain.workflow.states import State
from eia_app.reports.content.status import Outcome, ReportStatus, SignOff
from eia_app.storage.forms.folder import Forms

NOW = datetime(2026, 3, 9, 10, 30, tzinfo=UTC)
DECLARATION = "I have read this assessment and agree that it shows due regard to equality."
DRAFT = ReportStatus(State.DRAFT)
TITLE = "Blue Badge parking"


@cache
def forms(council: str = "hart") -> tuple[Edition, Council]:
    found = Forms(resources.forms(), council)
    return edition_from("eia/2026-1", found.tables("eia/2026-1")), found.council


def signed(record: Mapping[str, Any]) -> ReportStatus:
    """Signed off and decided, over exactly this record."""
    return ReportStatus(
        State.DECIDED,
        snapshot.sha256(snapshot.canonical(record)),
        SignOff("Head of Place", date(2026, 3, 9), DECLARATION),
        Outcome("Cabinet", date(2026, 4, 2), "Agreed as recommended", "Minute 42"),
    )


def screening(values: Mapping[Key, Value] | None = None) -> snapshot.Json:
    """A proposal that affects nobody differently."""
    return made({(None, "q_people"): "no", **(values or {})})


def full(values: Mapping[Key, Value] | None = None, **rows: list[Row]) -> snapshot.Json:
    """A major proposal with every required question answered."""
    return made({**MAJOR, **(values or {})}, rows={**ROWS, **rows})


def with_files(*names: str, row: str = "e1") -> snapshot.Json:
    """A full one, with files attached to a row of evidence."""
    record = full()
    (found,) = [
        each
        for part in record["parts"]
        for section in part["sections"]
        for each in section.get("rows", ())
        if each["id"] == row
    ]
    found["files"] = [
        {"name": name, "type": name.rpartition(".")[2], "size": 245_760, "sha256": "f" * 64}
        for name in names
    ]
    return record


def unfinished() -> snapshot.Json:
    """A major proposal with its quick check answered and hardly anything else."""
    return made(MAJOR, rows={}, fill=("proposal", "people_and_places", "team", "quick_check"))


MAJOR: dict[Key, Value] = {
    (None, "title"): TITLE,
    (None, "summary"): "One rule for Blue Badge holders in every council car park.",
    (None, "affects_who"): ["residents", "staff"],
    (None, "service"): "Parking",
    (None, "q_people"): "yes",
    (None, "q_groups"): ["disability", "carers"],
    (None, "q_direction"): {"disability": "both", "carers": "worse"},
    (None, "q_trigger"): ["new_or_raised_charge", "key_decision"],
    (None, "q_depth"): "moderate",
    (None, "q_scale"): "many",
    (None, "decision_body"): "Cabinet",
    (None, "decision_date"): "2026-04-02",
    (None, "outcome"): "justify",
    (
        None,
        "weigh",
    ): "Some holders lose three free hours.\n\nThe new permit helps those who need it.",
    (None, "residual"): "Holders without a listed allowance will pay.",
    ("disability", "effect"): ["positive", "negative"],
    ("disability", "severity"): "medium",
    ("disability", "likelihood"): "high",
    ("disability", "know_rows"): ["e1"],
    ("carers", "effect"): ["negative"],
    ("carers", "severity"): "low",
    ("armed_forces", "effect"): ["positive"],
    ("race", "effect"): ["not_known"],
}
ROWS = {
    "evidence": [
        Row("e1", {"fact": "25,000 residents hold a badge", "evidence_kind": "service"}),
        Row("e2", {"fact": "1,513 people replied. " * 9, "evidence_kind": "feedback"}),
    ],
    "options": [
        Row("o1", {"option_name": "Do nothing", "option_kept": "rejected"}),
        Row("o2", {"option_name": "Two levels of concession", "option_kept": "kept"}),
    ],
    "engagement": [Row("c1", {"engaged_who": "Badge holders and carers"})],
    "gaps": [Row("g1", {"gap": "We do not know how many holders qualify."})],
    "action_plan": [
        Row("a1", {"action_text": "Change every car park sign", "action_groups": ["disability"]}),
        Row("a2", {"action_text": "Waive the fee on low incomes", "action_groups": ["carers"]}),
        Row("a3", {"action_text": "Ask the carers’ forum again", "action_groups": ["carers"]}),
    ],
}


def made(
    values: Mapping[Key, Value],
    rows: Mapping[str, list[Row]] | None = None,
    council: str = "hart",
    fill: tuple[str, ...] = (),
) -> snapshot.Json:
    """The snapshot of these answers, with what is still required filled in (in those sections)."""
    edition, profile = forms(council)
    journey = _complete(edition, profile, Answers(values, rows or {}), fill)
    people = {"name": "Ada Price", "job_title": "Parking manager"}
    helper = {"name": "Ben Ode", "job_title": "Access officer", "expertise": "Disability"}
    cover = snapshot.Cover(
        reference="EIA-2026-014",
        version=3,
        title=str(values.get((None, "title"), "Replacing a boiler")),
        service=str(values.get((None, "service"), "Parking")),
        edition={"id": "eia/2026-1", "sha256": "0" * 64},
        people={"lead": people, "contributors": [helper]},
        dates={"started": NOW.isoformat(), "submitted": NOW.isoformat(), "decision": None},
    )
    return snapshot.take(cover, profile, journey, _choices(edition, profile, journey.answers))


def _complete(
    edition: Edition, council: Council, answers: Answers, fill: tuple[str, ...]
) -> Journey:
    while True:
        journey = Journey(edition, (*edition.groups, *council.local_groups), answers)
        missing = [m for m in journey.missing if m.question and (not fill or m.section in fill)]
        if not missing:
            return journey
        choices = _choices(edition, council, answers)
        for each in missing:
            answers = _with(answers, each, _some(edition.questions[each.question], each, choices))


def _with(answers: Answers, where: Missing, value: Value) -> Answers:
    if where.row is None:
        return answers.with_values({(where.group, where.question): value})
    rows = [
        Row(row.id, {**row.values, where.question: value}) if row.id == where.row else row
        for row in answers.rows[where.section]
    ]
    return Answers(answers.values, {**answers.rows, where.section: rows})


def _some(question: Question, where: Missing, choices: Choices) -> Value:
    """A plain answer of the right type that names its question, so that a test can look for it."""
    match question.type:
        case AnswerType.NUMBER:
            return 1250
        case AnswerType.DATE:
            return "2026-09-30"
        case AnswerType.CHOOSE_ONE:
            return choices.options(question)[-1].value
        case AnswerType.CHOOSE_MANY:
            offered = [option.value for option in choices.options(question)]
            return ["not_known" if "not_known" in offered else offered[-1]]
        case _:
            place = ".".join(filter(None, (where.group, where.row, question.id)))
            return f"Words for {place}, which say what we know and what we mean to do about it."


def _choices(edition: Edition, council: Council, answers: Answers) -> Choices:
    return choices_for(edition, (*edition.groups, *council.local_groups), council, answers)
