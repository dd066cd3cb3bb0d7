"""The roles that a person may hold."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Roles of people. Authors need none: every active person may start an assessment."""

    CHAMPION = "champion"
    EQUALITY_LEAD = "equality_lead"
    HEAD_OF_SERVICE = "head_of_service"
    REPORT_AUTHOR = "report_author"
    ADMINISTRATOR = "administrator"
