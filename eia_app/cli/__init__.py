"""The command line, `eia`. Every command reports its result; every error is one sentence."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any, cast

import click

from eia_app.cli.errors import one_sentence

COMMANDS = {  # command to its module, which is loaded when it is needed
    "run": "serve",
    "serve": "serve",
    "migrate": "database",
    "demo": "database",
    "person": "people",
    "check-forms": "forms",
    "new-edition": "forms",
    "evidence": "evidence",
    "list": "assessments",
    "export": "assessments",
    "verify-log": "verify_log",
    "repair": "repair",
    "import": "import_",
    "report": "report",
    "pack": "report",
    "notify": "notify",
}


class OneSentence(click.Group):
    """Group that loads commands when they are needed, and prints errors as one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the signature is click's
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"eia_app.cli.{COMMANDS[cmd_name]}")
        return cast(click.Command, module.COMMANDS[cmd_name])

    def main(self, *args: Any, **options: Any) -> Any:
        """Run, and exit with 0, with 1 after a refusal, or with 2 for a wrong command."""
        try:
            code = super().main(*args, **{**options, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as help_shown:
            click.echo(help_shown.format_message())
            code = 0
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 1
        except Exception as error:
            sentence = one_sentence(error)
            if sentence is None:
                raise
            click.echo(sentence, err=True)
            code = getattr(error, "exit_code", 1)
        sys.exit(code if isinstance(code, int) else 0)


@click.group(cls=OneSentence, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="eia_app", prog_name="eia")
def main() -> None:
    """Equality Impact Assessments: from a blank page to a signed-off PDF.

    Settings come from the environment: EIA_DATABASE_URL, EIA_SECRET_KEY, EIA_COUNCIL,
    EIA_FORMS_DIR and others, all in eia_app/cli/README.md.
    """
