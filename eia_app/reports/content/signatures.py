"""The last page: who signed what, and how to tell that this is the same record."""

from __future__ import annotations

from eia_app.domain.questionnaire.choices import long_date
from eia_app.domain.snapshot.snapshot import sha256
from eia_app.reports.blocks import Block, Callout, Fact, Facts, Heading, Line, Paragraph
from eia_app.reports.content import cover
from eia_app.reports.content.redaction import public_text
from eia_app.reports.content.snapshot_reader import SnapshotReader
from eia_app.reports.content.status import Outcome, ReportStatus, SignOff, credit
from eia_app.reports.text.heading_numbers import Outline
from eia_app.reports.text.rich_text import one_line, written

UNSIGNED = (
    "This is a draft. Nobody has signed it off, so it must not go to councillors as an assessment."
)
UNSIGNABLE = (
    "This is a made-up example, to learn from. The council, its people and its figures do not"
    " exist, so nobody can sign it and it must not go to councillors."
)
PRACTICE = (
    "This was written for practice. It is not an assessment, so nobody signs it off, and it must"
    " not go to councillors."
)
UNRECORDED = Line("No details of the decision were recorded.", muted=True)


def block(record: SnapshotReader, standing: ReportStatus, outline: Outline) -> list[Block]:
    blocks: list[Block] = [outline.part("Sign-off", "sign-off")]
    if standing.signed:
        blocks += [*_signed(standing.signed), *_check(standing.check_at)]
    else:
        blocks.append(Callout((Paragraph(Line(_unsigned(record, standing))),)))
    if standing.decision:
        blocks += [Heading(3, "The decision", "decision"), _decided(standing.decision)]
    blocks += [Heading(3, "Who prepared it", "prepared"), *_people(record)]
    return [*blocks, Heading(3, "This record", "record"), _this_record(record, standing)]


def _unsigned(record: SnapshotReader, standing: ReportStatus) -> str:
    """Why nobody has signed it."""
    if record.is_practice:
        return PRACTICE
    return UNSIGNABLE if standing.is_example else UNSIGNED


def _signed(signed: SignOff) -> list[Block]:
    return [
        Callout(tuple(written(signed.declaration))),
        _facts({"Signed off by": signed.by, "Date": long_date(signed.on.isoformat())}),
    ]


def _check(address: str) -> list[Block]:
    if not address:
        return []
    said = f"Check that this is the signed-off version at {address}"
    return [Paragraph(Line(said, address=address))]


def _decided(decision: Outcome) -> Block:
    """What was recorded of it: an import may bring a decision without any detail."""
    found = _facts(
        {
            "Decided by": decision.body,
            "Date": long_date(decision.on.isoformat()) if decision.on else "",
            "Decision": decision.outcome,
            "Minute": decision.minute,
        }
    )
    return found if found.facts else Paragraph(UNRECORDED)


def _people(record: SnapshotReader) -> list[Block]:
    """By role; by name as well where the council's setting says so."""
    people = record.snapshot["people"]
    named = record.snapshot["council"]["names_in_reports"]
    helpers = [credit(each, named=named) for each in people["contributors"]]
    return [_facts({"Lead": credit(people["lead"], named=named), "With": "; ".join(helpers)})]


def _this_record(record: SnapshotReader, standing: ReportStatus) -> Facts:
    snapshot = record.snapshot
    edition, contact = snapshot["edition"], snapshot["council"]["contact"]
    people = [contact.get(name, "") for name in ("team", "email", "phone")]
    return _facts(
        {
            "SnapshotReader": f"{snapshot['reference']}, version {snapshot['version']}",
            "Status": cover.status(record, standing),
            "Questionnaire": f"{edition['title']} {edition['id']}",
            "SHA-256 of the record": standing.sha256 or "Not recorded yet",
            "SHA-256 without names": _hash_without_names(record) if standing.sha256 else "",
            "Contact": ", ".join(filter(None, people)),
        }
    )


def _hash_without_names(record: SnapshotReader) -> str:
    """Where reports give roles, the record that goes with them is another one: without names."""
    if record.snapshot["council"]["names_in_reports"]:
        return ""
    return sha256(public_text(record.snapshot))


def _facts(pairs: dict[str, str]) -> Facts:
    found = {term: one_line(words) for term, words in pairs.items()}
    return Facts(
        tuple(Fact(term, (Paragraph(Line(words)),)) for term, words in found.items() if words),
        narrow=True,
    )
