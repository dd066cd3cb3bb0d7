"""The small edition with actions selected on pages, and with reasons for several groups."""

from __future__ import annotations

from pathlib import Path

from eia_app.storage.forms.folder import Forms

MITIGATION = """
id = "mitigation"
page = "why"
ask = "What will you do for {people}?"
type = "choose_rows"
rows_of = ["action_plan"]
writes = "action_text"
options = [{ value = "nothing", label = "Nothing more can be done", exclusive = true }]
required = "Select or write what you will do for {people}"

[[question]]
id = "nothing_why"
page = "why"
ask = "Why can nothing be done?"
type = "long"
required = "Enter why nothing can be done"
shown_when = { question = "mitigation", is = "nothing" }
"""
SAME = """
id = "same"
title = "No different"
kind = "list"
after = ["effects"]
shown_when = { fact = "route", is = "full" }

[row]
one = "reason"
many = "reasons"
summary = ["same_reason"]

[[question]]
id = "same_groups"
ask = "Which groups does it hold for?"
type = "choose_many"
options_from = "groups"
covers = { question = "effect", is = ["neutral"], once = true, message = "Say why of {people}" }
required = "Select the groups"

[[question]]
id = "same_reason"
ask = "Why?"
type = "long"
required = "Enter why"

[[question]]
id = "same_rows"
ask = "How do you know?"
type = "choose_rows"
rows_of = ["evidence", "action_plan"]
options = [{ value = "else", label = "Something else" }]
"""
GROUPS = """
[[question]]
id = "action_groups"
ask = "Whom is it for?"
type = "choose_many"
options_from = "groups"
options = [{ value = "everyone", label = "Everyone", exclusive = true }]
from = "writes"
required = "Select whom it is for"

[[question]]
id = "action_owner"
"""


def linked_forms(folder: Path) -> Forms:
    """Change a copy of the small edition, and return its forms."""
    edition = folder / "eia/2030-1"
    _change(edition / "edition.toml", '"effects", "workforce"', '"effects", "same", "workforce"')
    _change(
        edition / "edition.toml",
        'explanation = "explanation"\n',
        'explanation = "explanation"\nexplanation_shared = "same_reason"\n'
        'action_groups = "action_groups"\nserious = ["high"]\n',
    )
    effects = edition / "sections/05-effects.toml"
    text = effects.read_text(encoding="utf-8")
    asked = 'required = "Enter what this means for {people}"\n'
    only_worse = 'shown_when = { question = "effect", is = ["negative"] }\n'
    text = text.replace(asked, asked + only_worse)
    before, _, after = text.partition('\nid = "mitigation"\n')
    rest = after.partition("[[question]]")[2]
    effects.write_text(f"{before}{MITIGATION}\n[[question]]{rest}", encoding="utf-8")
    (edition / "sections/06-same.toml").write_text(SAME, encoding="utf-8")
    plan = edition / "sections/08-action-plan.toml"
    _change(plan, '\n[[question]]\nid = "action_owner"\n', GROUPS)
    return Forms(folder, "testing")


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file.name}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
