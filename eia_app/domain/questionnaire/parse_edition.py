"""Turns the tables of an edition's files into an Edition, or says everything that is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from eia_app.domain.checked_tables import FaultList, Table
from eia_app.domain.errors import BadDefinition
from eia_app.domain.questionnaire.check_edition import check_edition
from eia_app.domain.questionnaire.model import (
    AnswerType,
    AnyOf,
    AtLeast,
    Condition,
    Edition,
    Group,
    Option,
    Page,
    Part,
    Question,
    RouteRule,
    Routing,
    RowWords,
    Section,
    SectionKind,
)

ID = re.compile(r"[a-z][a-z0-9_]*\Z")
Choice = TypeVar("Choice", bound=StrEnum)


def read_edition(
    name: str, main: Mapping[str, Any], sections: Mapping[str, Mapping[str, Any]], faults: FaultList
) -> Edition:
    """Build the edition from its main table and its section tables by file name.

    Faults are added, not raised; the edition is only to be used when there are none.
    """
    top = Table(main, f"{name}/edition.toml", faults)
    read = {
        file: _section(Table(raw, f"{name}/sections/{file}", faults))
        for file, raw in sections.items()
    }
    parts = tuple(_part(table) for table in top.tables("part"))
    by_id = {section.id: section for section in read.values()}
    order = [id_ for part in parts for id_ in part.sections]
    edition = Edition(
        id=top.text("id", ...),
        title=top.text("title", ...),
        parts=parts,
        groups=tuple(read_group(table) for table in top.tables("group")),
        sections=tuple(by_id[id_] for id_ in order if id_ in by_id),
        routing=_routing(top.table("routing")),
        meaning=_meaning(top.table("meaning")),
    )
    top.done()
    check_edition(edition, name, read, order, faults)
    return edition


def edition_from(name: str, raw: Mapping[str, Any]) -> Edition:
    """The edition of `{"edition": …, "sections": {file: …}}`. Raises BadDefinition."""
    faults = FaultList()
    edition = read_edition(name, raw["edition"], raw["sections"], faults)
    if faults.found:
        raise BadDefinition(faults.found)
    return edition


def _id(table: Table) -> str:
    value = table.text("id", ...)
    if value and not ID.match(value):
        table.fault(f"id “{value}” must be small letters, digits and _")
    return value


def _choice(table: Table, key: str, kind: type[Choice], default: Choice) -> Choice:
    value = table.text(key, ...)
    if value not in set(kind):
        table.fault(f"“{key}” must be one of {', '.join(kind)}; it is “{value}”")
        return default
    return kind(value)


def _part(table: Table) -> Part:
    part = Part(_id(table), table.text("title", ...), table.texts("sections", ...))
    table.done()
    return part


def read_group(table: Table, *, local: bool = False) -> Group:
    only = table.table("only", {})
    group = Group(
        id=_id(table),
        title=table.text("title", ...),
        people=table.text("people", ...),
        hint=table.text("hint"),
        law=table.text("law"),
        only={key: only.texts(key) for key in only.raw},
        local=local,
        on=table.flag("on", True) if local else True,
    )
    table.done()
    return group


def _section(table: Table) -> Section:
    kind = _choice(table, "kind", SectionKind, SectionKind.QUESTIONS)
    id_, title = _id(table), table.text("title", ...)
    questions = tuple(_question(each) for each in table.tables("question"))
    section = Section(
        id=id_,
        title=title,
        kind=kind,
        pages=_pages(table, id_, title, questions),
        report=table.text("report"),
        intro=table.text("intro"),
        after=table.texts("after"),
        shown_when=_any_of(table, "shown_when"),
        row=_row(table) if kind is SectionKind.LIST else None,
    )
    table.done()
    return section


def _pages(
    table: Table, section: str, title: str, questions: tuple[Question, ...]
) -> tuple[Page, ...]:
    declared = table.tables("page")
    if not declared:
        for question in questions:
            if question.page:
                table.fault(f"question {question.id} names page “{question.page}”: there is none")
        return (Page(section, title, "", questions),)
    pages = []
    for each in declared:
        id_ = _id(each)
        mine = tuple(q for q in questions if q.page == id_)
        pages.append(Page(id_, each.text("title", ...), each.text("intro"), mine))
        each.done()
        if not mine:
            each.fault("the page has no questions")
    known = {page.id for page in pages}
    for question in questions:
        if question.page not in known:
            table.fault(f"question {question.id} names page “{question.page}”: there is none")
    return tuple(pages)


def _question(table: Table) -> Question:
    question = Question(
        id=_id(table),
        ask=table.text("ask", ...),
        type=_choice(table, "type", AnswerType, AnswerType.TEXT),
        page=table.text("page"),
        report=table.text("report"),
        hint=table.text("hint"),
        options=tuple(_option(each) for each in table.tables("options", "value")),
        options_from=table.text("options_from"),
        of=table.text("of"),
        rows_of=table.text("rows_of"),
        required=table.text("required"),
        required_when=_any_of(table, "required_when"),
        shown_when=_any_of(table, "shown_when"),
        words=table.number("words"),
        at_least=table.maybe_number("at_least"),
        at_most=table.maybe_number("at_most"),
        refuse_bare=table.text("refuse_bare"),
        bad=table.text("bad"),
        when_empty=table.flag("when_empty"),
        counts_people=table.flag("counts_people"),
    )
    table.done()
    return question


def _option(table: Table) -> Option:
    option = Option(
        table.text("value", ...),
        table.text("label", ...),
        table.text("hint"),
        table.flag("exclusive"),
    )
    table.done()
    return option


def _row(table: Table) -> RowWords:
    row = table.table("row")
    words = RowWords(
        one=row.text("one", ...),
        many=row.text("many", ...),
        summary=row.texts("summary", ...),
        at_least=tuple(_at_least(each) for each in row.tables("at_least", "rows")),
    )
    row.done()
    return words


def _at_least(table: Table) -> AtLeast:
    rule = AtLeast(table.number("rows", 1), table.text("message", ...), _any_of(table, "when"))
    table.done()
    return rule


def _any_of(table: Table, key: str) -> AnyOf:
    """A condition or a list of them; a list means any of them."""
    raw = table.raw.get(key)
    if isinstance(raw, dict):
        return (_condition(table.table(key)),)
    return tuple(_condition(each) for each in table.tables(key, "question"))


def _condition(table: Table) -> Condition:
    condition = Condition(table.texts("is", ...), table.text("question"), table.text("fact"))
    if bool(condition.question) == bool(condition.fact):
        table.fault("a condition looks at one question or one fact")
    table.done()
    return condition


def _routing(table: Table) -> Routing:
    routing = Routing(
        decided_by=table.text("decided_by", ...),
        screening=table.text("screening", ...),
        full=tuple(_rule(each) for each in table.tables("full", "question")),
        major=tuple(_rule(each) for each in table.tables("major", "question")),
    )
    table.done()
    return routing


def _rule(table: Table) -> RouteRule:
    first = Condition(table.texts("is", ...), table.text("question", ...))
    further = (_condition(table.table("and")),) if "and" in table.raw else ()
    rule = RouteRule(table.text("because", ...), (first, *further))
    table.done()
    return rule


def _meaning(table: Table) -> dict[str, str | tuple[str, ...]]:
    return {
        key: table.texts(key) if isinstance(table.raw[key], list) else table.text(key)
        for key in table.raw
    }
