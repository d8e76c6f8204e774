"""`phoihop restore_drill`: is the backup good for anything?"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.commands import SpokenCommand
from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import format_moment
from phoihop.ops.backup import backup


class Command(SpokenCommand):
    help = "Back up, restore into a throw-away folder, check the log there; prints the certificate (SQLite)."

    def work(self, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise Refusal(
                [Reason(_("Diễn tập tự động chỉ có cho SQLite. Với PostgreSQL: restore vào một cơ sở dữ liệu trống."))]
            )
        with tempfile.TemporaryDirectory(prefix="phoihop-drill-") as folder:
            place = backup(Path(folder))
            environment = {**os.environ, "PHOIHOP_VAR": f"{folder}/var"}
            environment.pop("PHOIHOP_DATABASE_URL", None)
            program = "import sys; sys.argv[0] = 'phoihop'; from phoihop.config.command import main; main()"
            command = [sys.executable, "-c", program, "restore", str(place)]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
            if done.returncode:
                raise Refusal([Reason(done.stderr.strip())])
        self.stdout.write(_("Diễn tập khôi phục lúc %(at)s:") % {"at": format_moment(clock.machine_now())})
        self.stdout.write(done.stdout.strip())
