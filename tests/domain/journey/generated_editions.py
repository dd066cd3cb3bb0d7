"""Generates editions (as the tables of their files) and answers to them, for property tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from eia_app.domain.questionnaire.answers import Answers, Key, Row, Value
from eia_app.domain.questionnaire.model import AnswerType, Edition, Question, SectionKind
from eia_app.domain.questionnaire.parse_edition import edition_from

Table = dict[str, Any]
NAME = "eia/made"
SIMPLE = ["text", "long", "number", "date", "link", "choose_one", "choose_many", "person"]
WORDS = ["", " ", "none", "Our words", "Two\nlines"]
ALONE = {"value": "nothing", "label": "Nothing", "exclusive": True}
SOME = ["a", "b", "c", "none", "gone"]


@dataclass
class Maker:
    """Draws one edition, question by question; remembers what conditions may look at."""

    draw: st.DrawFn
    count: int = 0
    choices: list[Table] = field(default_factory=list)  # of earlier pages, seen by all
    lists: list[str] = field(default_factory=list)
    facts: dict[str, list[str]] = field(default_factory=dict)

    def one_of(self, *values: Any) -> Any:
        return self.draw(st.sampled_from(values))

    def chance(self, one_in: int) -> bool:
        return self.draw(st.integers(1, one_in)) == 1

    def some(self, values: list[str]) -> list[str]:
        return self.draw(st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True))

    def new_id(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"

    def condition(self, seen: list[Table]) -> Table | None:
        """A condition on earlier questions or facts, if there are any; some have an “and”."""
        if not seen and not self.facts:
            return None
        term = self.term(seen)
        further = [self.term(seen) for _ in range(self.one_of(0, 0, 0, 1, 2))]
        return {**term, "and": further} if further else term

    def term(self, seen: list[Table]) -> Table:
        looks: list[Table] = [{"question": q["id"]} for q in seen]
        looks += [{"fact": fact} for fact in self.facts]
        look: Table = dict(self.one_of(*looks))
        if "fact" in look:
            return {**look, "is": self.some(self.facts[look["fact"]])}
        question = next(q for q in seen if q["id"] == look["question"])
        if question["type"] == "number":
            return {**look, "at_least": self.one_of(0, 7, "many_people")}
        values = self.some([o["value"] for o in question["options"]])
        return {**look, self.one_of("is", "is", "lacks"): values}

    def question(self, seen: list[Table], here: list[Table]) -> Table:
        """One question that may look at `seen` (earlier pages) and be revealed by one of `here`."""
        many = [q for q in seen if q["type"] == "choose_many"]
        kinds = [*SIMPLE, *(["each_choice"] * bool(many)), *(["choose_rows"] * bool(self.lists))]
        kind = self.one_of("choose_one", "choose_many", *kinds)
        made: Table = {"id": self.new_id("q"), "ask": "Ask?", "type": kind, "bad": "Bad"}
        if kind in {"choose_one", "choose_many", "each_choice"}:
            values = SOME[: self.draw(st.integers(1, 3))]
            made["options"] = [{"value": value, "label": value} for value in values]
        if kind == "choose_many" and self.chance(2):
            made["options"].append({"value": "none", "label": "None", "exclusive": True})
        if kind == "each_choice":
            made["of"] = self.one_of(*many)["id"]
        if kind == "choose_rows":
            self.rows(made)
        self.rules(made, seen, here)
        return made

    def rows(self, made: Table) -> None:
        """Let a question choose among rows of one list or two, with an option beside them."""
        made["rows_of"] = self.some(self.lists)
        if self.chance(2):
            made["options"] = [{"value": "else", "label": "Else"}]
        if self.chance(2):
            made.setdefault("options", []).append(
                {"value": "none", "label": "None", "exclusive": True}
            )

    def rules(self, made: Table, seen: list[Table], here: list[Table]) -> None:
        if self.chance(2):
            made["required"] = f"Enter {made['id']}"
            if self.chance(3) and (condition := self.condition(seen)):
                made["required_when"] = condition
        if self.chance(6) and (condition := self.condition(seen)):
            made["asks"] = {**condition, "ask": "Ask otherwise?"}
        if self.chance(8):
            made["from_state"] = "signed"
        plain = [
            q for q in here if "shown_when" not in q and q["type"] in {"choose_one", "choose_many"}
        ]
        if plain and made["type"] not in {"each_choice", "choose_rows"} and self.chance(3):
            control = self.one_of(*plain)
            value = self.one_of(*control["options"])["value"]
            made["shown_when"] = {"question": control["id"], "is": value}
        elif self.chance(3) and (condition := self.condition(seen)):
            made["shown_when"] = condition

    def all_groups(self) -> Table:
        """A page about every group, which later conditions may look at."""
        made: Table = {"id": self.new_id("s"), "title": "All", "kind": "all_groups", "question": []}
        if condition := (self.chance(4) and self.condition(self.choices)):
            made["shown_when"] = condition
        for _ in range(self.one_of(1, 1, 2)):
            asked: Table = {"id": self.new_id("q"), "ask": "Ask?", "type": "choose_one"}
            asked["options"] = [{"value": value, "label": value} for value in ("a", "b", "c")]
            if self.chance(2):
                asked["required"] = f"Enter {asked['id']} for {{people}}"
            if self.chance(4) and (condition := self.condition(self.choices)):
                asked["shown_when"] = condition
            made["question"].append(asked)
        self.choices = [*self.choices, *made["question"]]
        return made

    def section(self, kind: str) -> Table:
        if kind == "all_groups":
            return self.all_groups()
        made: Table = {"id": self.new_id("s"), "title": "Section", "kind": kind, "question": []}
        if condition := (self.chance(3) and self.condition(self.choices)):
            made["shown_when"] = condition
        pages = [] if kind == "list" else [self.new_id("p") for _ in range(self.one_of(0, 2, 3))]
        if pages:
            made["page"] = [{"id": page, "title": "Page"} for page in pages]
        seen = list(self.choices)
        for page in pages or [""]:
            here: list[Table] = []
            for _ in range(self.draw(st.integers(1, 3))):
                asked = self.question(seen, here)
                made["question"].append({**asked, "page": page} if page else asked)
                if asked["type"] in {"choose_one", "choose_many", "each_choice", "number"}:
                    here.append(asked)
            seen += here
        if kind == "questions":
            self.choices = seen
        if kind == "list":
            self.list_words(made)
        return made

    def list_words(self, made: Table) -> None:
        made["row"] = {"one": "x", "many": "xs", "summary": [made["question"][0]["id"]]}
        if self.chance(2):
            rule: Table = {"rows": self.one_of(1, 2), "message": "Add more"}
            if condition := self.condition(self.choices):
                rule["when"] = condition
            made["row"]["at_least"] = [rule]
        if self.chance(2):
            reason = self.question([], [])
            made["question"].append({**reason, "when_empty": True})
        self.lists.append(made["id"])

    def edition(self) -> Edition:
        sections = []
        deciders = self.one_of(1, 1, 2)
        for at, kind in enumerate(["questions", *self.kinds()]):
            sections.append(self.section(kind))
            if self.chance(3) and at:
                sections[-1]["after"] = self.some([s["id"] for s in sections[:-1]])
            if at == deciders - 1:
                self.facts["route"] = ["full", "screening", "standard", "major"]
        first = next((q for q in sections[0]["question"] if "options" in q), None)
        rules = [{"because": "So", "question": first["id"], "is": "a"}] if first else []
        in_order = [*sections, self.effects(), self.acting(), self.covering(), self.plan()]
        main: Table = {
            "id": "made",
            "title": "Made",
            "part": [{"id": "p", "title": "P", "sections": [s["id"] for s in in_order]}],
            "group": [{"id": id_, "title": id_, "people": id_} for id_ in ("age", "sex")],
            "meaning": {
                "title": sections[0]["question"][0]["id"],
                "effect": "effect",
                "negative": ["bad"],
            },
            "routing": {
                "decided_by": [section["id"] for section in sections[:deciders]],
                "screening": "Nothing",
                "full": rules,
                "major": rules if self.chance(2) else [],
            },
        }
        files = {f"{at:02}-{s['id']}.toml": s for at, s in enumerate(in_order, 1)}
        return edition_from(NAME, {"edition": main, "sections": files})

    def kinds(self) -> list[str]:
        kind = st.sampled_from(["questions", "list", "list", "each_group", "all_groups"])
        return self.draw(st.lists(kind, min_size=1, max_size=3))

    def effects(self) -> Table:
        kind = self.one_of(SectionKind.EACH_GROUP, SectionKind.ALL_GROUPS).value
        answer = "choose_many" if kind == SectionKind.EACH_GROUP else "choose_one"
        effect: Table = {"id": "effect", "ask": "?", "type": answer, "required": "Say"}
        effect["options"] = [{"value": value, "label": value} for value in ("bad", "good")]
        return {"id": "effects", "title": "Effects", "kind": kind, "question": [effect]}

    def acting(self) -> Table:
        """A page for each group, on which rows of the plan are selected or written."""
        do: Table = {"id": "do", "ask": "?", "type": "choose_rows", "rows_of": self.lists[:1]}
        do |= {"writes": "what", "options": [ALONE]}
        if self.chance(2):
            do["required"] = "Say what you will do"
        return {"id": "acting", "title": "Acting", "kind": "each_group", "question": [do]}

    def covering(self) -> Table:
        """A list whose rows each stand for groups that would be affected in the same way."""
        covers: Table = {"question": "effect", "is": self.some(["bad", "good"]), "message": "Say"}
        groups: Table = {"id": "covered", "ask": "?", "type": "choose_many"}
        groups |= {"options_from": "groups", "covers": {**covers, "once": self.chance(2)}}
        if self.chance(2):
            groups["required"] = "Select the groups"
        find: Table = {"id": "find", "ask": "?", "type": "choose_rows", "writes": "what"}
        return self.listed("covering", groups, find)

    def plan(self) -> Table:
        """A list whose rows are written elsewhere; it may not be asked for at all."""
        what: Table = {"id": "what", "ask": "?", "type": "text", "required": "Say what"}
        groups: Table = {"id": "whom", "ask": "?", "type": "choose_many"}
        groups |= {"options_from": "groups", "from": "writes", "required": "Say for whom"}
        made = self.listed("plan", what, groups)
        if condition := (self.chance(2) and self.condition(self.choices)):
            made["shown_when"] = condition
        return made

    def listed(self, id_: str, *questions: Table) -> Table:
        row = {"one": "x", "many": "xs", "summary": [questions[0]["id"]]}
        return {"id": id_, "title": "L", "kind": "list", "row": row, "question": list(questions)}


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    """An edition of a few sections that the checker accepts."""
    return Maker(draw).edition()


def values_of(question: Question, rows: list[str]) -> st.SearchStrategy[Value | None]:
    """Any JSON value that could be stored for a question of this type, out of date ones too."""
    options = [option.value for option in question.options] + ["gone"]
    if question.options_from == "groups":
        options += ["age", "sex"]
    chosen = st.sampled_from(options)
    match question.type:
        case AnswerType.NUMBER:
            return st.sampled_from([None, 0, -1, 7, 2.5])
        case AnswerType.DATE:
            return st.sampled_from([None, "2026-09-30", "soon"])
        case AnswerType.CHOOSE_ONE:
            return st.one_of(st.none(), chosen)
        case AnswerType.CHOOSE_MANY:
            return st.one_of(st.none(), st.lists(chosen, max_size=3, unique=True))
        case AnswerType.EACH_CHOICE:
            return st.one_of(st.none(), st.dictionaries(st.sampled_from(SOME), chosen, max_size=3))
        case AnswerType.CHOOSE_ROWS:
            return st.lists(st.sampled_from([*rows, *options]), max_size=2, unique=True)
    return st.sampled_from([None, *WORDS])


@st.composite
def answers_to(draw: st.DrawFn, edition: Edition) -> Answers:
    """Answers to some of an edition's questions, in any order and of any age."""
    values: dict[Key, Value] = {}
    rows: dict[str, list[Row]] = {}
    for section in edition.sections:
        known = [*(row.id for found in rows.values() for row in found), "plan-0", "plan-1"]
        groups = edition.groups if section.kind.is_of_groups else (None,)
        in_rows = section.row_questions if section.kind is SectionKind.LIST else ()
        for question in [q for q in section.questions if q not in in_rows]:
            for group in groups:
                value = draw(values_of(question, known))
                if value is not None:
                    values[group.id if group else None, question.id] = value
        if in_rows:
            numbers = range(draw(st.integers(0, 2)))
            rows[section.id] = [
                Row(f"{section.id}-{n}", _row(draw, in_rows, known)) for n in numbers
            ]
    return Answers(values, rows)


def _row(draw: st.DrawFn, questions: tuple[Question, ...], known: list[str]) -> dict[str, Value]:
    drawn = {q.id: draw(values_of(q, known)) for q in questions}
    return {id_: value for id_, value in drawn.items() if value is not None}
