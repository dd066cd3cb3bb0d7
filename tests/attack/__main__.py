"""Attacks the service in every way that is listed, and writes down what came of it.

python -m tests.attack [--output FILE] [--people N] [--seconds S] [--only NAME …]
                       [--databases KIND …]

It talks to nobody but this machine, and stops by itself after some forty minutes.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.attack import crowd
from tests.attack.attacks import ATTACKS, BOTH, carry_out
from tests.attack.results import written


def main(arguments: Sequence[str]) -> int:
    """Make the attacks. Returns 1 when one of them found a fault."""
    chosen = _parser().parse_args(arguments)
    found = []
    for attack in ATTACKS:
        if chosen.only and attack.name not in chosen.only:
            continue
        seconds = chosen.seconds if attack.run is crowd.crowd else attack.seconds
        for kind in (each for each in attack.databases if each in chosen.databases):
            print(f"{attack.name}, {kind}: {attack.what}.", file=sys.stderr, flush=True)
            found.append(carry_out(attack, kind, people=chosen.people, seconds=seconds))
    words = written(found, _machine())
    if chosen.output:
        chosen.output.write_text(words, encoding="utf-8")
    else:
        print(words)
    return int(any(each.outcome.faults for each in found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    parser.add_argument("--output", type=Path, help="the file to write to (standard output)")
    parser.add_argument("--people", type=int, default=200, help="how many in the crowd (200)")
    parser.add_argument("--seconds", type=float, default=600, help="how long it works (600)")
    names = [attack.name for attack in ATTACKS]
    parser.add_argument("--only", nargs="+", choices=names, default=[], help="these attacks alone")
    kinds = list(BOTH)
    parser.add_argument("--databases", nargs="+", choices=kinds, default=kinds, help="on these")
    return parser


def _machine() -> dict[str, str]:
    one, five, _ = os.getloadavg()
    return {
        "Cores": str(len(os.sched_getaffinity(0))),
        "Load at the end": f"{one:.1f} in the last minute, {five:.1f} in the last five",
        "Python": platform.python_version(),
    }


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
