"""Conditions of questions and sections, and the rules of the routes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field, PlainValidator

from eia_app.domain.checked_tables import NOT_EMPTY, ONE_OR_MORE, FormTable, Text, Texts


def _threshold(value: Any) -> int | str:
    if isinstance(value, bool) or not isinstance(value, int | str) or value == "":
        raise ValueError("must be a whole number, or the name of a threshold of the council")
    return value


Threshold = Annotated[int | str, PlainValidator(_threshold)]


@dataclass(frozen=True)
class Term(FormTable):
    """One thing that must hold of the answer to `question`, or of the fact `fact`.

    The answer is or contains one of `values`; or it is given and some of `lacks` are not chosen;
    or it is a number of `at_least` so many (a number, or a threshold of the council by name).
    """

    values: Annotated[Texts, Field(alias="is"), NOT_EMPTY] = ()
    question: str = ""
    fact: str = ""
    lacks: Annotated[Texts, NOT_EMPTY] = ()
    at_least: Threshold | None = None

    def __post_init__(self) -> None:
        if bool(self.question) == bool(self.fact):
            raise ValueError("a condition looks at one question or one fact")
        tests = [bool(self.values), bool(self.lacks), self.at_least is not None]
        if sum(tests) != 1:
            raise ValueError("a condition has one of “is”, “lacks” and “at_least”")
        if self.fact and not self.values:
            raise ValueError("a condition on a fact has “is”")


@dataclass(frozen=True)
class Condition(Term):
    """A term, and what must hold as well."""

    further: Annotated[tuple[Term, ...], ONE_OR_MORE, Field(alias="and")] = ()

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The terms, all of which must hold."""
        return (self, *self.further)


AnyOf = Annotated[tuple[Condition, ...], ONE_OR_MORE]  # one of them holds; empty means always


@dataclass(frozen=True)
class RouteRule(Condition):
    because: Text = field(kw_only=True)


@dataclass(frozen=True)
class Wording(Condition):
    """Words in which a question is asked when the condition holds."""

    ask: Text = field(kw_only=True)


@dataclass(frozen=True)
class Routing(FormTable):
    """`decided_by` names the sections that decide the route, once all of them are complete."""

    decided_by: Annotated[Texts, NOT_EMPTY]
    screening: Text
    full: tuple[RouteRule, ...] = ()
    major: tuple[RouteRule, ...] = ()
