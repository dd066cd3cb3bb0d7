"""The frozen record of an assessment: everything a report needs, as canonical JSON with a hash.

Shape (`format` "eia-snapshot/1"): the names and dates of the assessment, its route, its people,
the effects, and `parts` → `sections` in reading order. A section holds `questions`, or `groups`
each with questions, or `rows` each with questions. A question holds what was asked (`ask`), how a
report words that (`label`), its `type`, the live `value` (null when not answered) and `text`, the
value in words (a list). A row to which files are attached has `files`, each with its `name`, its
`type`, its `size` in bytes and its `sha256`.

A snapshot for practice has `practice`, which is true; no other has the key.

A snapshot that is stored has `coach` as well, if an author dismissed findings: each with its
`rule`, `place` and `sentence`, the `reason`, and `by` (a job title) and `at`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eia_app.domain.journey.effects import GroupEffect
from eia_app.domain.journey.journey import Journey
from eia_app.domain.journey.tasks import Task
from eia_app.domain.questionnaire.answers import Row, Value
from eia_app.domain.questionnaire.choices import Choices, in_words
from eia_app.domain.questionnaire.council import Council
from eia_app.domain.questionnaire.model import Group, Question, Section, SectionKind

FORMAT = "eia-snapshot/1"
Json = dict[str, Any]
Files = Mapping[str, list[Json]]
NO_FILES: Files = {}


@dataclass(frozen=True)
class Cover:
    """Facts of an assessment besides its answers. Dates are ISO texts or None."""

    reference: str
    version: int
    title: str
    service: str
    edition: Json  # id and sha256
    people: Json  # lead, contributors
    dates: Json  # started, submitted, decision
    override: Json | None = None


def take(
    cover: Cover, council: Council, journey: Journey, choices: Choices, files: Files = NO_FILES
) -> Json:
    """Return the snapshot: live answers only, and unanswered questions without a value.

    `files` holds the files of each row, by its id.
    """
    decision = journey.decision
    writer = _Writer(journey, choices, files)
    return {
        "format": FORMAT,
        "reference": cover.reference,
        "version": cover.version,
        "title": cover.title,
        "service": cover.service,
        "council": _council(council),
        "edition": {**cover.edition, "title": journey.edition.title},
        "people": cover.people,
        "dates": cover.dates,
        "route": {
            "route": decision.route.value if decision else None,
            "reasons": list(decision.reasons) if decision else [],
            "full_reasons": list(decision.full_reasons) if decision else [],
            "override": cover.override,
        },
        "meaning": {key: _plain(value) for key, value in journey.edition.meaning.items()},
        "effects": [writer.effect(effect) for effect in journey.effects],
        "parts": writer.parts(),
    }


def canonical(snapshot: Mapping[str, Any]) -> str:
    """Return the snapshot as the text that is hashed: JSON with sorted keys and no spaces."""
    return json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: str | tuple[str, ...]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


def _council(council: Council) -> Json:
    return {
        "id": council.id,
        "name": council.name,
        "short_name": council.short_name,
        "review_group": council.review_group,
        "names_in_reports": council.names_in_reports,
        "colours": dict(council.colours),
        "contact": dict(council.contact),
    }


class _Writer:
    """Writes the questions that a journey shows, in the order in which they are asked."""

    def __init__(self, journey: Journey, choices: Choices, files: Files) -> None:
        self.journey, self.choices, self.files = journey, choices, files
        self.live = journey.live

    def parts(self) -> list[Json]:
        parts = []
        for part in self.journey.edition.parts:
            sections = [
                self._section(tasks[0].section, tasks)
                for tasks in map(self._tasks, part.sections)
                if tasks
            ]
            if sections:
                parts.append({"id": part.id, "title": part.title, "sections": sections})
        return parts

    def _tasks(self, section: str) -> list[Task]:
        return [task for task in self.journey.tasks if task.section.id == section and task.shown]

    def _section(self, section: Section, tasks: list[Task]) -> Json:
        title = section.report or section.title
        record: Json = {"id": section.id, "title": title, "kind": section.kind.value}
        match section.kind:
            case SectionKind.QUESTIONS:
                record["questions"] = self._questions(tasks[0], None)
            case SectionKind.EACH_GROUP:
                record["groups"] = [self._group(task, task.group) for task in tasks if task.group]
            case SectionKind.ALL_GROUPS:
                asking = [group for group in self.journey.groups if tasks[0].by_group[group.id]]
                record["groups"] = [self._group(tasks[0], group) for group in asking]
            case SectionKind.LIST:
                record.update(self._list(tasks[0]))
        return record

    def _questions(self, task: Task, group: Group | None) -> list[Json]:
        """Return the questions of a task; of one about every group, those about this one."""
        own_id = group.id if group else None
        return [
            self._question(task, question, self.live.get(question.id, own_id), group)
            for about, question in task.asked
            if about == own_id
        ]

    def _question(
        self,
        task: Task,
        question: Question,
        value: Value | None,
        group: Group | None = None,
        row: Row | None = None,
    ) -> Json:
        ask = self.journey.wording(task, question, row.values if row else {})
        return {
            "id": question.id,
            "ask": in_words(group, ask),
            "label": in_words(group, question.report or ask),
            "type": question.type.value,
            "value": value,
            "text": self.choices.text(question, value),
        }

    def _group(self, task: Task, group: Group) -> Json:
        return {
            "id": group.id,
            "title": group.title,
            "people": group.people,
            "local": group.local,
            "law": group.law,
            "questions": self._questions(task, group),
        }

    def _list(self, task: Task) -> Json:
        section, words = task.section, task.section.row
        rows = self.live.rows.get(section.id, ())
        record: Json = {
            "one": words.one if words else "",
            "many": words.many if words else "",
            "summary": list(words.summary) if words else [],
            "rows": [self._row(task, row) for row in rows],
            "instead": None,
        }
        shown = task.shown[section.pages[0].id]
        above = [question for question in section.questions_above if question in shown]
        if above:  # the key is left out otherwise, which keeps older hashes
            record["questions"] = [
                self._question(task, question, self.live.get(question.id)) for question in above
            ]
        instead = section.empty_question
        if instead and instead in shown:
            record["instead"] = self._question(task, instead, self.live.get(instead.id))
        return record

    def _row(self, task: Task, row: Row) -> Json:
        """Return a row. The key `files` is left out if it has none, which keeps older hashes."""
        questions = [
            self._question(task, question, row.values.get(question.id), row=row)
            for question in task.rows[row.id]
        ]
        files = self.files.get(row.id)
        return {"id": row.id, "questions": questions, **({"files": files} if files else {})}

    def effect(self, effect: GroupEffect) -> Json:
        """Return an effect with the name of its group, and its levels as values and in words."""
        group = self.journey.group(effect.group)
        edition = self.journey.edition
        words = {
            name: self.choices.label(question, value)
            for name, value in (("severity", effect.severity), ("likelihood", effect.likelihood))
            if value and (question := edition.questions.get(edition.means(name)))
        }
        effect_question = edition.questions[edition.means("effect")]
        labels = [
            option.label for option in effect_question.options if option.value in effect.chosen
        ]
        return {
            "group": effect.group,
            "title": group.title if group else effect.group,
            "local": bool(group and group.local),
            "positive": effect.positive,
            "negative": effect.negative,
            "neutral": effect.neutral,
            "unknown": effect.unknown,
            "labels": labels,
            "severity": effect.severity,
            "likelihood": effect.likelihood,
            "seriousness": self._seriousness(effect.severity),
            "words": words,
        }

    def _seriousness(self, severity: str) -> float:
        """Return the share of the edition’s scale: 1 for the most serious, 0 for no severity."""
        question = self.journey.edition.questions.get(self.journey.edition.means("severity"))
        scale = [option.value for option in question.options] if question else []
        return (scale.index(severity) + 1) / len(scale) if severity in scale else 0
