"""The answers of a record that a report prints, and whether a text says them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from eia_app.domain.attachments.file_types import in_words
from eia_app.reports.content.group_effects import THE_GROUP
from eia_app.reports.content.snapshot_reader import SnapshotReader, is_printed
from eia_app.reports.text.rich_text import clean
from tests.reports import make_reports
from tests.reports.reading import squeezed

# Said as a heading, in the title block, or by naming the groups that an aim concerns.
IN_OTHER_WORDS = (
    *("title", "effect", "severity", "likelihood", "aims_touched", "outcome"),
    *("affected_exact", "affected_estimate", "action_status", "decision_date"),
)
PEOPLE = next(
    section["groups"]
    for part in make_reports.full()["parts"]
    for section in part["sections"]
    if "groups" in section
)


def answers(record: Mapping[str, Any]) -> Iterator[str]:
    """Every answer that a report prints, wherever it was given.

    [the group] stands for its name, which differs where several groups have the same answer. The
    first look at groups, levels of effects and citations are said in other words: see
    test_same_answers.
    """
    reader = SnapshotReader(record)
    elsewhere = {reader.means(name) for name in IN_OTHER_WORDS}
    for section in reader.sections:
        if reader.is_first_look(section):
            continue
        asked = [*section.get("questions", ()), *filter(None, [section.get("instead")])]
        people = [(each["people"], each["questions"]) for each in section.get("groups", ())]
        people += [("", each["questions"]) for each in section.get("rows", ())]
        for whom, questions in [("", asked), *people]:
            for question in filter(is_printed, questions):
                if question["id"] in elsewhere or question["type"] == "choose_rows":
                    continue
                for text in question["text"]:
                    yield text.replace(whom, THE_GROUP) if whom else text
        for row in section.get("rows", ()):
            yield from map(in_words, row.get("files", ()))


def are_said(texts: Iterable[str], whole: str) -> list[str]:
    """Those that are not said, with the name of a group or of [the group]."""
    names = [group["people"] for group in PEOPLE]
    return [
        text
        for text in texts
        if not any(
            squeezed(clean(text.replace(THE_GROUP, name))) in whole for name in (THE_GROUP, *names)
        )
    ]
