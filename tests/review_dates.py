"""Assessments with a date of the next review, for tests of the date and its reminders."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from eia_app.domain.workflow.states import Transition
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.forms.folder import Forms
from tests.factories import NOW, Makers

QUESTION = """
[[question]]
id = "look_again"
ask = "When will you look again?"
type = "date"
bad = "Enter a real date"
shown_when = { question = "outcome", is = "go_on" }
"""


def forms_with_review_date(tiny_folder: Path) -> Forms:
    """Return forms whose edition asks for a review date if the proposal goes on."""
    folder = tiny_folder / "eia" / "2030-1"
    section_file = folder / "sections" / "09-conclusion.toml"
    section_file.write_text(section_file.read_text(encoding="utf-8") + QUESTION, encoding="utf-8")
    main = folder / "edition.toml"
    text = main.read_text(encoding="utf-8")
    changed_text = text.replace("[meaning]\n", '[meaning]\nreview_date = "look_again"\n')
    main.write_text(changed_text, encoding="utf-8")
    return Forms(tiny_folder, "testing")


def signed_off_with_review_date(
    makers: Makers, day: date, outcome: str = "go_on"
) -> AssessmentContext:
    """Return a signed-off assessment with this review date and outcome."""
    context = makers(outcome="go_on", look_again=day.isoformat())
    answers = {"outcome": outcome, "look_again": day.isoformat()}
    save_answers(context, "conclusion", None, answers, by=makers.lead, now=NOW)
    for action in (Transition.SUBMIT, Transition.SIGN_OFF):
        makers.step(context, action)
    return context
