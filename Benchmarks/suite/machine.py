"""What machine this is, without its name."""

import datetime
import os
import platform
import subprocess
from pathlib import Path


def describe():
    """One line: processor, cores, memory, system, compiler, day."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout
    version = next((word for word in swift.split() if word[0].isdigit()), "?")
    return (f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB; {_system()}; "
            f"Swift {version}; {datetime.date.today().isoformat()}")


def _processor():
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _system():
    release = Path("/etc/os-release")
    if release.exists():
        facts = dict(line.split("=", 1) for line in release.read_text().splitlines() if "=" in line)
        return facts.get("PRETTY_NAME", "Linux").strip('"')
    return platform.platform()
