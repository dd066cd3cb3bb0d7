"""The pages of a list that is too long for one."""

from __future__ import annotations

from dataclasses import dataclass

PAGE_SIZE = 25
LAST_PAGE = 1_000_000  # whose offset a database can still count to


@dataclass(frozen=True)
class Pagination:
    """One page of a list: its number, from 1, and how many items there are on all pages."""

    page: int
    total: int
    size: int = PAGE_SIZE

    @classmethod
    def nearest(cls, page: int, total: int, size: int = PAGE_SIZE) -> Pagination:
        """Return this page of the list; for a number that it does not have, the nearest one."""
        last = cls(1, total, size).pages
        return cls(min(max(page, 1), last), total, size)

    @property
    def pages(self) -> int:
        """Return the number of pages; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """Return the number of items before those of this page."""
        return offset_of(self.page, self.size)

    @property
    def first(self) -> int:
        """Return the number of the first item of this page, counted from 1 over all pages."""
        return self.offset + 1

    @property
    def before(self) -> int | None:
        """The page before this one."""
        return self.page - 1 if self.page > 1 else None

    @property
    def after(self) -> int | None:
        """The page after this one."""
        return self.page + 1 if self.page < self.pages else None


def offset_of(page: int, size: int = PAGE_SIZE) -> int:
    """Return the number of items before a page, of a list whose length is not known."""
    return (max(page, 1) - 1) * size
