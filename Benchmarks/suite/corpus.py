"""The seeded corpora: what is measured, made once by `fleet` and kept."""

import gzip
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SEED = 7


@dataclass(frozen=True)
class Size:
    """How many distinct records the folder and each giant file hold."""

    folder: int
    giant: int
    hours: int


FULL = Size(folder=2_000_000, giant=680_000, hours=14)
SMALL = Size(folder=60_000, giant=40_000, hours=2)


@dataclass(frozen=True)
class Corpus:
    """One set of log files and what `fleet` said about them."""

    name: str
    path: Path
    summary: dict

    @property
    def files(self):
        """The log files, in path order."""
        return sorted(self.path.rglob("*.gz")) if self.path.is_dir() else [self.path]

    @property
    def stored_bytes(self):
        """Bytes on disk, compressed."""
        return sum(file.stat().st_size for file in self.files)

    def describe(self):
        """One line: records, files and bytes."""
        if not self.summary:
            return f"{len(self.files):,} given files, {self.stored_bytes / 1e6:.0f} MB compressed"
        plain, stored = self.summary["recordBytes"], self.stored_bytes
        families = sum(self.summary["families"].values())
        return (
            f"{self.name}: {self.summary['records']:,} records in {len(self.files):,} files, "
            f"{plain / 1e9:.2f} GB of JSON, {stored / 1e6:.0f} MB compressed, "
            f"{100 * families / self.summary['distinctRecords']:.1f} % in the four families"
        )


def make(fleet, root, size):
    """The corpora `folder`, `ndjson` and `single` below `root`, made where they are not there."""
    folder = make_folder(fleet, root, size)
    ndjson = _fleet(fleet, root, "ndjson", size.giant, ["--format", "ndjson"])
    single = _fleet(fleet, root, "single", size.giant, ["--format", "single"])
    return folder, ndjson, single


def make_folder(fleet, root, size):
    """The corpus `folder` alone."""
    return _fleet(fleet, root, "folder", size.folder, ["--hours", str(size.hours)])


def given(path):
    """The logs of somebody else, of which nothing is known."""
    return Corpus("given", path, {})


def _fleet(fleet, root, name, events, options):
    path = root / f"{name}-{events}"
    note = path / "summary.json"
    if not note.exists():
        shutil.rmtree(path, ignore_errors=True)
        made = subprocess.run(
            [fleet, "--seed", str(SEED), "--events", str(events), "--output", str(path), *options],
            check=True, stdout=subprocess.PIPE,
        )
        note.write_bytes(made.stdout)
    summary = json.loads(note.read_text())
    logs = path / "AWSLogs"
    return Corpus(name, logs if logs.is_dir() else next(path.glob("*.gz")), summary)


def small_files(root, count):
    """A folder of `count` files of one record each: what a quiet account leaves in a year."""
    path = root / f"small-{count}"
    done = path / ".done"
    if done.exists():
        return path
    shutil.rmtree(path, ignore_errors=True)
    record = {
        "eventVersion": "1.11", "userIdentity": {"type": "AWSService", "invokedBy": "ec2.amazonaws.com"},
        "eventTime": "2026-03-02T09:00:00Z", "eventSource": "sts.amazonaws.com",
        "eventName": "AssumeRole", "awsRegion": "eu-west-1", "sourceIPAddress": "ec2.amazonaws.com",
        "eventType": "AwsApiCall", "recipientAccountId": "111122223333",
    }
    for number in range(count):
        folder = path / f"{number // 1000:03}"
        if number % 1000 == 0:
            folder.mkdir(parents=True)
        record["eventID"] = f"{number:08x}-0000-4000-8000-000000000000"
        text = json.dumps({"Records": [record]}, separators=(",", ":")).encode()
        (folder / f"{number:06}.json.gz").write_bytes(gzip.compress(text, 6, mtime=0))
    os.sync()
    done.touch()
    return path
