"""A council’s file: its name, colours, contact, lists, local groups and limits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field

from eia_app.domain.checked_tables import (
    NO_TWINS,
    NOT_A_KEY,
    Flag,
    FormTable,
    Text,
    Texts,
    Whole,
)
from eia_app.domain.questionnaire.model import Group

COLOUR = re.compile(r"#[0-9a-f]{6}\Z", re.IGNORECASE)
LISTS = ("services", "directorates", "portfolios", "wards", "committees", "forums")
THRESHOLDS = ("many_people",)


def _colour(text: str) -> str:
    if not COLOUR.match(text):
        raise ValueError("must look like #1d3557")
    return text


Colour = Annotated[str, AfterValidator(_colour)]
Days = Annotated[Whole, Field(ge=0)]


@dataclass(frozen=True)
class LocalGroup(Group):
    """A group of a council’s file, which may be switched off."""

    local: Annotated[bool, NOT_A_KEY] = True
    on: Flag = True


class Objective(NamedTuple):
    """An equality objective of a council."""

    title: Text
    text: str = ""


@dataclass(frozen=True)
class Colours(FormTable):
    brand: Colour
    brand_text: Colour
    link: Colour


@dataclass(frozen=True)
class Contact(FormTable):
    team: Text
    email: str = ""
    phone: str = ""
    page: str = ""


@dataclass(frozen=True)
class Council(FormTable):
    """A council's own name, colours, contact, lists, local groups and thresholds."""

    id: Text
    name: Text
    short_name: Text
    service_name: Text
    review_group: Text
    reviewer: Text
    area_code: Text
    colour_table: Annotated[Colours, Field(alias="colours")]
    contact_table: Annotated[Contact, Field(alias="contact")]
    organisation_type: str = ""
    services: Texts = ()
    directorates: Texts = ()
    portfolios: Texts = ()
    wards: Texts = ()
    committees: Texts = ()
    forums: Texts = ()
    groups: Annotated[tuple[LocalGroup, ...], NO_TWINS, Field(alias="group")] = ()
    objectives: Annotated[tuple[Objective, ...], Field(alias="objective")] = ()
    themes: Texts = ()
    names_in_reports: Flag = False
    small_number_threshold: Whole = 5
    many_people: Whole = 500
    review_days: Days = 10
    sign_off_days: Days = 5
    clear_days: Days = 5
    quorum: Whole = 3

    @cached_property
    def colours(self) -> Mapping[str, str]:
        return vars(self.colour_table)

    @cached_property
    def contact(self) -> Mapping[str, str]:
        return vars(self.contact_table)

    @cached_property
    def lists(self) -> Mapping[str, tuple[str, ...]]:
        return {name: getattr(self, name) for name in LISTS}

    @cached_property
    def thresholds(self) -> Mapping[str, int]:
        """The numbers that conditions of an edition may name."""
        return {name: getattr(self, name) for name in THRESHOLDS}

    @cached_property
    def local_groups(self) -> tuple[Group, ...]:
        """The local groups that this council asks about."""
        return tuple(group for group in self.groups if group.on)
