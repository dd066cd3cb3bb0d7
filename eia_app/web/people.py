"""People and their roles, for the administrator."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import Invalid
from eia_app.domain.policy import May
from eia_app.domain.roles import Role
from eia_app.services import people
from eia_app.services.security_log import roles_of
from eia_app.web.access import db, needs, signed_in
from eia_app.web.errors import put_errors, summary_of
from eia_app.web.forms import RemoveForm
from eia_app.web.people_forms import ChangePersonForm, NewPersonForm
from eia_app.web.security_log import SecurityEvent, note

if TYPE_CHECKING:
    from eia_app.storage.people import Person

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("/")
@needs(May.MANAGE_PEOPLE)
def listing() -> ResponseReturnValue:
    """Everybody who can sign in, or could."""
    return render_template("pages/people/listing.html", people=people.list_people(db()))


@bp.route("/add", methods=["GET", "POST"])
@needs(May.MANAGE_PEOPLE)
def add() -> ResponseReturnValue:
    """Add a person; their set-password link follows."""
    form = NewPersonForm()
    if form.validate_on_submit():
        try:
            person = people.add(
                db(),
                email=form.email.data or "",
                name=form.name.data or "",
                job_title=form.job_title.data or "",
                service=form.service.data or "",
                roles=_roles(form),
                now=datetime.now(UTC),
            )
            note(SecurityEvent.PERSON_ADDED, of=person.email, roles=roles_of(person))
            return redirect(url_for("people.password_link", person_id=person.id))
        except Invalid as error:
            put_errors(form, error.errors)
    return _page("pages/people/add.html", form)


@bp.route("/<uuid:person_id>", methods=["GET", "POST"])
@needs(May.MANAGE_PEOPLE)
def change(person_id: UUID) -> ResponseReturnValue:
    """Change a person’s details, roles, or whether they may sign in."""
    person = people.by_id(db(), person_id)
    form = ChangePersonForm(obj=person, data={"roles": [role.value for role in person.roles]})
    if form.validate_on_submit():
        before = (roles_of(person), person.is_active)
        try:
            people.change(
                db(),
                person,
                by=signed_in(),
                name=form.name.data or "",
                job_title=form.job_title.data or "",
                service=form.service.data or "",
                roles=_roles(form),
                is_active=bool(form.is_active.data),
            )
            _note_change(person, *before)
            return redirect(url_for("people.listing"))
        except Invalid as error:
            put_errors(form, error.errors)
    return _page("pages/people/change.html", form, someone=person)


@bp.route("/<uuid:person_id>/password-link", methods=["GET", "POST"])
@needs(May.MANAGE_PEOPLE)
def password_link(person_id: UUID) -> ResponseReturnValue:
    """Make a link by which a person sets their password; it is shown once."""
    person, form, link = people.by_id(db(), person_id), RemoveForm(), ""
    if form.validate_on_submit():
        secret = people.make_password_link(db(), person, now=datetime.now(UTC))
        link = _address(url_for("sign_in.set_password", _anchor=secret))
        note(SecurityEvent.PASSWORD_LINK_MADE, of=person.email)
    return render_template("pages/people/link.html", someone=person, form=form, link=link)


def _note_change(person: Person, roles: list[str], was_active: bool) -> None:
    """For the security log: what somebody may do now that they could not, or the reverse."""
    after = roles_of(person)
    if after != roles:
        note(SecurityEvent.ROLES_CHANGED, of=person.email, before=roles, after=after)
    if person.is_active != was_active:
        given = SecurityEvent.ACCESS_GIVEN if person.is_active else SecurityEvent.ACCESS_ENDED
        note(given, of=person.email)


def _address(path: str) -> str:
    """The whole address of a page by the setting, or its path: a request’s host is not believed."""
    base: str = current_app.extensions["eia"].settings.base_url
    return f"{base.rstrip('/')}{path}"


def _roles(form: Any) -> list[Role]:
    return [Role(value) for value in form.roles.data or ()]


def _page(template: str, form: Any, **more: Any) -> ResponseReturnValue:
    errors = summary_of(form)
    return render_template(template, form=form, errors=errors, **more), 422 if errors else 200
