"""Every endpoint with what it requires: a new route fails here until it is listed."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from eia_app import create_app
from eia_app.domain.workflow.permissions import Permission
from eia_app.domain.workflow.states import Transition
from eia_app.web.http.app_class import Service
from eia_app.web.http.authorization import deny_undeclared

PUBLIC = "public"
REQUIRES: dict[str, str] = {
    "home.start": PUBLIC,
    "home.accessibility": PUBLIC,
    "home.privacy": PUBLIC,
    "health.health": PUBLIC,
    "health.ready": PUBLIC,
    "account.page": Permission.USE_SERVICE,
    "account.end": Permission.USE_SERVICE,  # and only one’s own
    "account.end_others": Permission.USE_SERVICE,
    "account.password": Permission.USE_SERVICE,
    "assets.colours": PUBLIC,
    "assets.favicon": PUBLIC,
    "sign_in.sign_in": PUBLIC,
    "sign_in.sign_in_as": PUBLIC,
    "sign_in.sign_out": PUBLIC,
    "sign_in.forgotten": PUBLIC,
    "sign_in.set_password": PUBLIC,
    "sign_in.stay_signed_in": Permission.USE_SERVICE,
    "verify.ask": PUBLIC,
    "verify.answer": PUBLIC,
    "register.listing": Permission.USE_SERVICE,
    "register.start": Transition.START,
    "people.listing": Permission.MANAGE_PEOPLE,
    "people.add": Permission.MANAGE_PEOPLE,
    "people.change": Permission.MANAGE_PEOPLE,
    "people.password_link": Permission.MANAGE_PEOPLE,
    "people_log.listing": Permission.OVERSEE_PEOPLE,
    "people_log.answer": Permission.OVERSEE_PEOPLE,  # and then neither who asked nor who is changed
    "notices.listing": Permission.USE_SERVICE,
    "notices.read": Permission.USE_SERVICE,
    "notices.settings": Permission.USE_SERVICE,
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
    "evidence.library": Permission.USE_SERVICE,
    "guide.index": Permission.USE_SERVICE,
    "guide.everything": Permission.USE_SERVICE,
    "guide.answers": Permission.USE_SERVICE,
    "guide.topic": Permission.USE_SERVICE,
    "guide.group": Permission.USE_SERVICE,
    "guide.for_group": Permission.READ,
    "example.read": Permission.USE_SERVICE,
    "example.download": Permission.USE_SERVICE,
    "example.making": Permission.USE_SERVICE,
    "example.beside": Permission.READ,
    "evidence.use": Permission.USE_SERVICE,  # and then what copying into that assessment requires
    "actions.listing": Permission.READ,
    "actions.update": Permission.UPDATE_ACTIONS,
    "closing.close": Transition.COMPLETE_REVIEW,
    "closing.add_condition": Transition.COMPLETE_REVIEW,
    "closing.condition": Transition.COMPLETE_REVIEW,
    "closing.remove_condition": Transition.COMPLETE_REVIEW,
    "carrying.assess_again": Transition.ASSESS_AGAIN,
    "carrying.carry_over": Transition.CARRY_OVER,
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
    "steps.change_route": Transition.OVERRIDE_ROUTE,
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
    "packs.listing": Permission.USE_SERVICE,
    "packs.new": Permission.USE_SERVICE,  # and then DOWNLOAD_REPORT for each assessment of it
    "packs.pack": Permission.USE_SERVICE,  # as putting it together, and only whose it is
    "packs.download": Permission.USE_SERVICE,  # as the page of it
    "practice.listing": Permission.USE_SERVICE,
    "practice.scenario": Permission.USE_SERVICE,
    "practice.begin": Permission.USE_SERVICE,
    "practice.finish": Permission.FINISH_PRACTISING,
    "workshops.new": Permission.RUN_WORKSHOP,
    "workshops.workshop": Permission.USE_SERVICE,
    "workshops.join": Permission.USE_SERVICE,
    "workshops.board": Permission.RUN_WORKSHOP,
    "workshops.close": Permission.RUN_WORKSHOP,
    "workshops.reopen": Permission.RUN_WORKSHOP,
    "queue.listing": Permission.SEE_QUEUE,
    "queue.elsewhere": Permission.SEE_QUEUE,  # and then the role of equality lead
    "reviewers.claim": Permission.READ,  # and then what claiming itself requires, said in words
    "reviewers.unclaim": Permission.READ,  # as claiming
    "reviewers.recuse": Permission.READ,  # and then RECUSE, once
    "reviewers.listing": Transition.ASSIGN,
    "reviewers.assign": Transition.ASSIGN,
    "reviewers.accept": Transition.EXCEPT,
    "reviewers.extend": Transition.EXTEND,
    "reviewers.chase": Transition.CHASE,
    "drafts.listing": Permission.USE_SERVICE,
    "drafts.save": Permission.USE_SERVICE,  # and then what the page needs that it is a draft of
    "drafts.forget": Permission.USE_SERVICE,
    "review.read": Permission.READ_DISCUSSION,
    "review.looked_at": Transition.GIVE_OPINION,
    "review.note": Permission.READ_DISCUSSION,
    "review.opinion": Transition.GIVE_OPINION,
    "review.said": Permission.READ_DISCUSSION,
    "review.past": Permission.USE_SERVICE,
    "remarks.listing": Permission.READ_DISCUSSION,
    "remarks.new": Permission.COMMENT,
    "remarks.edit": Permission.COMMENT,
    "remarks.remove": Permission.COMMENT,
    "invitations.listing": Transition.INVITE,
    "invitations.new": Transition.INVITE,
    "invitations.withdraw": Transition.INVITE,
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
    assert {REQUIRES[rule.endpoint] for rule in rules} <= {*Permission, *Transition} - {
        Permission.USE_SERVICE,
        Transition.START,
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
