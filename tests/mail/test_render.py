"""What a letter says: plain text and HTML say the same, and nothing in them is forged."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import html5lib
import pytest

from eia_app.domain.notifications.kinds import OF_PEOPLE, DigestEmail, DigestEntry, NoticeKind
from eia_app.domain.notifications.messages import WORDS
from eia_app.domain.questionnaire.council import Council
from eia_app.mail.base import Email
from eia_app.mail.render import EmailRenderer

ID = UUID("00000000-0000-4000-8000-000000000001")
BASE = "https://eia.hart.example"
OVERVIEW = f"{BASE}/assessments/{ID}/"


def entry(
    kind: NoticeKind = NoticeKind.DECLINED, title: str = "Parks", **detail: Any
) -> DigestEntry:
    return DigestEntry(kind, "EIA-2026-001", title, ID, {"by": "Hana Head", **detail})


def write(
    council: Council, *entries: DigestEntry, name: str = "Lee Lead", base: str = BASE
) -> Email:
    parcel = DigestEmail("key", name, "lee@example.org", entries, (1,), 1)
    return EmailRenderer(council, base).write(parcel)


def words_of(html: str) -> tuple[str, list[str]]:
    """The text of a page, and its links. It must be sound HTML."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(html)
    body = tree.find("body")
    links = [link.get("href") for link in body.iter("a")]
    return " ".join("".join(body.itertext()).split()), links


def test_one_thing_is_a_letter_of_its_own(council: Council) -> None:
    letter = write(council, entry())
    assert (letter.key, letter.name, letter.address) == ("key", "Lee Lead", "lee@example.org")
    assert letter.subject == "Not signed off: Parks (EIA-2026-001)"
    assert letter.text == (
        "Hello Lee Lead,\n"
        "\n"
        "Not signed off: Parks (EIA-2026-001)\n"
        "Hana Head declined to sign off this assessment, and says why.\n"
        f"{OVERVIEW}\n"
        "\n"
        "Everything that you were told is also in the service:\n"
        f"{BASE}/for-you/\n"
        "\n"
        "To choose what you are told by email, and how often:\n"
        f"{BASE}/for-you/settings\n"
        "\n"
        f"{council.service_name}, {council.name}\n"
        "Nobody reads replies to this email.\n"
    )


def test_the_html_says_the_same_and_leads_to_the_same_places(council: Council) -> None:
    letter = write(council, entry())
    said, links = words_of(letter.html)
    assert links == [OVERVIEW, f"{BASE}/for-you/", f"{BASE}/for-you/settings"]
    assert said.startswith(
        "Hello Lee Lead, Not signed off: Parks (EIA-2026-001)"
        " Hana Head declined to sign off this assessment, and says why."
    )


def test_several_things_are_one_digest(council: Council) -> None:
    letter = write(council, entry(), entry(NoticeKind.DECIDED, "Pools"))
    assert letter.subject == f"2 things for you in {council.service_name}"
    said, _ = words_of(letter.html)
    for text in (letter.text, said):
        assert "Not signed off: Parks (EIA-2026-001)" in text
        assert "Decision recorded: Pools (EIA-2026-001)" in text
    assert letter.text.count(OVERVIEW) == letter.html.count(OVERVIEW) == 2


@pytest.mark.parametrize("kind", NoticeKind)
def test_plain_text_and_html_carry_the_link_of_every_kind(
    council: Council, kind: NoticeKind
) -> None:
    letter = write(council, entry(kind), base=f"{BASE}/")
    link = f"{BASE}/" if kind in OF_PEOPLE else OVERVIEW
    link += WORDS[kind].page
    if kind is NoticeKind.ACCOUNT_CHANGED:  # there is nothing to do about it in the service
        link = f"{BASE}/for-you/"
    assert f"\n{link}\n" in letter.text
    assert words_of(letter.html)[1][0] == link


def test_where_only_the_reference_may_be_said_there_is_no_link(council: Council) -> None:
    letter = write(council, DigestEntry(NoticeKind.WITHDRAWN, "EIA-2026-001"))
    assert letter.subject == "Withdrawn: EIA-2026-001"
    assert "/assessments/" not in letter.text + letter.html


def test_nothing_that_was_typed_adds_a_line_a_header_or_a_tag(council: Council) -> None:
    typed = "Parks\r\nBcc: all@example.org\n\n<script>alert(1)</script> & {{ council }}"
    letter = write(council, entry(title=typed, by="Eve\nSubject: x"), name="Lee\r\nBcc: y")
    line = "Parks Bcc: all@example.org <script>alert(1)</script> & {{ council }}"
    assert letter.subject == f"Not signed off: {line} (EIA-2026-001)"
    assert letter.name == "Lee Bcc: y"
    assert line in letter.text
    assert "Eve Subject: x declined" in letter.text
    assert "<script>" not in letter.html
    assert line in words_of(letter.html)[0]
