"""Asking another colleague for an opinion on one section; and their page, where they give it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import Invalid, NotFound, Stale
from eia_app.domain.policy import May, may
from eia_app.domain.predicates import is_equality_lead
from eia_app.domain.review import Place, Recommendation
from eia_app.services import discussion, invitations
from eia_app.web.access import for_assessment, signed_in
from eia_app.web.discussing import for_discussion
from eia_app.web.drafts import offered
from eia_app.web.errors import put_errors, summary_of
from eia_app.web.forms import RemoveForm
from eia_app.web.reading import section_of
from eia_app.web.review_forms import InvitationForm, OpinionForm, revision_seen
from eia_app.wizard.fields import Choice

if TYPE_CHECKING:
    from eia_app.services.discussion import Discussion
    from eia_app.services.opened import Opened
    from eia_app.storage.reviews import Invitation

bp = Blueprint("invitations", __name__, url_prefix="/assessments/<uuid:assessment_id>/invitations")


@bp.get("")
@for_discussion(May.INVITE)
def listing(opened: Opened) -> ResponseReturnValue:
    """Everybody who was asked in this round, and whether they have answered."""
    talk, person = discussion.open_one(opened), signed_in()
    return render_template(
        "pages/review/invitations.html",
        opened=opened,
        talk=talk,
        readable={each.id for each in talk.answers(person)},
        is_lead=is_equality_lead(person, opened.assessment),
        form=RemoveForm(),
    )


@bp.route("/new", methods=["GET", "POST"])
@for_discussion(May.INVITE)
def new(opened: Opened) -> ResponseReturnValue:
    """Ask a colleague about one section."""
    talk = discussion.open_one(opened)
    form = InvitationForm(data={"due": talk.round.due.isoformat()})
    form.place.choices = _sections(talk)
    if form.validate_on_submit():
        section, _, group = (form.place.data or "").partition(":")
        try:
            invitations.invite(
                opened,
                email=form.email.data or "",
                place=Place(section, group),
                question=form.question.data or "",
                due=form.due.day,
                by=signed_in(),
                now=datetime.now(UTC),
            )
            return redirect(url_for("invitations.listing", assessment_id=opened.assessment.id))
        except Invalid as error:
            put_errors(form, error.errors)
    errors = summary_of(form)
    page = render_template("pages/review/invite.html", opened=opened, form=form, errors=errors)
    return page, 422 if errors else 200


def _sections(talk: Discussion) -> list[Choice]:
    """The sections, and the groups, in reading order."""
    return [
        Choice(f"{place.section}:{place.group}", name)
        for place, name in talk.places.items()
        if place.section and not place.question and not place.row
    ]


@bp.post("/<uuid:invitation_id>/withdraw")
@for_discussion(May.INVITE)
def withdraw(opened: Opened, invitation_id: UUID) -> ResponseReturnValue:
    """Tell a colleague that their opinion is not needed any more."""
    invitation = invitations.find(opened, invitation_id)
    invitations.withdraw(opened, invitation, by=signed_in(), now=datetime.now(UTC))
    return redirect(url_for("invitations.listing", assessment_id=opened.assessment.id))


@bp.route("/<uuid:invitation_id>", methods=["GET", "POST"])
@for_assessment(May.READ)
def answer(opened: Opened, invitation_id: UUID) -> ResponseReturnValue:
    """The section that somebody was asked about, and their opinion on it. For nobody else."""
    invitation = invitations.find(opened, invitation_id)
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
            _answer(opened, invitation, form)
            return redirect(_page(opened, invitation))
        except Invalid as error:
            put_errors(form, error.errors)
        except Stale as error:
            stale, form.seen.data = error, str(invitation.revision)
    return _render(opened, invitation, form, stale)


def _answer(opened: Opened, invitation: Invitation, form: OpinionForm) -> None:
    invitations.answer(
        opened,
        invitation,
        Recommendation(form.recommendation.data),
        form.reason.data or "",
        by=signed_in(),
        now=datetime.now(UTC),
        seen=revision_seen(form),
    )


def _page(opened: Opened, invitation: Invitation) -> str:
    return url_for(
        "invitations.answer", assessment_id=opened.assessment.id, invitation_id=invitation.id
    )


def _render(
    opened: Opened, invitation: Invitation, form: OpinionForm, stale: Stale | None
) -> ResponseReturnValue:
    talk = discussion.of_id(opened, invitation.round_id)
    place, errors = Place(invitation.section, invitation.group_id), summary_of(form)
    may_answer = may(May.ANSWER_INVITATION, signed_in(), opened.assessment)
    page = render_template(
        "pages/review/invitation.html",
        opened=opened,
        invitation=invitation,
        talk=talk,
        name=talk.places.get(place, ""),
        reading=section_of(talk.snapshot, place),
        summary=invitations.in_short(talk),
        may_answer=may_answer and talk.is_open and invitation.withdrawn_at is None,
        form=form,
        errors=errors,
        stale=stale,
        offer=offered(form),
    )
    return page, 409 if stale else 422 if errors else 200
