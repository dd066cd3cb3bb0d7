"""What reads people’s text takes linear time over the worst of texts: rules, checks and reports.

A pattern that is linear is still quadratic in a loop that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any

import pytest

from eia_app.attachments import file_names, office_xml, pdf_scan, sniffing
from eia_app.domain.attachments.file_types import FileType
from eia_app.domain.coach import registry
from eia_app.domain.coach.rule import Rule
from eia_app.domain.coach.suggested_actions import suggestions
from eia_app.domain.evidence import periods
from eia_app.domain.guidance import parse_guidance
from eia_app.domain.questionnaire import offers, small_numbers
from eia_app.domain.questionnaire.parse_edition import edition_from
from eia_app.domain.snapshot.diff import pieces
from eia_app.domain.text import (
    clean,
    conversions,
    entered_dates,
    folding,
    personal_data,
    readability,
    remembered,
)
from eia_app.reports import file_names as reports_file_names
from eia_app.reports.content import losses
from eia_app.reports.content.group_facts import GroupFacts
from eia_app.reports.documents import abbreviations, paragraph_checks
from eia_app.reports.text import rich_text, sentences
from eia_app.services.people.password_strength import weakness
from eia_app.services.snapshots import verify
from eia_app.storage.forms.folder import Forms
from tests.domain.coach.coached_cases import Case, Coach, case
from tests.patterns import adversary, census, timing
from tests.reports import make_reports

pytestmark = pytest.mark.slow
MOST_MILLISECONDS = 150.0
MOST_OF_A_RULE = 220.0  # the text is in some twenty places of the assessment
# Two patterns read each of these places whole, and one is the slowest that there is (census.py).
MOST_OF_ONE_RULE = {"small_number": 500.0}
RECORD = make_reports.full()
STANDING = make_reports.signed(RECORD)
PARTS = (
    *("AB ", "Aa ", "AB x ", "Aa Bb (AB) ", "(AB) ", "(", "a@b.c ", "a.b@", "housing@", "www.a "),
    *("http://", "020 7946 0123 ", "+44 ", "AB 12 34 56 C ", "AB12", "five people ", "1 in 5 "),
    *("fewer than 5 ", "less than 5% ", "total ", "total: 1, ", "in all: 1, 2, 3. ", "1,", "1,1"),
    *("1% ", "%1", "1 per cent ", "\n- ", "\n", "\n \n", "a. ", "A. ", "…” A", ". ", ".\n", "1.\n"),
    *(
        "of and ",
        "& ",
        "of ",
        "a-",
        "12 June 2026 ",
        "2025-06-12 ",
        "2025/26 ",
        "june ",
        "no impact ",
    ),
    *(
        "ongoing ",
        "noted ",
        "EIA-2026-1 ",
        "version 1 ",
        "five groups ",
        "positive for two groups ",
    ),
    *(
        "two groups would be worse ",
        "[a](",
        "](",
        "n’t ",
        "< 5 ",
        "a 1\n",
        "Total 1\n",
        "ŵ",
        "e\u0301",
    ),
    *(
        "£1,000 ",
        "cut by 5% 1,000 ",
        "equality of opportunity. ",
        "Word word word word word a b c. ",
    ),
)
LETTERS = "ABOFTQWX"
IN_EACH_PLACE = (1_600, 8_000)  # characters in each of some twenty places of an assessment


def worst(length: int) -> Iterator[str]:
    """Runs of each kind of character, parts over and over, and parts that are all different."""
    for part in (*adversary.KINDS, *PARTS):
        yield adversary.filled(part, length)
    different = ["".join(each) for each in product(LETTERS, repeat=4)]
    for form in ("{} ", "{} x ", "Aa Bb ({}) ", "{}@a.bc ", "{}. ", "({}) of and ", "{}\n- "):
        yield "".join(map(form.format, different))[:length]
    yield "".join(f"{number} people, {number}% of {number},000. " for number in range(2000))[
        :length
    ]


def over(
    do: Callable[[str], Any],
    most: float = MOST_MILLISECONDS,
    lengths: tuple[int, int] = (timing.SHORT, timing.LONG),
) -> list[str]:
    """What is wrong with the time that it takes, with the first few texts."""
    texts = zip(*map(worst, lengths), strict=True)
    found = (timing.fault(do, short, long, most) for short, long in texts)
    return list(filter(None, found))[:3]


@pytest.fixture(scope="module")
def coach(forms: Forms) -> Coach:
    return Coach(edition_from(forms.newest, forms.tables(forms.newest)), forms.council)


def filled_in(text: str, effect: str) -> Case:
    """An assessment in which each text is this one, once."""
    explained = {f"{group}__explanation": text for group in ("age", "race", "sex")}
    marriage = {"marriage_civil_partnership__explanation": text}
    effects = {f"{group}__effect": [effect] for group in ("age", "race", "sex")}
    return case(
        {
            "evidence": [dict.fromkeys(("fact", "source", "evidence_date"), text)],
            "engagement": [dict.fromkeys(("engaged_who", "you_did"), text)],
            "gaps": [{"gap": text}],
            "action_plan": [
                {
                    **dict.fromkeys(("action_owner", "action_measure", "action_until"), text),
                    **dict.fromkeys(("action_issue", "action_text"), text[::-1]),
                }
            ],
        },
        **{**effects, **explained, **marriage},
        marriage_civil_partnership__effect=[effect],
        age__severity="high",
        age__know=text,
        mitigation=text,
        summary=text,
        intersect=text,
        cumulative=text,
        consultation_run="yes",
        consultation_note=text,
        outcome="justify",
        outcome_justify=text,
        decision_date="2026-07-01",
    )


@pytest.mark.parametrize("effect", ["negative", "neutral"])
@pytest.mark.parametrize("rule", registry.RULES, ids=[each.id for each in registry.RULES])
def test_each_rule_of_the_coach_is_linear(
    coach: Coach, rule: Rule, effect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A short text is remembered, and so takes no time at all in the second of its places.
    monkeypatch.setattr(remembered, "LONGEST", 0)
    views: dict[str, Any] = {}

    def look(text: str) -> object:
        if text not in views:
            views[text] = coach.view(filled_in(text, effect))
        return list(rule.check(views[text]))

    most = MOST_OF_ONE_RULE.get(rule.id, MOST_OF_A_RULE)
    assert over(look, most, IN_EACH_PLACE) == []


def test_the_actions_that_the_coach_suggests_are_found_in_linear_time(coach: Coach) -> None:
    assert (
        over(
            lambda text: suggestions(coach.view(filled_in(text, "negative"))),
            MOST_OF_A_RULE,
            IN_EACH_PLACE,
        )
        == []
    )


def test_the_sentence_that_stopped_the_service_takes_milliseconds(coach: Coach) -> None:
    text = f"We asked AB. Aa {'&' * 60} x"
    view = coach.view(case(summary=text))
    assert timing.milliseconds(lambda: registry.findings(view)) < 150
    findings = registry.findings(view)
    assert [each.occurrence.about for each in findings if each.rule.id == "initials"] == ["AB"]


def _number(text: str) -> object:
    try:
        return conversions.number(text)
    except conversions.Unclear as asked:
        return asked


def _date(text: str) -> object:
    try:
        return entered_dates.entered_date(text, "", "")
    except entered_dates.WrongDate as wrong:
        return wrong


# By the module that the patterns are in: one with patterns over text needs a line here.
FUNCTIONS: Mapping[str, Callable[[str], Any]] = {
    "domain/snapshot/diff.py": lambda text: pieces(text, text[: len(text) // 2] + text[::-1]),
    "attachments/file_names.py": lambda text: file_names.safe_name(f"{text}.pdf", FileType.PDF),
    "attachments/office_xml.py": office_xml.DDE.search,
    "attachments/pdf_scan.py": pdf_scan.REMOTE.match,
    "attachments/sniffing.py": lambda text: (
        sniffing.IS_MARKUP.match(text),
        sniffing.STARTS_A_PROGRAM.search(text),
    ),
    "domain/text/folding.py": lambda text: (folding.folded(text), folding.words_of(text)),
    "domain/guidance/parse_guidance.py": lambda text: parse_guidance.Prompts(
        "", "", (), ("a", "care")
    ).fits("", text),
    "domain/questionnaire/offers.py": lambda text: offers.guessed(text, offers.GUESSED),
    "domain/evidence/periods.py": periods.end_of,
    "domain/text/personal_data.py": personal_data.finds,
    "domain/text/readability.py": lambda text: (
        list(readability.too_long(text)),
        readability.reading_age([text]),
    ),
    "domain/questionnaire/small_numbers.py": lambda text: (
        small_numbers.notices(text, 5),
        small_numbers.masked(text),
        small_numbers._counted(text),
    ),
    "reports/documents/abbreviations.py": lambda text: (
        abbreviations._explained([rich_text.one_line(text)]),
        abbreviations.WHOLE_WORD.findall(text),
    ),
    "reports/content/losses.py": lambda text: losses.loss_of(
        GroupFacts("age", "Age", "people", "", is_local=False, order=0, explanation=text), 40
    ),
    "reports/file_names.py": reports_file_names.slug,
    "reports/documents/paragraph_checks.py": lambda text: paragraph_checks.warnings(
        text, RECORD, STANDING, 150
    ),
    "reports/text/sentences.py": lambda text: (
        sentences.opening(text, 150),
        sentences.sentences(text),
        sentences.closed(text),
    ),
    "domain/text/conversions.py": lambda text: (
        _number(text),
        conversions.whole(text),
        conversions.day(text),
        conversions.email_address(text),
    ),
    "domain/text/entered_dates.py": _date,
    "services/people/password_strength.py": lambda text: weakness(text, ("Ann", "ann@example.org")),
    "services/snapshots/verify.py": lambda text: verify.BETWEEN.sub("", text),
    "domain/text/clean.py": lambda text: (
        clean.clean(text),
        list(clean.lines(text)),
        clean.is_blank(text),
    ),
}
NONE_OF_ITS_OWN = {  # the rules of the coach are all timed above; one matches a whole short text
    *(
        "domain/coach/rules/abbreviations.py",
        "domain/coach/rules/engagement.py",
        "domain/coach/rules/arithmetic.py",
        "domain/coach/rules/visits.py",
    ),
    *(
        "domain/coach/text_analysis.py",
        "services/transfer/import_.py",
        "domain/workflow/event_detail.py",
    ),
}


def test_every_module_with_a_pattern_over_text_has_its_functions_timed() -> None:
    assert FUNCTIONS.keys() | NONE_OF_ITS_OWN == census.OVER_TEXT.keys()


@pytest.mark.parametrize("module", FUNCTIONS)
def test_its_functions_are_linear(module: str) -> None:
    assert over(FUNCTIONS[module]) == []
