"""People and their roles, for the administrator."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import Invalid
from eia_app.domain.people.changes import PersonChange, is_guarded
from eia_app.domain.roles import Role
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.people import change_requests, changes, people
from eia_app.web.assessment.forms import RemoveForm
from eia_app.web.http import current
from eia_app.web.http.authorization import needs, signed_in
from eia_app.web.http.database import db
from eia_app.web.http.errors import put_errors, summary_of
from eia_app.web.people.forms import ChangePersonForm, NewPersonForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eia_app.storage.models.people import Person, PersonRequest

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("/")
@needs(Permission.MANAGE_PEOPLE)
def listing() -> ResponseReturnValue:
    """List the people who have an account, active or not."""
    return render_template("pages/people/listing.html", people=people.list_people(db()))


@bp.route("/add", methods=["GET", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def add() -> ResponseReturnValue:
    """Add a person; their set-password link follows, at once or from a second person."""
    form, now = NewPersonForm(), current.now()
    if form.validate_on_submit():
        try:
            person, waiting = _add(form, now)
            link = url_for("people.password_link", person_id=person.id)
            return redirect(_asked() if waiting else link)
        except Invalid as error:
            put_errors(form, error.errors)
    return _page("pages/people/add.html", form)


def _add(form: NewPersonForm, now: datetime) -> tuple[Person, Sequence[PersonRequest]]:
    return changes.add(
        db(),
        email=form.email.data or "",
        name=form.name.data or "",
        job_title=form.job_title.data or "",
        service=form.service.data or "",
        roles=_roles(form),
        by=signed_in(),
        now=now,
    )


@bp.route("/<uuid:person_id>", methods=["GET", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def change(person_id: UUID) -> ResponseReturnValue:
    """Change a person’s details, roles, or whether they may sign in."""
    person = people.by_id(db(), person_id)
    form = ChangePersonForm(obj=person, data={"roles": [role.value for role in person.roles]})
    if person.id == signed_in().id:  # nobody changes these of their own
        del form.roles, form.is_active
    if form.validate_on_submit():
        try:
            waiting = _change(person, form)
            return redirect(_asked() if waiting else url_for("people.listing"))
        except Invalid as error:
            put_errors(form, error.errors)
    return _page("pages/people/change.html", form, someone=person)


def _change(person: Person, form: ChangePersonForm) -> Sequence[PersonRequest]:
    return changes.change(
        db(),
        person,
        by=signed_in(),
        now=current.now(),
        name=form.name.data or "",
        job_title=form.job_title.data or "",
        service=form.service.data or "",
        roles=_roles(form) if "roles" in form else person.roles,
        is_active=bool(form.is_active.data) if "is_active" in form else person.is_active,
    )


@bp.route("/<uuid:person_id>/password-link", methods=["GET", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def password_link(person_id: UUID) -> ResponseReturnValue:
    """Make a link by which a person sets their password, shown once; or ask for one."""
    person, form, now = people.by_id(db(), person_id), RemoveForm(), current.now()
    two, link = is_guarded(person.roles), ""
    if form.validate_on_submit():
        if two:
            change_requests.ask(db(), person, PersonChange.MAKE_LINK, by=signed_in(), now=now)
            return redirect(_asked())
        link = link_of(people.make_password_link(db(), person, by=signed_in(), now=now))
    return render_template("pages/people/link.html", someone=person, form=form, link=link, two=two)


def link_of(secret: str) -> str:
    """Return the address of a set-password link under the `base_url` setting, or its path.

    The host that a request names is not believed.
    """
    base: str = current.parts().settings.base_url
    return f"{base.rstrip('/')}{url_for('sign_in.set_password', _anchor=secret)}"


def _asked() -> str:
    return url_for("people_log.listing", done="asked")


def _roles(form: Any) -> list[Role]:
    return [Role(value) for value in form.roles.data or ()]


def _page(template: str, form: Any, **more: Any) -> ResponseReturnValue:
    errors = summary_of(form)
    return render_template(template, form=form, errors=errors, **more), 422 if errors else 200
