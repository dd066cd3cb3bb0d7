"""Every endpoint with what it requires: a new route fails here until it is listed."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from eia_app import create_app
from eia_app.domain.policy import May
from eia_app.web.access import deny_undeclared
from eia_app.web.service import Service

PUBLIC = "public"
REQUIRES: dict[str, str] = {
    "home.start": PUBLIC,
    "home.accessibility": PUBLIC,
    "home.privacy": PUBLIC,
    "health.health": PUBLIC,
    "health.ready": PUBLIC,
    "account.page": May.START,
    "account.end": May.START,  # and only one’s own
    "account.end_others": May.START,
    "account.password": May.START,
    "assets.colours": PUBLIC,
    "assets.favicon": PUBLIC,
    "sign_in.sign_in": PUBLIC,
    "sign_in.sign_in_as": PUBLIC,
    "sign_in.sign_out": PUBLIC,
    "sign_in.forgotten": PUBLIC,
    "sign_in.set_password": PUBLIC,
    "sign_in.stay_signed_in": May.START,
    "verify.ask": PUBLIC,
    "verify.answer": PUBLIC,
    "register.listing": May.START,
    "register.start": May.START,
    "people.listing": May.MANAGE_PEOPLE,
    "people.add": May.MANAGE_PEOPLE,
    "people.change": May.MANAGE_PEOPLE,
    "people.password_link": May.MANAGE_PEOPLE,
    "people_log.listing": May.OVERSEE_PEOPLE,
    "people_log.answer": May.OVERSEE_PEOPLE,  # and then neither who asked nor who is changed
    "notices.listing": May.START,
    "notices.read": May.START,
    "notices.settings": May.START,
    "tasks.overview": May.READ,
    "tasks.route": May.READ,
    "tasks.answers": May.READ,
    "tasks.history": May.READ,
    "team.listing": May.READ,
    "team.add": May.MANAGE_CONTRIBUTORS,
    "team.remove": May.MANAGE_CONTRIBUTORS,
    "sections.page": May.EDIT,
    "sections.group_page": May.EDIT,
    "rows.listing": May.EDIT,
    "rows.add": May.EDIT,
    "rows.edit": May.EDIT,
    "rows.remove": May.EDIT,
    "files.listing": May.EDIT,
    "files.remove": May.EDIT,
    "files.download": May.READ,
    "evidence.library": May.START,
    "guide.index": May.START,
    "guide.everything": May.START,
    "guide.answers": May.START,
    "guide.topic": May.START,
    "guide.group": May.START,
    "guide.for_group": May.READ,
    "example.read": May.START,
    "example.download": May.START,
    "example.making": May.START,
    "example.beside": May.READ,
    "evidence.use": May.START,  # and then what copying into that assessment requires
    "actions.listing": May.READ,
    "actions.update": May.UPDATE_ACTIONS,
    "closing.close": May.COMPLETE_REVIEW,
    "closing.add_condition": May.COMPLETE_REVIEW,
    "closing.condition": May.COMPLETE_REVIEW,
    "closing.remove_condition": May.COMPLETE_REVIEW,
    "carrying.assess_again": May.ASSESS_AGAIN,
    "carrying.carry_over": May.CARRY_OVER,
    "carrying.confirm_row": May.EDIT,
    "carrying.edition": May.READ,
    "coach.begin_action": May.EDIT,
    "coach.keep": May.EDIT,
    "coach.listing": May.SEE_COACH,
    "compare.changes": May.READ_DISCUSSION,
    "compare.listing": May.READ,
    "compare.two": May.READ,
    "compare.version": May.READ,
    "replies.listing": May.READ_DISCUSSION,
    "replies.reply": May.REPLY,
    "steps.step": May.READ,  # and then what the step itself requires
    "steps.change_route": May.OVERRIDE_ROUTE,
    "report.two_pages": May.DOWNLOAD_REPORT,
    "report.in_word": May.DOWNLOAD_REPORT,
    "report.download": May.DOWNLOAD_REPORT,
    "report_formats.page": May.DOWNLOAD_REPORT,
    "report_formats.as_json": May.DOWNLOAD_REPORT,
    "report_formats.implications": May.DOWNLOAD_REPORT,
    "report_formats.implications_as_text": May.DOWNLOAD_REPORT,
    "report_formats.implications_in_word": May.DOWNLOAD_REPORT,
    "report_formats.two_pages": May.DOWNLOAD_REPORT,
    "report.making": May.DOWNLOAD_REPORT,
    "report_paragraph.edit": May.EDIT_PARAGRAPH,
    "report_paragraph.generated": May.EDIT_PARAGRAPH,
    "packs.listing": May.START,
    "packs.new": May.START,  # and then May.DOWNLOAD_REPORT for each assessment of it
    "packs.pack": May.START,  # as putting it together, and only whose it is
    "packs.download": May.START,  # as the page of it
    "practice.listing": May.START,
    "practice.scenario": May.START,
    "practice.begin": May.START,
    "practice.finish": May.FINISH_PRACTISING,
    "workshops.new": May.RUN_WORKSHOP,
    "workshops.workshop": May.START,
    "workshops.join": May.START,
    "workshops.board": May.RUN_WORKSHOP,
    "workshops.close": May.RUN_WORKSHOP,
    "workshops.reopen": May.RUN_WORKSHOP,
    "queue.listing": May.SEE_QUEUE,
    "queue.elsewhere": May.SEE_QUEUE,  # and then the role of equality lead
    "reviewers.claim": May.READ,  # and then what claiming itself requires, said in words
    "reviewers.unclaim": May.READ,  # as claiming
    "reviewers.recuse": May.READ,  # and then May.RECUSE, once
    "reviewers.listing": May.ASSIGN,
    "reviewers.assign": May.ASSIGN,
    "reviewers.accept": May.EXCEPT,
    "reviewers.extend": May.EXTEND,
    "reviewers.chase": May.CHASE,
    "drafts.listing": May.START,
    "drafts.save": May.START,  # and then what the page needs that it is a draft of
    "drafts.forget": May.START,
    "review.read": May.READ_DISCUSSION,
    "review.looked_at": May.GIVE_OPINION,
    "review.note": May.READ_DISCUSSION,
    "review.opinion": May.GIVE_OPINION,
    "review.said": May.READ_DISCUSSION,
    "review.past": May.START,
    "remarks.listing": May.READ_DISCUSSION,
    "remarks.new": May.COMMENT,
    "remarks.edit": May.COMMENT,
    "remarks.remove": May.COMMENT,
    "invitations.listing": May.INVITE,
    "invitations.new": May.INVITE,
    "invitations.withdraw": May.INVITE,
    "invitations.answer": May.READ,  # and then only whom it is to
}
CHANGES_BY_POST_ALONE = {
    "account.end",
    "account.end_others",
    "carrying.carry_over",
    "carrying.confirm_row",
    "coach.begin_action",
    "drafts.forget",
    "drafts.save",
    "invitations.withdraw",
    "notices.read",
    "practice.begin",
    "report_paragraph.generated",
    "reviewers.assign",
    "reviewers.chase",
    "reviewers.claim",
    "reviewers.unclaim",
    "sign_in.sign_in_as",
    "sign_in.sign_out",
    "team.remove",
    "workshops.join",
    "workshops.reopen",
}
PLAIN_PARTS = {"digest", "version"}  # parts that are neither an id nor a slug
NOTHING = UUID(int=0)


def test_every_endpoint_requires_what_is_listed(app: Service) -> None:
    declared = {name: getattr(view, "requires", None) for name, view in app.view_functions.items()}
    assert declared == REQUIRES


def test_every_endpoint_can_be_looked_at_or_is_known_to_change_something(app: Service) -> None:
    only_post = {
        rule.endpoint for rule in app.url_map.iter_rules() if "GET" not in (rule.methods or ())
    }
    assert only_post == CHANGES_BY_POST_ALONE


def test_every_part_of_an_address_is_an_id_or_a_slug(app: Service) -> None:
    kinds = {
        name: type(converter).__name__
        for rule in app.url_map.iter_rules()
        for name, converter in rule._converters.items()
    }
    plain = {name for name, kind in kinds.items() if kind not in {"UUIDConverter", "Slug"}}
    assert plain == PLAIN_PARTS


def test_addresses_are_small_letters_and_hyphens(app: Service) -> None:
    for rule in app.url_map.iter_rules():
        fixed = "".join(text for is_dynamic, text in rule._trace if not is_dynamic)
        assert fixed == fixed.lower()
        assert "_" not in fixed


def test_what_belongs_to_an_assessment_is_declared_through_it(app: Service) -> None:
    rules = [r for r in app.url_map.iter_rules() if "assessment_id" in r.arguments]
    assert {REQUIRES[rule.endpoint] for rule in rules} <= set(May) - {
        May.START,
        May.MANAGE_PEOPLE,
        May.OVERSEE_PEOPLE,
    }


def test_a_view_that_declares_nothing_is_refused(one_app: Service) -> None:
    app = create_app(one_app.parts.settings)
    app.add_url_rule("/forgotten", "forgotten", lambda: "for nobody yet")
    assert app.test_client().get("/forgotten").status_code == 403


def test_denying_what_is_undeclared_leaves_unknown_addresses_alone() -> None:
    app = Flask(__name__)
    deny_undeclared(app)
    assert app.test_client().get("/nowhere").status_code == 404


@pytest.mark.parametrize("endpoint", [name for name, what in REQUIRES.items() if what != PUBLIC])
def test_nobody_who_is_not_signed_in_sees_more_than_the_sign_in_page(
    endpoint: str, app: Service
) -> None:
    rule = next(app.url_map.iter_rules(endpoint))
    values = {name: NOTHING if name.endswith("_id") else "x" for name in rule.arguments}
    address = app.url_map.bind("").build(endpoint, values)
    http = app.test_client()
    if "GET" in (rule.methods or ()):
        answer = http.get(address)
        assert (answer.status_code, answer.location) == (302, f"/sign-in?next={address}")
    if "POST" in (rule.methods or ()):
        ours = {"Sec-Fetch-Site": "same-origin"}
        assert http.post(address, headers=ours).status_code == 401
