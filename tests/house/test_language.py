"""The language of the code: names that say what they hold, docstrings that say what is returned."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

import eia_app

HOUSE = Path(eia_app.__file__).parent
# Names that hold anything, and words of no field: a reader would have to ask what is in them.
VAGUE = frozenset(
    {
        *("found", "each", "mine", "said", "wanted", "asked", "told", "happened", "aloud"),
        *("gist", "pens", "press", "standing", "what", "it", "its", "ones", "them", "those"),
        *("there", "of", "kept"),
    }
)
# Docstrings that begin so have a relative clause, or a pronoun of nothing, in place of a subject:
# “Return whether …”, “Yield the sections that …”, “The rows of …” say the same plainly.
RIDDLES = frozenset(
    {
        *("What", "Whatever", "Whether", "Who", "Whoever", "Whom", "Whose", "Which", "Whichever"),
        *("Where", "Wherever", "When", "Whenever", "Why", "How", "However", "That", "Neither"),
        *("Nothing", "Nobody", "None", "Each", "Everything", "Everybody", "Everyone", "Anything"),
        *("It", "They", "There", "Those", "These"),
    }
)
# Folders and modules of eia_app that are held to both: all of them.
HELD = (
    *("__init__.py", "application.py", "bounded_process.py", "config.py", "resources.py"),
    *("attachments", "cli", "domain", "mail", "reports", "services", "storage", "web", "wizard"),
)


def modules(places: tuple[str, ...]) -> list[Path]:
    paths = [HOUSE / place for place in places]
    assert [path for path in paths if not path.exists()] == []
    return [file for path in paths for file in ([path] if path.is_file() else path.rglob("*.py"))]


def faults(source: str) -> list[str]:
    """Return the vague names and the riddles of a module, with their lines."""
    tree = ast.parse(source)
    names = (f"{line}: “{name}”" for line, name in bindings(tree) if name in VAGUE)
    riddles = (f"{line}: “{start} …”" for line, start in docstrings(tree) if start in RIDDLES)
    return [*names, *riddles]


def bindings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the names of variables and parameters: not fields of classes, which are named apart."""
    fields = {id(target) for target in field_targets(tree)}
    for node in ast.walk(tree):
        match node:
            case ast.Name(ctx=ast.Store()) if id(node) not in fields:
                yield node.lineno, node.id
            case ast.arg():
                yield node.lineno, node.arg
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                yield node.lineno, name
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                yield node.lineno, name
            case ast.alias(asname=str(name)):
                yield node.lineno, name


def field_targets(tree: ast.AST) -> Iterator[ast.AST]:
    for class_ in ast.walk(tree):
        for statement in class_.body if isinstance(class_, ast.ClassDef) else ():
            match statement:
                case ast.AnnAssign(target=target):
                    yield target
                case ast.Assign(targets=targets):
                    yield from (node for target in targets for node in ast.walk(target))


def docstrings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and the first word of each docstring."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            words = (ast.get_docstring(node) or "").split(maxsplit=1)
            if words:
                yield node.body[0].lineno, words[0].strip("“”‘’\"'`.,:;")


@pytest.mark.parametrize("path", modules(HELD), ids=lambda path: str(path.relative_to(HOUSE)))
def test_names_and_docstrings_are_plain(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


def test_every_module_is_held() -> None:
    assert sorted(modules(HELD)) == sorted(HOUSE.rglob("*.py"))


@pytest.mark.parametrize(
    "source",
    [
        "found = 1",
        "def f(mine): pass",
        "def f(*, told=None): pass",
        "print([each for each in 'ab'])",
        "for said, _ in (): pass",
        "with open('a') as press: pass",
        "if wanted := 1: pass",
        "import sys as pens",
        "try: pass\nexcept OSError as it: pass",
        "match 1:\n    case [*those]: pass",
        "match 1:\n    case {'a': 1, **them}: pass",
        "key = lambda gist: gist",
        "class A:\n    def f(self):\n        self.a, standing = 1, 2",
        '"""What a view asks of a page."""',
        'def f():\n    """Whether it is so."""',
        'class A:\n    """Whoever reads it."""',
        'class A:\n    def f(self):\n        """Nothing at all where nothing was kept."""',
        'async def f():\n    """\n    Each of them, in order.\n    """',
    ],
)
def test_a_vague_name_or_a_riddle_is_seen_wherever_it_stands(source: str) -> None:
    assert len(faults(source)) == 1


def test_fields_attributes_and_texts_are_left_alone() -> None:
    source = '''
        """Return what was asked."""
        class Answer:
            """A question, and what was said."""
            asked: str = ""
            said = told = 1
            def f(self, answer):
                self.found = answer.it or answer["mine"]
                return "What is wanted"
    '''
    assert faults(dedent(source)) == []
