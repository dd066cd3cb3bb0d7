"""Conditions of questions and sections, and the rules of the routes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from pydantic import Field

from eia_app.domain.checked_tables import NOT_EMPTY, ONE_OR_MORE, FormTable, Text, Texts


@dataclass(frozen=True)
class Condition(FormTable):
    """Holds when the answer to `question`, or the fact `fact`, is or contains one of `values`."""

    values: Annotated[Texts, Field(alias="is"), NOT_EMPTY]
    question: str = ""
    fact: str = ""

    def __post_init__(self) -> None:
        if bool(self.question) == bool(self.fact):
            raise ValueError("a condition looks at one question or one fact")


Conditions = Annotated[tuple[Condition, ...], ONE_OR_MORE]
AnyOf = Conditions  # holds when one of them does; empty means always


@dataclass(frozen=True)
class RouteRule(FormTable):
    because: Text
    question: Text
    values: Annotated[Texts, Field(alias="is"), NOT_EMPTY]
    further: Annotated[Conditions, Field(alias="and")] = ()

    @cached_property
    def when(self) -> tuple[Condition, ...]:
        """The conditions, all of which must hold."""
        return (Condition(self.values, self.question), *self.further)


@dataclass(frozen=True)
class Routing(FormTable):
    decided_by: Text
    screening: Text
    full: tuple[RouteRule, ...] = ()
    major: tuple[RouteRule, ...] = ()
