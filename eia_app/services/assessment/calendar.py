"""The working days of England."""

from __future__ import annotations

from functools import cache

import holidays

from eia_app.domain.working_days import WorkingDays


@cache
def working_days() -> WorkingDays:
    """Without the bank holidays of England, of any year that is asked for."""
    return WorkingDays(holidays.country_holidays("GB", subdiv="ENG"))
