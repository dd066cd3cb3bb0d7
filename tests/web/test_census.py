"""Every endpoint with what it requires: a new route fails here until it is listed."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from eia_app import create_app
from eia_app.domain.workflow.permissions import Permission
from eia_app.web.http.app_class import Service
from eia_app.web.http.authorization import deny_undeclared

PUBLIC = "public"
REQUIRES: dict[str, str] = {
    "home.start": PUBLIC,
    "home.accessibility": PUBLIC,
    "home.privacy": PUBLIC,
    "health.health": PUBLIC,
    "health.ready": PUBLIC,
    "account.page": Permission.START,
    "account.end": Permission.START,  # and only one’s own
    "account.end_others": Permission.START,
    "account.password": Permission.START,
    "assets.colours": PUBLIC,
    "assets.favicon": PUBLIC,
    "sign_in.sign_in": PUBLIC,
    "sign_in.sign_in_as": PUBLIC,
    "sign_in.sign_out": PUBLIC,
    "sign_in.forgotten": PUBLIC,
    "sign_in.set_password": PUBLIC,
    "sign_in.stay_signed_in": Permission.START,
    "verify.ask": PUBLIC,
    "verify.answer": PUBLIC,
    "register.listing": Permission.START,
    "register.start": Permission.START,
    "people.listing": Permission.MANAGE_PEOPLE,
    "people.add": Permission.MANAGE_PEOPLE,
    "people.change": Permission.MANAGE_PEOPLE,
    "people.password_link": Permission.MANAGE_PEOPLE,
    "people_log.listing": Permission.OVERSEE_PEOPLE,
    "people_log.answer": Permission.OVERSEE_PEOPLE,  # and then neither who asked nor who is changed
    "notices.listing": Permission.START,
    "notices.read": Permission.START,
    "notices.settings": Permission.START,
    "tasks.overview": Permission.READ,
    "tasks.route": Permission.READ,
    "tasks.answers": Permission.READ,
    "tasks.history": Permission.READ,
    "team.listing": Permission.READ,
    "team.add": Permission.MANAGE_CONTRIBUTORS,
    "team.remove": Permission.MANAGE_CONTRIBUTORS,
    "sections.page": Permission.EDIT,
    "sections.group_page": Permission.EDIT,
    "rows.listing": Permission.EDIT,
    "rows.add": Permission.EDIT,
    "rows.edit": Permission.EDIT,
    "rows.remove": Permission.EDIT,
    "files.listing": Permission.EDIT,
    "files.remove": Permission.EDIT,
    "files.download": Permission.READ,
    "evidence.library": Permission.START,
    "guide.index": Permission.START,
    "guide.everything": Permission.START,
    "guide.answers": Permission.START,
    "guide.topic": Permission.START,
    "guide.group": Permission.START,
    "guide.for_group": Permission.READ,
    "example.read": Permission.START,
    "example.download": Permission.START,
    "example.making": Permission.START,
    "example.beside": Permission.READ,
    "evidence.use": Permission.START,  # and then what copying into that assessment requires
    "actions.listing": Permission.READ,
    "actions.update": Permission.UPDATE_ACTIONS,
    "closing.close": Permission.COMPLETE_REVIEW,
    "closing.add_condition": Permission.COMPLETE_REVIEW,
    "closing.condition": Permission.COMPLETE_REVIEW,
    "closing.remove_condition": Permission.COMPLETE_REVIEW,
    "carrying.assess_again": Permission.ASSESS_AGAIN,
    "carrying.carry_over": Permission.CARRY_OVER,
    "carrying.confirm_row": Permission.EDIT,
    "carrying.edition": Permission.READ,
    "coach.begin_action": Permission.EDIT,
    "coach.keep": Permission.EDIT,
    "coach.listing": Permission.SEE_COACH,
    "compare.changes": Permission.READ_DISCUSSION,
    "compare.listing": Permission.READ,
    "compare.two": Permission.READ,
    "compare.version": Permission.READ,
    "replies.listing": Permission.READ_DISCUSSION,
    "replies.reply": Permission.REPLY,
    "steps.step": Permission.READ,  # and then what the step itself requires
    "steps.change_route": Permission.OVERRIDE_ROUTE,
    "report.two_pages": Permission.DOWNLOAD_REPORT,
    "report.in_word": Permission.DOWNLOAD_REPORT,
    "report.download": Permission.DOWNLOAD_REPORT,
    "report_formats.page": Permission.DOWNLOAD_REPORT,
    "report_formats.as_json": Permission.DOWNLOAD_REPORT,
    "report_formats.implications": Permission.DOWNLOAD_REPORT,
    "report_formats.implications_as_text": Permission.DOWNLOAD_REPORT,
    "report_formats.implications_in_word": Permission.DOWNLOAD_REPORT,
    "report_formats.two_pages": Permission.DOWNLOAD_REPORT,
    "report.making": Permission.DOWNLOAD_REPORT,
    "report_paragraph.edit": Permission.EDIT_PARAGRAPH,
    "report_paragraph.generated": Permission.EDIT_PARAGRAPH,
    "packs.listing": Permission.START,
    "packs.new": Permission.START,  # and then May.DOWNLOAD_REPORT for each assessment of it
    "packs.pack": Permission.START,  # as putting it together, and only whose it is
    "packs.download": Permission.START,  # as the page of it
    "practice.listing": Permission.START,
    "practice.scenario": Permission.START,
    "practice.begin": Permission.START,
    "practice.finish": Permission.FINISH_PRACTISING,
    "workshops.new": Permission.RUN_WORKSHOP,
    "workshops.workshop": Permission.START,
    "workshops.join": Permission.START,
    "workshops.board": Permission.RUN_WORKSHOP,
    "workshops.close": Permission.RUN_WORKSHOP,
    "workshops.reopen": Permission.RUN_WORKSHOP,
    "queue.listing": Permission.SEE_QUEUE,
    "queue.elsewhere": Permission.SEE_QUEUE,  # and then the role of equality lead
    "reviewers.claim": Permission.READ,  # and then what claiming itself requires, said in words
    "reviewers.unclaim": Permission.READ,  # as claiming
    "reviewers.recuse": Permission.READ,  # and then May.RECUSE, once
    "reviewers.listing": Permission.ASSIGN,
    "reviewers.assign": Permission.ASSIGN,
    "reviewers.accept": Permission.EXCEPT,
    "reviewers.extend": Permission.EXTEND,
    "reviewers.chase": Permission.CHASE,
    "drafts.listing": Permission.START,
    "drafts.save": Permission.START,  # and then what the page needs that it is a draft of
    "drafts.forget": Permission.START,
    "review.read": Permission.READ_DISCUSSION,
    "review.looked_at": Permission.GIVE_OPINION,
    "review.note": Permission.READ_DISCUSSION,
    "review.opinion": Permission.GIVE_OPINION,
    "review.said": Permission.READ_DISCUSSION,
    "review.past": Permission.START,
    "remarks.listing": Permission.READ_DISCUSSION,
    "remarks.new": Permission.COMMENT,
    "remarks.edit": Permission.COMMENT,
    "remarks.remove": Permission.COMMENT,
    "invitations.listing": Permission.INVITE,
    "invitations.new": Permission.INVITE,
    "invitations.withdraw": Permission.INVITE,
    "invitations.answer": Permission.READ,  # and then only whom it is to
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
    assert {REQUIRES[rule.endpoint] for rule in rules} <= set(Permission) - {
        Permission.START,
        Permission.MANAGE_PEOPLE,
        Permission.OVERSEE_PEOPLE,
    }


def test_a_view_that_declares_nothing_is_refused(shared_app: Service) -> None:
    app = create_app(shared_app.parts.settings)
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
