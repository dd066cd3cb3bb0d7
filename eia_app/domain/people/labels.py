"""The words for changes to people: the same in the history, in notices and in email."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eia_app.domain.people.changes import PersonAction, PersonChange

HEADINGS: Mapping[PersonAction, str] = {
    PersonAction.ADDED: "Person added",
    PersonAction.DETAILS_CHANGED: "Details changed",
    PersonAction.ROLE_GIVEN: "Role given",
    PersonAction.ROLE_TAKEN: "Role taken away",
    PersonAction.DEACTIVATED: "Sign-in stopped",
    PersonAction.REACTIVATED: "Sign-in allowed again",
    PersonAction.LINK_MADE: "Set-password link made",
    PersonAction.PASSWORD_SET: "Password set",
    PersonAction.PASSWORD_CHANGED: "Password changed",
    PersonAction.ASKED: "Second person asked",
    PersonAction.REFUSED: "Refused",
    PersonAction.TAKEN_BACK: "Request taken back",
}
# What is asked for, after “to”; `whom` is “you” or a name.
CHANGES: Mapping[PersonChange, str] = {
    PersonChange.GIVE_ROLE: "give {whom} the role “{role}”",
    PersonChange.TAKE_ROLE: "take the role “{role}” from {whom}",
    PersonChange.MAKE_LINK: "make a link with which {whom} can set a new password",
    PersonChange.REACTIVATE: "let {whom} sign in again",
}
SENTENCES: Mapping[PersonAction, str] = {
    PersonAction.ADDED: "{by} added {whom} to the service{roles}.",
    PersonAction.DETAILS_CHANGED: "{by} changed the details of {whom}: {details}.",
    PersonAction.ROLE_GIVEN: "{by} gave {whom} the role “{role}”{asked}.",
    PersonAction.ROLE_TAKEN: "{by} took the role “{role}” from {whom}{asked}.",
    PersonAction.DEACTIVATED: "{by} stopped {whom} from signing in.",
    PersonAction.REACTIVATED: "{by} let {whom} sign in again{asked}.",
    PersonAction.LINK_MADE: "{by} made a link with which {whom} can set a new password{asked}.",
    PersonAction.PASSWORD_SET: "A password was set for {whom} {way}.",
    PersonAction.PASSWORD_CHANGED: "The password of {whom} was changed by somebody signed in.",
    PersonAction.ASKED: "{by} asks for a second person to {change}.",
    PersonAction.REFUSED: "{by} refused to {change}{asked}.",
    PersonAction.TAKEN_BACK: "{by} no longer asks to {change}.",
}
DETAILS: Mapping[str, str] = {"name": "name", "job_title": "job title", "service": "service"}


def role_in_words(role: object) -> str:
    return str(role or "").replace("_", " ")


def change_in_words(change: PersonChange, role: object, whom: str) -> str:
    """Return the change that is asked for, such as “give Hana Head the role “head of service””."""
    return CHANGES[change].format(whom=whom, role=role_in_words(role))


def heading_of(change: PersonChange, role: object, whom: str) -> str:
    """Return the same as a heading, with a capital."""
    phrase = change_in_words(change, role, whom)
    return f"{phrase[0].upper()}{phrase[1:]}"


def sentence(action: PersonAction, detail: Mapping[str, Any], *, by: str, whom: str) -> str:
    """Return what happened, in one sentence, without what `detail` does not hold."""
    roles = [role_in_words(role) for role in detail.get("roles", ())]
    change = detail.get("change")
    return SENTENCES[action].format(
        by=by,
        whom=whom,
        role=role_in_words(detail.get("role")),
        roles=f" as {', '.join(roles)}" if roles else "",
        asked=f", as {detail['asked_by']} had asked" if detail.get("asked_by") else "",
        details="; ".join(_details(detail)),
        way="at the command line" if detail.get("command_line") else "through a link",
        change=change_in_words(PersonChange(change), detail.get("role"), whom)
        if change in set(PersonChange)
        else f"change {whom}",
    )


def _details(detail: Mapping[str, Any]) -> list[str]:
    """Return each changed value with the one before it."""
    return [
        f"{name} from “{detail[key]['from']}” to “{detail[key]['to']}”"
        for key, name in DETAILS.items()
        if key in detail
    ]
