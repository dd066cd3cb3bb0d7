"""The page on security keeps its word: its tests exist, and what it says of the code is so."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import eia_app
from eia_app.services.people import security_log
from eia_app.services.people.authentication import hasher

HOUSE = Path(eia_app.__file__).parent
ROOT = HOUSE.parent
PAGE = (HOUSE / "SECURITY.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (V\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
ROWS = ROW.findall(PAGE)
LEVELS = {"1": 70, "2": 183}  # requirements of ASVS 5.0.0
PAGES = {
    "forms/README": ROOT / "forms" / "README.md",
    "domain/README": HOUSE / "domain" / "README.md",
    "OPERATIONS": HOUSE / "OPERATIONS.md",
    "SECURITY": HOUSE / "SECURITY.md",
}
OPEN = {"V6.2.12", "V6.3.3"}  # both wait for the council
SCRIPTS = sorted((ROOT / "static" / "src").glob("*.js"))
MODULES = sorted(HOUSE.rglob("*.py"))


def test_every_requirement_has_one_row() -> None:
    numbers = Counter(number for number, *_ in ROWS)
    assert numbers.most_common(1)[0][1] == 1
    assert Counter(level for _, level, *_ in ROWS) == LEVELS


@pytest.mark.parametrize(("number", "how"), [(row[0], row[3]) for row in ROWS])
def test_every_row_says_how_it_is_met(number: str, how: str) -> None:
    kind, _, rest = how.partition(": ")
    if kind == "Written":
        name, _, heading = rest.partition(", ")
        headings = re.findall(r"^##+ (.+)$", PAGES[name].read_text(encoding="utf-8"), re.MULTILINE)
        assert heading.strip("“”") in headings
    elif how.startswith("`"):
        path, _, name = how.strip("`").partition("::")
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert name in {e.name for e in tree.body if isinstance(e, ast.FunctionDef)}
    else:
        assert kind in {"Does not apply", "For the council", "**Open**"}
        assert rest
    assert (kind == "**Open**") == (number in OPEN)


def calls() -> Iterator[tuple[Path, ast.Call, str]]:
    """Each call in the code with the name of what is called."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield path, node, ast.unparse(node.func)


def imported() -> set[str]:
    modules = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                modules.add(str(node.module))
    return modules


def test_no_code_of_ours_runs_text() -> None:
    runs = {"eval", "exec", "compile", "os.system", "os.popen", "render_template_string"}
    assert [(path, name) for path, _, name in calls() if name in runs] == []
    assert imported().isdisjoint({"pickle", "marshal", "shelve", "yaml", "dill"})
    shells = [path for path, call, _ in calls() for word in call.keywords if word.arg == "shell"]
    assert shells == []


def test_secrets_come_from_the_random_numbers_of_the_system() -> None:
    assert "random" not in imported()
    token_calls = [(call, name) for _, call, name in calls() if name.startswith("secrets.token_")]
    assert token_calls
    for call, _ in token_calls:
        assert not call.args or int(ast.literal_eval(call.args[0])) >= 16


def test_cryptography_is_left_to_libraries_and_known_hashes() -> None:
    used = {name for _, _, name in calls() if re.fullmatch(r"(hashlib|hmac)\.\w+", name)}
    assert used == {"hashlib.sha256", "hmac.compare_digest", "hmac.new"}
    signed = [call for _, call, name in calls() if name == "hmac.new"]
    assert {ast.literal_eval(call.args[2]) for call in signed} == {"sha256"}


def test_passwords_are_hashed_by_argon2_as_advised() -> None:
    kind, memory, rounds = hasher.type.name, hasher.memory_cost, hasher.time_cost
    assert (kind, memory >= 19 * 1024, rounds >= 2) == ("ID", True, True)


@pytest.mark.parametrize("script", SCRIPTS, ids=[script.name for script in SCRIPTS])
def test_no_script_of_ours_writes_html(script: Path) -> None:
    ways = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    assert re.findall(ways, script.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=[script.name for script in SCRIPTS])
def test_no_script_of_ours_stores_anything_in_the_browser(script: Path) -> None:
    ways = r"localStorage|sessionStorage|indexedDB|document\.cookie"
    assert re.findall(ways, script.read_text(encoding="utf-8")) == []


def test_every_password_field_is_masked_and_takes_what_is_pasted() -> None:
    plain = r"(\w*password\w*) = (?!PasswordField|BooleanField|Hidden|Submit)\w*Field"
    forms = "".join(path.read_text(encoding="utf-8") for path in sorted(HOUSE.rglob("*forms.py")))
    assert "= PasswordField(" in forms
    assert re.findall(plain, forms) == []
    assert [script for script in SCRIPTS if "'paste'" in script.read_text(encoding="utf-8")] == []


def test_the_type_checker_is_strict() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["tool"]["mypy"]["strict"] is True


def test_the_security_log_tells_the_time_in_utc(capsys: pytest.CaptureFixture[str]) -> None:
    security_log.record(security_log.SecurityEvent.SIGNED_OUT)
    line = capsys.readouterr().err.strip()
    assert json.loads(line)["at"].endswith("+00:00")
