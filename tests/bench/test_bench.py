"""The bench measures what it says: its client, its visitor and its words."""

from __future__ import annotations

import pytest

from tests.bench import servers
from tests.bench.load import BenchFailed, Sample, measure
from tests.bench.visitor import fields_of

REQUEST = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
PAGE = """
<form action="/sign-out"><input type="hidden" name="csrf_token" value="other"></form>
<form method="post">
  <input type="hidden" name="csrf_token" value="ours"><input type="checkbox" name="a" value="1">
  <input type="checkbox" name="a" value="2" checked><textarea name="b">
line one &amp; two</textarea><button name="then" value="next">Save</button>
</form>
"""


def test_the_client_counts_every_answer() -> None:
    with servers.fixed() as server:
        sample = measure(server.port, [lambda: REQUEST] * 2, status=200, seconds=0.1)
    assert len(sample.times) == pytest.approx(sample.per_second * sample.took)
    assert sum(sample.times) <= 2 * sample.took


def test_another_status_is_a_failure() -> None:
    with servers.fixed() as server, pytest.raises(BenchFailed, match="was not b'302'"):
        measure(server.port, [lambda: REQUEST], status=302, seconds=0.1)


def test_percentiles_are_in_milliseconds() -> None:
    sample = Sample([number / 1000 for number in range(1, 101)], took=10)
    assert (sample.percentile(0.5), sample.percentile(0.95)) == (51, 96)
    assert sample.per_second == 10


def test_the_visitor_sends_the_last_form_as_a_browser_would() -> None:
    assert fields_of(PAGE) == [("csrf_token", "ours"), ("a", "2"), ("b", "line one & two")]
