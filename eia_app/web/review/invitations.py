"""Asking a colleague for an opinion on one section, and the page on which they give it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import Invalid, NotFound, Stale
from eia_app.domain.review.review import Location, Recommendation
from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.domain.workflow.predicates import is_equality_lead
from eia_app.domain.workflow.states import Transition
from eia_app.services.review import discussion, invitations
from eia_app.web.assessment.forms import RemoveForm
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, signed_in
from eia_app.web.http.errors import put_errors, summary_of
from eia_app.web.review.authorization import for_discussion
from eia_app.web.review.forms import InvitationForm, OpinionForm, revision_seen
from eia_app.web.review.reading_page import section_of
from eia_app.web.wizard.drafts import offered
from eia_app.wizard.fields import Choice

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.services.review.discussion import RoundView
    from eia_app.storage.models.reviews import Invitation

bp = Blueprint("invitations", __name__, url_prefix="/assessments/<uuid:assessment_id>/invitations")


@bp.get("")
@for_discussion(Transition.INVITE)
def listing(context: AssessmentContext) -> ResponseReturnValue:
    """The invitations of this round, and whether they were answered."""
    round_view, person = discussion.open_one(context), signed_in()
    return render_template(
        "pages/review/reading/invitations.html",
        context=context,
        talk=round_view,
        readable={invitation.id for invitation in round_view.answers(person)},
        is_lead=is_equality_lead(person, context.assessment),
        form=RemoveForm(),
    )


@bp.route("/new", methods=["GET", "POST"])
@for_discussion(Transition.INVITE)
def new(context: AssessmentContext) -> ResponseReturnValue:
    """Ask a colleague about one section."""
    round_view = discussion.open_one(context)
    form = InvitationForm(data={"due": round_view.round.due.isoformat()})
    form.place.choices = _sections(round_view)
    if form.validate_on_submit():
        section, _, group = (form.place.data or "").partition(":")
        try:
            invitations.invite(
                context,
                email=form.email.data or "",
                place=Location(section, group),
                question=form.question.data or "",
                due=form.due.day,
                by=signed_in(),
                now=current.now(),
            )
            return redirect(url_for("invitations.listing", assessment_id=context.assessment.id))
        except Invalid as error:
            put_errors(form, error.errors)
    errors = summary_of(form)
    page = render_template(
        "pages/review/reading/invite.html", context=context, form=form, errors=errors
    )
    return page, 422 if errors else 200


def _sections(round_view: RoundView) -> list[Choice]:
    """Return the sections, and the groups, in reading order."""
    return [
        Choice(f"{place.section}:{place.group}", name)
        for place, name in round_view.places.items()
        if place.section and not place.question and not place.row
    ]


@bp.post("/<uuid:invitation_id>/withdraw")
@for_discussion(Transition.INVITE)
def withdraw(context: AssessmentContext, invitation_id: UUID) -> ResponseReturnValue:
    """Tell a colleague that their opinion is not needed any more."""
    invitation = invitations.find(context, invitation_id)
    invitations.withdraw(context, invitation, by=signed_in(), now=current.now())
    return redirect(url_for("invitations.listing", assessment_id=context.assessment.id))


@bp.route("/<uuid:invitation_id>", methods=["GET", "POST"])
@for_assessment(Permission.READ)
def answer(context: AssessmentContext, invitation_id: UUID) -> ResponseReturnValue:
    """The section of an invitation, and the form for its opinion; 404 for anybody else."""
    invitation = invitations.find(context, invitation_id)
    if invitation.person_id != signed_in().id:
        raise NotFound("There is no such invitation.")
    form = OpinionForm(
        data={
            "recommendation": invitation.recommendation,
            "reason": invitation.reason,
            "seen": str(invitation.revision),
        }
    )
    stale = None
    if form.validate_on_submit():
        try:
            _answer(context, invitation, form)
            return redirect(_page(context, invitation))
        except Invalid as error:
            put_errors(form, error.errors)
        except Stale as error:
            stale, form.seen.data = error, str(invitation.revision)
    return _render(context, invitation, form, stale)


def _answer(context: AssessmentContext, invitation: Invitation, form: OpinionForm) -> None:
    invitations.answer(
        context,
        invitation,
        Recommendation(form.recommendation.data),
        form.reason.data or "",
        by=signed_in(),
        now=current.now(),
        seen=revision_seen(form),
    )


def _page(context: AssessmentContext, invitation: Invitation) -> str:
    return url_for(
        "invitations.answer", assessment_id=context.assessment.id, invitation_id=invitation.id
    )


def _render(
    context: AssessmentContext, invitation: Invitation, form: OpinionForm, stale: Stale | None
) -> ResponseReturnValue:
    round_view = discussion.of_id(context, invitation.round_id)
    place, errors = Location(invitation.section, invitation.group_id), summary_of(form)
    may_answer = is_allowed(Transition.ANSWER_INVITATION, signed_in(), context.assessment)
    page = render_template(
        "pages/review/reading/invitation.html",
        context=context,
        invitation=invitation,
        talk=round_view,
        name=round_view.places.get(place, ""),
        reading=section_of(round_view.snapshot, place),
        summary=invitations.proposal_summary(round_view),
        may_answer=may_answer and round_view.is_open and invitation.withdrawn_at is None,
        form=form,
        errors=errors,
        stale=stale,
        offer=offered(form),
    )
    return page, 409 if stale else 422 if errors else 200
