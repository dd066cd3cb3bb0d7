"""What a person, a paste or a program may send in place of what a page asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.web.page_forms import Fields

Sent = list[tuple[str, str | bytes]]

BAD: Mapping[str, str | bytes] = {
    "nothing": "",
    "blanks that nobody sees": "\u200b\u2060\u00a0 \t",
    "a number of 5,000 digits": "9" * 5_000,
    "a number below nothing": "-1",
    "a number past the end of dates": "2147483648",
    "a float that is no number": "1e999",
    "digits of another script": "٣٤",
    "digits that int() refuses": "²³",
    "NUL": "a\0b",
    "half of a surrogate pair": b"\xed\xa0\x80",
    "bytes that are no UTF-8": b"\xff\xfe\x80",
    "right to left with brackets": "\u202eעברית (149)\u202c",
    "marks without end": "e" + "\u0301" * 2_000,
    "line ends of Word": "a\x0bb\x0cc\x85d\x1ee",
    "100 KB": "long " * 20_000,
    "100 KB without a space": "x" * 100_000,
    "JSON": '{"$ne": null, "__proto__": {"a": 1}}',
    "JSON within JSON": "[" * 3_000,
    "a way out of a folder": "../../../../etc/passwd%00.html",
    "a format string": "%s%n%(title)s{0.__class__}{title!r}",
    "a template": "{{ 7*7 }}{% raise %}${7*7}<%= 7 %>#{7*7}",
    "a script": "\"'><script>alert(1)</script><!--",
    "SQL": "'; DROP TABLE person; -- \" OR 1=1",
    "a header": "a\r\nSet-Cookie: eia=1\r\n\r\n<p>",
    "an address of another site": "//example.org/\\@example.com",
    "a script as an address": "javascript:alert(1)",
    "an id of nothing": "00000000-0000-0000-0000-000000000000",
    "a choice that was not offered": "not-offered",
    "half of a choice of two parts": "proposal",
    "a key of a dictionary": "__class__",
    "yes, as programs say it": "true",
    "a date of another calendar": "2026-02-31T25:61:61+99:99",
    "pictures": "👩🏽‍🦽🏴󠁧󠁢󠁷󠁬󠁳󠁿",
}


def with_value(fields: Fields, name: str, value: str | bytes) -> Sent:
    """The fields with another value in one of them."""
    return [*((key, given) for key, given in fields if key != name), (name, value)]


def _missing(fields: Fields, name: str) -> Sent:
    return [(key, value) for key, value in fields if key != name]


def _twice(fields: Fields, name: str) -> Sent:
    own = [value for key, value in fields if key == name] or [""]
    return [*fields, *((name, value) for value in (*own, "another"))]


def _many(fields: Fields, name: str) -> Sent:
    return [*fields, *((name, str(number)) for number in range(400))]


def _as_a_list(fields: Fields, name: str) -> Sent:
    return [*_missing(fields, name), (f"{name}[]", "a"), (f"{name}[0][b]", "c")]


SHAPES: Mapping[str, Callable[[Fields, str], Sent]] = {
    "left out": _missing,
    "sent twice": _twice,
    "sent 400 times": _many,
    "sent as a list": _as_a_list,
}


def spoilt(fields: Fields, name: str) -> Mapping[str, Callable[[], Sent]]:
    """Every way in which one field of a form can be wrong, by what it is."""

    def value(bad: str | bytes) -> Callable[[], Sent]:
        return lambda: with_value(fields, name, bad)

    def shape(make: Callable[[Fields, str], Sent]) -> Callable[[], Sent]:
        return lambda: make(fields, name)

    return {what: value(bad) for what, bad in BAD.items()} | {
        what: shape(make) for what, make in SHAPES.items()
    }
