"""What comes first: the cover, and what the people who decide must see."""

from __future__ import annotations

from eia_app.domain.journey.routing import Route
from eia_app.domain.questionnaire.choices import long_date
from eia_app.reports.blocks import Block, Callout, Cover, Fact, Heading, Line, Paragraph
from eia_app.reports.content import answers, group_effects
from eia_app.reports.content.snapshot_reader import NO_ANSWER, SnapshotReader
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.text.heading_numbers import Outline
from eia_app.reports.text.rich_text import clean, one_line
from eia_app.reports.text.sentences import unnumbered

SCREENING = "Screening, not an Equality Impact Assessment"
PRACTICE = "Practice, not an Equality Impact Assessment"
PRACTICE_STATUS = "Practice, not an assessment"
ROUTES = {Route.SCREENING: "Screening", Route.STANDARD: "Full assessment"}


def label(record: SnapshotReader) -> str:
    """What kind of document this is. Neither a screening nor practice may pass for one."""
    if record.is_practice:
        return PRACTICE
    return SCREENING if record.is_screening else one_line(record.snapshot["edition"]["title"])


def status(record: SnapshotReader, standing: ReportStatus) -> str:
    """Where it stands, in words."""
    return PRACTICE_STATUS if record.is_practice else standing.words


def mark(record: SnapshotReader, standing: ReportStatus) -> str:
    """What every page says of what must not be used."""
    if record.is_practice:
        return "PRACTICE: not an assessment"
    return standing.mark


def cover(record: SnapshotReader, standing: ReportStatus) -> Cover:
    snapshot = record.snapshot
    override = snapshot["route"].get("override") or {}
    reasons = [Line(clean(reason)) for reason in snapshot["route"]["reasons"]]
    if override.get("reason"):
        reasons = [Line(clean(str(override["reason"])))]
    by_effect = group_effects.by_effect(record)
    return Cover(
        label=label(record),
        facts=_facts(record, standing),
        why=_why(record, overridden=bool(override)),
        reasons=tuple(reasons),
        effects_title="Effect on each group" if by_effect else "",
        groups=by_effect,
    )


def _facts(record: SnapshotReader, standing: ReportStatus) -> tuple[Fact, ...]:
    snapshot = record.snapshot
    decision = record.words("decision_date") or long_date(snapshot["dates"].get("decision") or "")
    signed = standing.signed
    pairs = {
        "Reference": snapshot["reference"],
        "Version": str(snapshot["version"]),
        "Service": one_line(snapshot["service"] or record.words("service")),
        "Led by": record.words("lead_role"),
        "Decision by": record.words("decision_body_other") or record.words("decision_body"),
        "Decision date": decision,
        "Route": route(record),
        "Sign-off": f"{one_line(signed.by)}, {long_date(signed.on.isoformat())}"
        if signed
        else "Not signed off",
    }
    if record.is_screening:
        pairs = {name: words for name, words in pairs.items() if words}
    return tuple(
        Fact(term, (Paragraph(Line(words) if words else NO_ANSWER),))
        for term, words in pairs.items()
    )


def route(record: SnapshotReader) -> str:
    """The route in words."""
    if record.route is Route.MAJOR:
        return f"Full assessment, major: {record.snapshot['council']['review_group']} advise"
    return ROUTES[record.route] if record.route else "Not yet known"


def _why(record: SnapshotReader, *, overridden: bool) -> str:
    if overridden:
        return "The equality lead chose the route because:"
    if record.route is Route.SCREENING:
        return "No full assessment is needed because:"
    if record.route is Route.MAJOR:
        return f"This goes to the {record.snapshot['council']['review_group']} because:"
    if record.route is Route.STANDARD:
        return "A full assessment is needed because:"
    return "The quick check is not finished, so the route is not yet known."


def first(record: SnapshotReader, outline: Outline) -> tuple[list[Block], dict[str, Line]]:
    """The front of the report and, by question id, where to look for what it has said."""
    if record.is_screening:
        return _screening(record, outline)
    heading = outline.part("What councillors should weigh", "weigh")
    blocks: list[Block] = [heading, Callout(_answer(record, "weigh"))]
    if record.question("outcome"):
        blocks += [Heading(3, "What is recommended", "recommended"), _recommended(record)]
    if record.question("residual"):
        blocks += [Heading(3, "What will be left when the actions are done", "left")]
        blocks += _answer(record, "residual")
    table = group_effects.table(record)
    if table.rows:
        blocks += [Heading(3, "Effects at a glance", "effects"), table]
    return blocks, _see(record, heading, "weigh", "residual")


def _recommended(record: SnapshotReader) -> Paragraph:
    """Without the number that the form gives it, as a paragraph has a number of its own."""
    words = unnumbered(record.words("outcome"))
    return Paragraph(Line(words) if words else NO_ANSWER)


def _screening(record: SnapshotReader, outline: Outline) -> tuple[list[Block], dict[str, Line]]:
    heading = outline.part("Why no full assessment is needed", "weigh")
    blocks: list[Block] = [heading, Callout(_answer(record, "screening_reason"))]
    return blocks, _see(record, heading, "screening_reason")


def _answer(record: SnapshotReader, name: str) -> tuple[Block, ...]:
    question = record.question(name)
    return answers.answer(record, question) if question else (Paragraph(NO_ANSWER),)


def _see(record: SnapshotReader, heading: Heading, *names: str) -> dict[str, Line]:
    line = Line(f"See section {heading.number}, {heading.text}", to=heading.id)
    return {record.means(n): line for n in names if (q := record.question(n)) and q["text"]}
