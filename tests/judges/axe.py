"""Is this page accessible, as far as a machine can tell? Runs axe-core inside the open page.

The script is evaluated through the browser's own debugging door, so a strict Content Security
Policy stays in force and needs no bypass.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from tests.judges.installed import NODE_MODULES, file

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT = NODE_MODULES / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN = """async tags => {
    const found = await axe.run(document, {
        runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'],
    });
    return { passes: found.passes.length, violations: found.violations };
}"""


def violations(page: "Page") -> list[str]:
    """Return what axe-core finds in the page as it stands now; nothing is a pass.

    Each entry names the rule, where, what helps, and the HTML. Raises RuntimeError when axe
    applied no rule at all (an empty document), ValueError when the page has JavaScript turned
    off, NotInstalledError when axe-core is missing.
    """
    if page.evaluate("() => matchMedia('(scripting: none)').matches"):
        raise ValueError("axe-core needs JavaScript: open the page with new_page(javascript=True).")
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(_script())
    found: dict[str, Any] = page.evaluate(RUN, list(TAGS))
    if not found["passes"] and not found["violations"]:
        raise RuntimeError(f"axe-core found nothing to check at {page.url}.")
    return [
        f"{rule['id']} ({rule['impact']}) at {_where(node['target'])}: "
        f"{rule['help']}. {node['html']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def _where(target: list[str | list[str]]) -> str:
    """Write axe's target: a selector for each frame, or a list of them inside shadow trees."""
    return " ".join(part if isinstance(part, str) else " ".join(part) for part in target)


@cache
def _script() -> str:
    return file(SCRIPT, "npm’s axe-core (`make test` does)").read_text()
