"""Add to an assessment everything that can have happened to one."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from eia_app.domain.journey.routing import Route
from eia_app.domain.review.review import CommentKind, Recommendation, ReplyKind
from eia_app.domain.roles import Role
from eia_app.services.answers.rows import remove_row, save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.attachments import upload as attachments_upload
from eia_app.services.review import rounds
from eia_app.services.snapshots import snapshots
from eia_app.services.workflow import contributors, route_override
from eia_app.storage.models.dismissed_findings import DismissedFinding
from eia_app.storage.models.edited_paragraphs import EditedParagraph
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import (
    Comment,
    Condition,
    Invitation,
    Opinion,
    PrivateNote,
    Reply,
    Reviewer,
    Round,
)
from tests.attachments.making_files import put_file
from tests.factories import Makers, add_person


def add_history(context: AssessmentContext, makers: Makers) -> AssessmentContext:
    """Add what an export can hold: contributors, changed answers, removed rows and files."""
    lead, clock = makers.lead, makers.clock
    helper = add_person(makers.session, "Hal Per")
    contributors.add_contributor(
        context, email=helper.email, expertise="Parking", by=lead, now=clock()
    )
    for title in ("Another title", "A third title"):
        save_answers(context, "proposal", None, {"title": title}, by=helper, now=clock())
    save_answers(context, "proposal", None, {"contact": str(helper.id)}, by=lead, now=clock())
    save_answers(context, "proposal", None, {"web": None}, by=lead, now=clock())
    for row_id in (uuid4(), uuid4()):
        save_row(context, "evidence", row_id, {"fact": "A fact"}, by=lead, now=clock())
        for words in (b"Kept", b"Removed"):
            file = put_file(context, row_id, words, by=lead, now=clock())
        attachments_upload.remove(context, file.id, by=lead, now=clock())
    remove_row(context, row_id, by=lead, now=clock())
    save_row(context, "action_plan", uuid4(), {"action_text": "Do it"}, by=lead, now=clock())
    route_override.override_route(
        context, Route.MAJOR, "It matters", by=makers.equality_lead, now=clock()
    )
    return context


def add_review(context: AssessmentContext, makers: Makers) -> AssessmentContext:
    """Add a round of review with each kind of row that belongs to one."""
    session, assessment_id = makers.session, context.assessment.id
    champion = add_person(session, "Chris Champion", Role.CHAMPION)
    stored = snapshots.store(context, by=makers.lead, now=makers.clock())
    round_ = rounds.open_round(context, stored, by=makers.lead, now=makers.clock())
    ids = {"assessment_id": assessment_id, "person_id": champion.id}
    round_ids = {**ids, "round_id": round_.id}
    at = makers.clock()
    kind = CommentKind.MUST_ADDRESS
    comment = Comment(**round_ids, kind=kind, text="Why?", at=at, row_id=uuid4())
    session.add_all(
        [
            Reviewer(**ids, recused_at=at, excepted_by_id=makers.equality_lead.id, chased_at=at),
            Opinion(**round_ids, checklist={"purpose": "yes"}, started_at=at, given_at=at),
            PrivateNote(**ids, text="For my eyes only", at=at),
            comment,
            Invitation(
                **round_ids, section="proposal", question="Is it right?", at=at, due=at.date(),
                invited_by_id=champion.id, recommendation=Recommendation.CANNOT_SAY,
            ),
            _condition(context, round_, by=makers.equality_lead, at=at),
            DismissedFinding(
                assessment_id=assessment_id, rule="same_text", section="effects", group_id="age",
                question="explanation", row_id=uuid4(), text_sha256="f" * 64, sentence="The same",
                reason="It is the same", by_id=makers.lead.id, at=at,
            ),
            EditedParagraph(
                assessment_id=assessment_id, snapshot_id=stored.id, text="In our words",
                by_id=makers.lead.id, at=at, dropped_at=at,
            ),
        ]
    )  # fmt: skip
    session.flush()
    reply = {"kind": ReplyKind.CHANGED, "text": "Because", "by_id": makers.lead.id, "at": at}
    session.add(Reply(comment_id=comment.id, assessment_id=assessment_id, **reply))
    session.flush()
    return context


def _condition(context: AssessmentContext, round_: Round, *, by: Person, at: datetime) -> Condition:
    """Return a condition of a round, for the first row of the action plan."""
    action_id = next(id_ for id_, row in context.rows.items() if row.section == "action_plan")
    return Condition(
        assessment_id=context.assessment.id, round_id=round_.id, text="Tell people",
        owner="Parking", due=at.date(), measure="They know", by_id=by.id, at=at,
        action_id=action_id,
    )  # fmt: skip
