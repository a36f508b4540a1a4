"""The peers: other tools that can answer the same question, asked as well as we know how.

The question: which records are of the four families? Every exact peer writes them as NDJSON, one
record a line, with its copies (trailscan leaves those out; it does so, too, with --no-dedupe).
"""

import importlib.util
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

JQ = (
    '.Records[]|select(.eventSource=="s3.amazonaws.com" or .eventSource=="kms.amazonaws.com"'
    ' or (.eventSource=="sts.amazonaws.com" and .eventName=="AssumeRoleWithWebIdentity")'
    ' or (.eventSource=="ecs.amazonaws.com" and .eventName=="RunTask"))'
)
RIPGREP = (
    '"eventSource":"(s3|kms)[.]amazonaws[.]com"'
    '|"eventSource":"sts[.]amazonaws[.]com","eventName":"AssumeRoleWithWebIdentity"'
    '|"eventSource":"ecs[.]amazonaws[.]com","eventName":"RunTask"'
)


@dataclass(frozen=True)
class Peer:
    """A tool, how to ask it, and whether its answer is the exact one."""

    name: str
    version: str
    command: object
    is_exact: bool = True
    #: True where it prints the number of matches in place of the records.
    only_counts: bool = False


def installed(folder, names=None):
    """The peers that this machine has, ready to read the logs in `folder`."""
    found = [peer for peer in _programs(folder) + _packages(folder) if peer]
    return [peer for peer in found if not names or peer.name in names]


def _programs(folder):
    files = f"find '{folder}' -name '*.gz' -print0"
    parallel = f"{files} | xargs -0 -P2 -n20 sh -c 'zcat \"$@\" | {{tool}} -c '\"'\"'{JQ}'\"'\"'' sh"
    return [
        _program("jq, one pipe", "jq", f"{files} | xargs -0 zcat | jq -c '{JQ}'"),
        _program("jq -P2", "jq", parallel.format(tool="jq")),
        _program("gojq -P2", "gojq", parallel.format(tool="gojq")),
        _program(
            "ripgrep -z", "rg",
            f"rg -z -j2 --no-filename --count-matches '{RIPGREP}' '{folder}' | awk '{{s+=$1}} END {{print s}}'",
            is_exact=False, only_counts=True,
        ),
    ]


def _program(name, tool, command, **facts):
    if not shutil.which(tool):
        return None
    said = subprocess.run([tool, "--version"], capture_output=True, text=True).stdout
    return Peer(name, said.split("\n")[0].strip(), command, **facts)


def _packages(folder):
    scripts = Path(__file__).parent / "scripts"
    wanted = [
        ("DuckDB", "duckdb", {}), ("chDB", "chdb", {}),
        ("Polars", "polars", {"only_counts": True}), ("orjson, 2 processes", "orjson", {}),
        ("pysimdjson, 2 processes", "simdjson", {}),
    ]
    return [_package(name, module, scripts, folder, facts) for name, module, facts in wanted]


def _package(name, module, scripts, folder, facts):
    if importlib.util.find_spec(module) is None:
        return None
    distribution = {"simdjson": "pysimdjson"}.get(module, module)
    version = f"{distribution} {metadata.version(distribution)}"
    if module in ("orjson", "simdjson", "polars"):
        inflater = "isal" if importlib.util.find_spec("isal") else "gzip"
        version += f" with {inflater}"
    return Peer(name, version, [sys.executable, str(scripts / f"{module}_peer.py"), str(folder)], **facts)
