"""The small edition with evidence that is written on one page, and what is filled in for people."""

from __future__ import annotations

from pathlib import Path

EVIDENCE = """
id = "evidence"
title = "Evidence"
kind = "list"
after = ["quick_check"]
shown_when = { fact = "route", is = "full" }

[row]
one = "fact"
many = "facts"
summary = ["fact", "source"]
edit = "together"
starts = [{ fact = "People live here" }]

[[row.at_least]]
rows = 2
message = "Add at least 2 facts"

[[question]]
id = "purpose"
ask = "What do you want to know?"
type = "text"
above_rows = true
required = "Enter what you want to know"

[[question]]
id = "fact"
ask = "What is the fact?"
hint = "One fact, with its figure."
type = "long"
at_most = 200
required = "Enter the fact"

[[question]]
id = "source"
ask = "Where is it from?"
hint = "So that others find it."
type = "text"
suggest = "forums"
required = "Enter where it is from"

[[question]]
id = "kind"
ask = "What kind is it?"
type = "choose_one"
guess = "source"
behind = "Kind and year"
options = [
  { value = "local", label = "About the area" },
  { value = "research", label = "Research" },
  { value = "other", label = "Something else" },
]

[[question]]
id = "kind_other"
ask = "What else?"
type = "text"
behind = "Kind and year"
shown_when = { question = "kind", is = "other" }

[[question]]
id = "year"
ask = "Which year is it from?"
type = "number"
bad = "Enter a year"
behind = "Kind and year"

[[question]]
id = "no_evidence"
ask = "Why is there none?"
type = "long"
when_empty = true
required = "Add at least 2 facts, or enter why there are none"
"""
OFFERS = """
[[question]]
id = "decided_on"
page = "details"
ask = "When will it be decided?"
type = "date"
bad = "Enter a real date"

[[question]]
id = "looked_at_again"
page = "again"
ask = "When will it be looked at again?"
type = "date"
bad = "Enter a real date"
offer = "decided_on + 1 year"

[[question]]
id = "by_whom"
page = "again"
ask = "Who looks at it again?"
type = "text"
offer = "person.job_title"
"""
PAGE = '[[page]]\nid = "details"\n'
LAST_PAGE = '[[page]]\nid = "again"\ntitle = "Look again"\n\n'


def write_rows_together(folder: Path) -> None:
    """Change the small edition in a folder of forms."""
    sections = folder / "eia" / "2030-1" / "sections"
    (sections / "04-evidence.toml").write_text(EVIDENCE.lstrip(), encoding="utf-8")
    proposal = sections / "01-proposal.toml"
    text = proposal.read_text(encoding="utf-8")
    first_question = text.index("[[question]]")
    text = f"{text[:first_question]}{LAST_PAGE}{text[first_question:]}{OFFERS}"
    proposal.write_text(text, encoding="utf-8")
