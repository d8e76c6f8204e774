"""What every command that people type has in common: their language, and refusals as plain sentences."""

import datetime
import os
import sys
from abc import ABC, abstractmethod
from argparse import ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_date


class SpokenCommand(BaseCommand, ABC):
    """Speaks Vietnamese, or the language of PHOIHOP_LANGUAGE. A Refusal becomes one sentence a line on standard error
    and exit code 1; nothing else is printed then. Commands define `work` in place of `handle`."""

    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        with override(language()):
            try:
                self.work(**options)
            except Refusal as refusal:
                self.fail(*refusal.reasons)
            except BrokenPipeError:
                # Whoever reads (head, less) has seen enough; nothing more can be written there.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    @abstractmethod
    def work(self, *args: Any, **options: Any) -> None:
        """What the command does, with its own arguments by name."""

    def fail(self, *reasons: Reason | str) -> None:
        """Say why not and leave with 1."""
        for reason in reasons:
            self.stderr.write(str(reason))
        sys.exit(1)


def language() -> str:
    """The language of the command line: PHOIHOP_LANGUAGE when the program speaks it, else Vietnamese."""
    asked = os.environ.get("PHOIHOP_LANGUAGE", settings.LANGUAGE_CODE)[:2].lower()
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def day(text: str) -> datetime.date:
    """An argument that is a day, 2021-12-31 or 31/12/2021."""
    found = parse_date(text)
    if found is None:
        raise ArgumentTypeError(f"“{text}”: YYYY-MM-DD")
    return found
