"""What people would lose, in the author’s sentences: a gain is never printed as a loss."""

from __future__ import annotations

from typing import Any

import pytest

from eia_app.reports.content.group_facts import GroupFacts
from eia_app.reports.content.losses import loss_of
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.documents import full_report, paragraph
from tests.reports import make_reports
from tests.reports.text_of_answers import rows_of

BACKGROUND = "The centre took all ages without membership. "


def group(explanation: str, **more: Any) -> GroupFacts:
    facts = {"id": "age", "title": "Age", "people": "older people", "law": "", "is_local": False}
    return GroupFacts(**facts, order=0, explanation=explanation, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("explanation", "loss"),
    [
        ("They would have to pay more.", "They would have to pay more."),
        (
            "Many use it. Most come by bus. They cannot get there any more.",
            "They cannot get there any more.",
        ),
        ("Fares rise for them. Then.", "Fares rise for them. Then."),
        ("", ""),
    ],
)
def test_it_is_the_sentence_that_states_a_loss(explanation: str, loss: str) -> None:
    assert loss_of(group(explanation), 40) == loss


def test_where_some_gain_only_a_sentence_that_clearly_states_a_loss_is_printed() -> None:
    gains = "A single rule removes the risk of a penalty. It is easier to find."
    assert loss_of(group(gains, is_better=True), 40) == ""
    both = f"{gains} On the negative side, some lose three free hours."
    assert loss_of(group(both, is_better=True), 40) == (
        "On the negative side, some lose three free hours."
    )


def test_what_was_answered_as_the_loss_is_printed_word_for_word() -> None:
    answered = "Nothing. It is better, and 40 words long. " * 5
    assert loss_of(group(BACKGROUND, loss=answered, is_better=True), 3) == answered.strip()


def test_an_edition_that_asks_for_the_loss_and_what_is_left_needs_no_other_code() -> None:
    record = make_reports.full()
    record["meaning"] |= {"loss": "loss", "residual": "left_after"}
    for part in record["parts"]:
        for section in part["sections"]:
            for each in section.get("groups", ()):
                if each["id"] == "carers":
                    words = {"loss": "They lose their break.", "left_after": "Low"}
                    each["questions"] += [
                        {
                            "id": id_,
                            "ask": id_,
                            "label": id_,
                            "type": "text",
                            "value": text,
                            "text": [text],
                        }
                        for id_, text in words.items()
                    ]
    document = full_report.build(record, ReportStatus(make_reports.DRAFT.state))
    front = rows_of(document.front)["Who would be worse off"]
    at = front.index("Carers")
    assert front[at + 1 : at + 3] == [
        "Low, likelihood high, left after actions: low",
        "They lose their break.",
    ]
    assert rows_of(document.blocks)["What they would lose"] == ["They lose their break."]
    assert "They lose their break." in paragraph.write(record, make_reports.DRAFT, 400).text
