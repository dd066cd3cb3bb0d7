"""The edition's Markdown as HTML in the house style. HTML in it is shown, never obeyed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

CLASSES = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "link_open": "govuk-link",
}


class _HouseStyle(RendererHTML):
    def renderToken(  # noqa: N802 - the library's own name
        self, tokens: Sequence[Token], idx: int, options: Any, env: Any
    ) -> str:
        token = tokens[idx]
        if token.type in CLASSES:
            token.attrSet("class", CLASSES[token.type])
        return super().renderToken(tokens, idx, options, env)


_reader = MarkdownIt("commonmark", {"html": False}, renderer_cls=_HouseStyle)
_reader.disable(["heading", "lheading", "image", "html_block", "html_inline"])


@lru_cache(maxsize=512)
def markdown(text: str) -> Markup:
    """Return paragraphs, lists, emphasis and links as HTML; no headings: the page has its own."""
    return Markup(_reader.render(text))  # noqa: S704 - the reader escapes what is not Markdown
