"""Types of the fixtures that request changes to people, and change them."""

from __future__ import annotations

from collections.abc import Callable

from eia_app.storage.models.people import PersonRequest

RequestChange = Callable[..., PersonRequest]
ChangePerson = Callable[..., list[PersonRequest]]
