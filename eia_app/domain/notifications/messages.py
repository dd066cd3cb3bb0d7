"""The words of notices: the same in the service and in email."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eia_app.domain.notifications.kinds import OF_PEOPLE, DigestEntry, NoticeKind
from eia_app.domain.people.changes import PersonAction
from eia_app.domain.people.labels import sentence as sentence_of_person
from eia_app.domain.questionnaire.choices import long_date
from eia_app.domain.questionnaire.council import Council
from eia_app.domain.review.review import Outcome


@dataclass(frozen=True)
class Words:
    """`headline` stands before the title; `said` is the sentence; `choice` is for the settings.

    `page` is the page of the assessment where the reader acts on it, "" for its own page; for
    notices about people, a page of the service.
    """

    headline: str
    said: str
    choice: str
    page: str = ""


WORDS: Mapping[NoticeKind, Words] = {
    NoticeKind.REVIEW_WAITING: Words(
        "Waiting for review",
        "This assessment is in the queue of the {group}.",
        "An assessment comes to the review queue",
    ),
    NoticeKind.ASSIGNED: Words(
        "Please review",
        "{by} asks you to review this assessment{until}.",
        "You are asked to review an assessment",
        "review",
    ),
    NoticeKind.INVITED: Words(
        "Your opinion is asked for",
        "{by} asks for your opinion on a part of this assessment{until}.",
        "You are asked for an opinion on a part of an assessment",
    ),
    NoticeKind.REVIEW_DUE: Words(
        "Your opinion is due",
        "Your opinion on this assessment {was} wanted{until}.",
        "A reminder that your opinion is due",
    ),
    NoticeKind.REVIEW_LATE: Words(
        "Opinions are late",
        "Opinions on this assessment were wanted{until}, and some are not in.",
        "Opinions on an assessment are late",
    ),
    NoticeKind.OPINION_GIVEN: Words(
        "An opinion is in",
        "{by} gave an opinion on this assessment.",
        "Somebody gives an opinion",
        "review/opinions",
    ),
    NoticeKind.QUORUM_REACHED: Words(
        "The review can be closed",
        "Enough opinions on this assessment are in for the round to be closed.",
        "Enough opinions are in to close a round",
    ),
    NoticeKind.CHANGES_REQUESTED: Words(
        "Changes needed",
        "{by} asks for changes to this assessment.",
        "Changes to your assessment are asked for",
    ),
    NoticeKind.REPLIES_READY: Words(
        "Back for review",
        "This assessment came back for review, so you can see what has changed.",
        "An assessment that you reviewed comes back",
        "changes",
    ),
    NoticeKind.ROUND_CLOSED: Words(
        "Review closed",
        "{by} closed the review of this assessment{outcome}.",
        "The review of an assessment is closed",
    ),
    NoticeKind.SIGN_OFF_WAITING: Words(
        "Waiting for sign-off",
        "This assessment is ready to be signed off.",
        "An assessment is ready to be signed off",
    ),
    NoticeKind.SIGNED_OFF: Words(
        "Signed off",
        "{by} signed off this assessment.",
        "Your assessment is signed off",
    ),
    NoticeKind.DECLINED: Words(
        "Not signed off",
        "{by} declined to sign off this assessment, and says why.",
        "Somebody declines to sign off your assessment",
    ),
    NoticeKind.DECIDED: Words(
        "Decision recorded",
        "What was decided about this proposal is recorded.",
        "The decision on a proposal is recorded",
    ),
    NoticeKind.REOPENED: Words(
        "Reopened",
        "This assessment was reopened as a new version. There is nothing for you to do.",
        "An assessment that you reviewed or signed is reopened",
    ),
    NoticeKind.WITHDRAWN: Words(
        "Withdrawn",
        "This assessment was withdrawn. You need not review it any more.",
        "An assessment that you are reviewing is withdrawn",
    ),
    NoticeKind.LOOK_AGAIN: Words(
        "Time to look again",
        "This assessment {was} to be looked at again{until}. You can start the next one from it.",
        "An assessment is to be looked at again",
    ),
    NoticeKind.ACCOUNT_CHANGED: Words(
        "Your account",
        "{happened} If you did not expect this, tell {team} at once.",
        "Your own account is changed",
    ),
    NoticeKind.PEOPLE_CHANGED: Words(
        "People and roles",
        "{happened}",
        "Somebody’s roles or sign-in are changed",
        "people/changes/",
    ),
    NoticeKind.CONFIRMATION_ASKED: Words(
        "Please confirm or refuse",
        "{happened}",
        "A change to people needs you as the second person",
        "people/changes/",
    ),
}
OUTCOMES: Mapping[str, str] = {
    Outcome.AGREED: ": agreed",
    Outcome.AGREED_WITH_CONDITIONS: ": agreed with conditions",
    Outcome.CHANGES_NEEDED: ": changes needed",
}


def headline(entry: DigestEntry) -> str:
    """Return what the notice is and about which assessment, on one line."""
    about = f"{entry.title} ({entry.reference})" if entry.title else entry.reference
    return one_line(
        f"{WORDS[entry.kind].headline}: {about}" if about else WORDS[entry.kind].headline
    )


def sentence(entry: DigestEntry, council: Council) -> str:
    """Return what happened and what the reader is asked to do."""
    due = str(entry.detail.get("due", ""))
    text = WORDS[entry.kind].said.format(
        group=council.review_group,
        by=entry.detail.get("by") or "A colleague",
        until=f" by {long_date(due)}" if due else "",
        was="was" if entry.detail.get("late") else "is",
        outcome=OUTCOMES.get(str(entry.detail.get("outcome", "")), ""),
        happened=_happened(entry) if entry.kind in OF_PEOPLE else "",
        team=council.contact.get("team") or council.name,
    )
    return one_line(text)


def _happened(entry: DigestEntry) -> str:
    """Return what was done to a person; they are “you” if they are the reader."""
    whom, by = entry.reference or "you", str(entry.detail.get("by") or "A colleague")
    action = entry.detail.get("action")
    if action not in set(PersonAction):
        return "Something was changed."
    return sentence_of_person(PersonAction(action), entry.detail, by=by, whom=whom)


def page_of(entry: DigestEntry) -> str:
    """Return the page of the assessment where the reader acts on it; for an invitation, its own."""
    invitation = entry.detail.get("invitation")
    return f"invitations/{invitation}" if invitation else WORDS[entry.kind].page


def path_of(entry: DigestEntry) -> str:
    """Return the path of that page inside the service; "" if there is no page."""
    if entry.kind in OF_PEOPLE:
        return WORDS[entry.kind].page
    return f"assessments/{entry.assessment_id}/{page_of(entry)}" if entry.assessment_id else ""


def one_line(text: str) -> str:
    """Return a text without what breaks a line or is invisible: no title can forge a header."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())
