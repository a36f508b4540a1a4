"""Runs a command and takes its wall time, CPU time and peak memory."""

import os
import shlex
import subprocess
import sys
import time
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True)
class Run:
    """One run: seconds of wall and of CPU (with all children), MiB of the largest process."""

    wall: float
    cpu: float
    memory: float


@dataclass
class Series:
    """The runs of one tool, and how many matches it gave."""

    runs: list = field(default_factory=list)
    matches: int | None = None

    @property
    def wall(self):
        """The median of the wall times."""
        return median(run.wall for run in self.runs)

    @property
    def cpu(self):
        """The median of the CPU times."""
        return median(run.cpu for run in self.runs)

    @property
    def memory(self):
        """The highest peak of all runs."""
        return max(run.memory for run in self.runs)


class Failed(Exception):
    """A tool that is installed but did not do the job; the text says why."""


def run(command, output=os.devnull, accept=(0,)):
    """Runs `command` (a list, or a line for the shell) with stdout into the file `output`."""
    arguments = command if isinstance(command, list) else ["bash", "-c", "set -o pipefail; " + command]
    shown = shlex.join(arguments) if isinstance(command, list) else command
    with open(output, "wb") as stdout, open(os.devnull, "rb") as stdin:
        started = time.perf_counter()
        with subprocess.Popen(
            arguments, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE, start_new_session=True
        ) as process:
            # Reading to the end first: a full pipe would stop the tool.
            errors = process.stderr.read().decode(errors="replace")
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - started
            process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in accept:
        raise Failed(f"exit code {process.returncode} of {shown[:200]}\n{errors.strip()[-400:]}")
    # Linux gives the peak in KiB, macOS in bytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit), errors


def count_lines(path):
    """How many lines the file at `path` has."""
    lines = 0
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            lines += chunk.count(b"\n")
    return lines
