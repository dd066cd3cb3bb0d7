"""Every pattern of the program: found in its source, and declared as run over what people type.

A pattern has a name at the top of its module, or stands as a plain text in the call that runs it
(then its function names it), or is built while the program runs (then an example of it is here).
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import re2

import eia_app
from eia_app.domain.coach.rules import abbreviations
from eia_app.domain.guidance import parse_guidance
from eia_app.domain.questionnaire import offers

HOUSE = Path(eia_app.__file__).parent
RUNS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}

# What people type, paste or attach is run through these.
OVER_TEXT: Mapping[str, str] = {
    "domain/text/entered_dates.py": "WORD",
    "domain/text/conversions.py": "decimal ISO_DAY MARKS NUMERIC PLAIN THOUSANDS",
    "domain/text/clean.py": "NOT_KEPT LINE_ENDS DAMAGED BULLET",
    "domain/questionnaire/offers.py": "source_with",
    "domain/snapshot/diff.py": "CUTS",
    "domain/workflow/event_detail.py": "HASH",
    "domain/text/folding.py": "OTHER",
    "attachments/file_names.py": "NOT_IN_NAMES",
    "attachments/office_xml.py": "DDE SCHEME",
    "attachments/pdf_scan.py": "REMOTE SCRIPT_ADDRESS",
    "attachments/sniffing.py": "NOT_IN_TEXT IS_MARKUP HAS_MARKUP STARTS_A_PROGRAM",
    "domain/guidance/parse_guidance.py": "a_word_of",
    "domain/evidence/periods.py": "ISO DAY MONTH FINANCIAL YEAR",
    "domain/text/personal_data.py": "EMAIL PHONE NUMBER FORMATTING ABROAD PARTS",
    "domain/text/readability.py": "_SENTENCE_END _WORD _VOWELS _LINK",
    "domain/coach/rules/abbreviations.py": (
        "INITIALS TWO_CAPITALS OTHER_LETTERS CAPITALS spelt_out"
    ),
    "domain/coach/rules/visits.py": "VISITS",
    "domain/coach/rules/engagement.py": "ONLY_CONSIDERED",
    "domain/coach/rules/arithmetic.py": "PERCENT AMOUNT CHANGE TOTAL TOTAL_LINE LINE UNIT",
    "domain/coach/text_analysis.py": "NO_EVIDENCE OPEN_ENDED FREQUENCY ADDRESS WORD SENTENCE_END",
    "domain/questionnaire/small_numbers.py": (
        "COUNTED DETAIL BEFORE AFTER BARE MASKED SAID_MASKED NUMBER TOTAL can_be_worked_out"
    ),
    "reports/documents/abbreviations.py": "IN_BRACKETS NOT_OF_A_WORD LETTER WHOLE_WORD",
    "reports/content/losses.py": "LOSS GAIN STRONG",
    "reports/file_names.py": "slug",
    "reports/documents/paragraph_checks.py": "REFERENCE VERSION WORSE BETTER UNKNOWN",
    "reports/text/sentences.py": "ENDS CLOSED NUMBER NUMBERED",
    "services/people/password_strength.py": "_words weakness",
    "services/transfer/import_.py": "REFERENCE ADDRESS",
    "services/snapshots/verify.py": "HASH BETWEEN",
}
# These are matched at one place of a text, and are not looked for all over it.
AT_ONE_PLACE = {
    ("domain/coach/rules/arithmetic.py", "UNIT"),
    ("domain/text/conversions.py", "PLAIN"),
    ("domain/text/conversions.py", "NUMERIC"),
    ("services/transfer/import_.py", "ADDRESS"),
    ("attachments/office_xml.py", "SCHEME"),
}
NOT_OVER_TEXT: Mapping[str, Mapping[str, str]] = {
    "files of ONS, read on the command line": {
        "cli/evidence.py": "TABLE",
        "domain/evidence/bulk_csv.py": "MEASURES WHOLE CATEGORIES USUAL COUNT COUNTED _columns",
        "domain/evidence/census_tables.py": "DETAILED RANGE",
        "domain/evidence/indicators.py": "ID",
        "domain/evidence/parse_dataset.py": "CODE LARGE NUMBER",
    },
    "arguments of a command, which one person runs": {
        "storage/new_migration.py": "draft",
        "cli/forms.py": "NAME ID_LINE",
        "cli/verify_log.py": "HASH",
    },
    "the head of a request, up to 64 KB": {"cli/serve_sockets.py": "LENGTH EXPECTS CHUNKED"},
    "a setting, read when the program starts": {
        "config.py": "_check SCANNER",
        "domain/questionnaire/council.py": "COLOUR",
        "mail/govuk_notify.py": "KEY",
        "reports/content/contrast.py": "HEX",
    },
    "the files of the edition, its guide and its example": {
        "domain/guidance/worked_example.py": "paragraphs",
        "domain/checked_tables.py": "ID",
        "domain/questionnaire/offers.py": "OFFER",
        "domain/guidance/parse_guidance.py": "HEADING NUMBER LABEL",
        "domain/guidance/check_guidance.py": "NUMBERED LAW SOURCE HTML",
        "domain/guidance/law.py": "PROVISIONS TITLES names_in",
        "storage/forms/folder.py": "_by_number",
    },
    "the bytes of a file, looked into by a process that is ended when it takes too long": {
        "attachments/pdf_scan.py": "START SUSPECT_NAMES",
        "attachments/refused_types.py": "RUNS",
    },
    "single words that another pattern found": {"domain/text/readability.py": "_syllables"},
    "what this program wrote itself into a PDF": {
        "reports/pdf/postprocess.py": "HEADING",
        "reports/pdf/embedded_record.py": "HASH",
    },
}
BUILT: Mapping[tuple[str, str], Callable[[], Any]] = {
    ("domain/coach/rules/abbreviations.py", "spelt_out"): lambda: abbreviations.spelt_out("OAFTAB"),
    ("domain/guidance/parse_guidance.py", "a_word_of"): lambda: parse_guidance.a_word_of(
        "social care"
    ),
    ("domain/questionnaire/offers.py", "source_with"): lambda: offers.source_with(
        offers.GUESSED["service"]
    ),
}
Name = tuple[str, str]  # file and name


def declared() -> dict[Name, str]:
    """Why each is not over text; "" for those that are."""
    found = {(path, name): "" for path, names in OVER_TEXT.items() for name in names.split()}
    for why, files in NOT_OVER_TEXT.items():
        found |= {(path, name): why for path, names in files.items() for name in names.split()}
    return found


@cache
def in_source() -> frozenset[Name]:
    """All that run or compile a pattern: the name it is given, or the function that does it."""
    found: set[Name] = set()
    for path in HOUSE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= {(str(path.relative_to(HOUSE)), name) for name in named(tree)}
    return frozenset(found)


def named(tree: ast.Module) -> Iterator[str]:
    for statement in tree.body:
        holder = [statement]
        if isinstance(statement, ast.ClassDef):
            holder = statement.body
        for each in holder:
            if any(map(_is_pattern, ast.walk(each))):
                yield _name_of(each)


def _is_pattern(node: ast.AST) -> bool:
    """A call such as re.sub(…); and an import that would hide one from here."""
    if isinstance(node, ast.ImportFrom):
        return node.module in {"re", "re2", "regex"}
    if isinstance(node, ast.Import):
        return any(each.name in {"re", "re2", "regex"} and each.asname for each in node.names)
    called = node.func if isinstance(node, ast.Call) else None
    return (
        isinstance(called, ast.Attribute)
        and isinstance(called.value, ast.Name)
        and called.value.id in {"re", "re2"}
        and called.attr in RUNS
    )


def _name_of(statement: ast.stmt) -> str:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return statement.name
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id
    return ast.unparse(statement)


def patterns(name: Name) -> Iterator[re.Pattern[str]]:
    """Those that a name stands for."""
    path, said = name
    if name in BUILT:
        yield from _in(BUILT[name]())
        return
    module = importlib.import_module("eia_app." + path.removesuffix(".py").replace("/", "."))
    value = getattr(module, said)
    if callable(value):
        yield from _in_calls(path, said)
    else:
        yield from _in(value)


def _in(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple | list):
        for each in value:
            yield from _in(each)
    elif isinstance(value, re.Pattern | re2._Regexp):
        yield value


def _in_calls(path: str, function: str) -> Iterator[re.Pattern[str]]:
    """Of the calls in a function, each with a plain text: others need a name, to be found."""
    tree = ast.parse((HOUSE / path).read_text(encoding="utf-8"))
    (body,) = [each for each in tree.body if getattr(each, "name", "") == function]
    for node in filter(_is_pattern, ast.walk(body)):
        assert isinstance(node, ast.Call)
        yield re.compile(ast.literal_eval(node.args[0]))
