"""Pages of a list: how many, which, and what stands before and after."""

from __future__ import annotations

import pytest

from eia_app.domain.pagination import PAGE_SIZE, Pagination, offset_of


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (25, 1), (26, 2), (50, 2), (51, 3)])
def test_a_list_has_as_many_pages_as_it_needs_and_never_none(total: int, pages: int) -> None:
    assert Pagination(1, total).pages == pages


@pytest.mark.parametrize(
    ("page", "first", "before", "after"),
    [(1, 1, None, 2), (2, 11, 1, 3), (3, 21, 2, None), (7, 61, 6, None)],
)
def test_a_page_says_where_it_begins_and_which_are_beside_it(
    page: int, first: int, before: int | None, after: int | None
) -> None:
    pagination = Pagination(page, 25, size=10)
    assert (pagination.first, pagination.before, pagination.after) == (first, before, after)


@pytest.mark.parametrize(("page", "nearest"), [(-1, 1), (0, 1), (2, 2), (3, 3), (4, 3), (10**6, 3)])
def test_the_nearest_page_of_a_number_that_a_list_does_not_have(page: int, nearest: int) -> None:
    assert Pagination.nearest(page, 25, size=10) == Pagination(nearest, 25, size=10)


def test_a_page_begins_after_those_before_it() -> None:
    assert [offset_of(page) for page in (-1, 0, 1, 2)] == [0, 0, 0, PAGE_SIZE]
