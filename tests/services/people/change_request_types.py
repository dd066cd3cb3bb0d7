"""Asking for changes to people, and changing them, as the administrator."""

from __future__ import annotations

from collections.abc import Callable

from eia_app.storage.models.people import PersonRequest

RequestChange = Callable[..., PersonRequest]
ChangePerson = Callable[..., list[PersonRequest]]
