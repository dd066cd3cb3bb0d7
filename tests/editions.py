"""Make the next edition in a folder of forms, for tests of migrated answers."""

from __future__ import annotations

import shutil

from eia_app.storage.forms.folder import Forms

Changes = dict[str, list[tuple[str, str]]]
NEXT_EDITION_CHANGES = "eia/2031-1"
CHANGES: Changes = {  # file: what stands there, and what the next edition has instead
    "edition.toml": [('id = "2030-1"', 'id = "2031-1"')],
    "sections/01-proposal.toml": [
        ("What would change?", "What would be different?"),
        (
            (
                '[[question]]\nid = "cost"\npage = "details"\nask = "What would it cost?"\n'
                'type = "number"\nat_least = 0\nat_most = 1000\nbad = "Enter a number"\n'
            ),
            "",
        ),
        (
            'id = "staff"\n',
            (
                'id = "why"\npage = "details"\nask = "Why now?"\ntype = "long"\n'
                'required = "Enter why now"\n\n[[question]]\nid = "staff"\n'
            ),
        ),
    ],
}


def add_next_edition(forms: Forms, more: Changes | None = None) -> str:
    """Add an edition with a reworded, a dropped and a new question. Return its name."""
    folder = forms.folder / NEXT_EDITION_CHANGES
    shutil.copytree(forms.folder / "eia" / "2030-1", folder)
    for file, changes in (*CHANGES.items(), *(more or {}).items()):
        text = (folder / file).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        (folder / file).write_text(text, encoding="utf-8")
    assert forms.faults() == []
    forms.__dict__.pop("newest", None)  # as when the service is started again
    return NEXT_EDITION_CHANGES
