"""A person's own account: their sessions, and their password."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import Invalid, NotAllowed
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.people import people, sessions
from eia_app.web.http import current
from eia_app.web.http.authorization import begin_session, needs, signed_in, user_session
from eia_app.web.http.database import db
from eia_app.web.http.errors import put_errors, summary_of
from eia_app.web.http.security_log import SecurityEvent, note
from eia_app.web.people.confirm_password import WRONG
from eia_app.web.people.forms import ChangePasswordForm
from eia_app.web.people.sign_in import council_words
from eia_app.web.people.sign_in_attempts import is_password

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("")
@needs(Permission.USE_SERVICE)
def page() -> ResponseReturnValue:
    """The sessions of this person."""
    return render_template(
        "pages/people/account/page.html",
        sessions=sessions.of_person(db(), signed_in(), now=current.now()),
        here=user_session().id,
        done=request.args.get("done"),
    )


@bp.post("/sessions/<uuid:session_id>/end")
@needs(Permission.USE_SERVICE)
def end(session_id: UUID) -> ResponseReturnValue:
    """Sign one other browser out."""
    sessions.end(db(), signed_in(), session_id, now=current.now())
    note(SecurityEvent.SESSION_ENDED, which="one")
    return redirect(url_for("account.page", done="ended"), 303)


@bp.post("/sessions/end-others")
@needs(Permission.USE_SERVICE)
def end_others() -> ResponseReturnValue:
    """Sign every other browser out."""
    sessions.end_others(db(), user_session(), now=current.now())
    note(SecurityEvent.SESSION_ENDED, which="others")
    return redirect(url_for("account.page", done="ended"), 303)


@bp.route("/password", methods=["GET", "POST"])
@needs(Permission.USE_SERVICE)
def password() -> ResponseReturnValue:
    """Change one’s own password, given the present one; end every other session."""
    if signed_in().password_hash is None:
        raise NotAllowed("You have no password: the people of a demonstration sign in without one.")
    form = ChangePasswordForm()
    if form.validate_on_submit():
        if not is_password(form.present.data or ""):
            put_errors(form, {"present": WRONG})
        elif _changed(form):
            return redirect(url_for("account.page", done="password"), 303)
    errors = summary_of(form)
    page = render_template("pages/people/account/password.html", form=form, errors=errors)
    return page, 422 if errors else 200


def _changed(form: ChangePasswordForm) -> bool:
    """Change the password and return True, or put errors beside the fields and return False."""
    new, now = form.password.data or "", current.now()
    try:
        people.change_password(db(), signed_in(), new, known=council_words(), now=now)
    except Invalid as error:
        put_errors(form, error.errors)
        return False
    begin_session(signed_in())
    return True
