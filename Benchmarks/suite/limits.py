"""What trailscan is measured against first: decompressing the same files and doing nothing else."""

import subprocess

from suite.rounds import Entry


def fastest(trailscan):
    """The fast inflate engine of this build, as tables and as `bench limit` call it."""
    version = subprocess.run([trailscan, "--version"], capture_output=True, text=True, check=True)
    return ("ISA-L", "isal") if "ISA-L" in version.stdout else ("zlib", "zlib")


def folder(bench, trailscan, logs):
    """The entries for a folder of files; ratios are to the limit with the same inflate engine."""
    path = str(logs.path)
    name, engine = fastest(trailscan)
    limit, plain = f"limit: {name}, 2 threads", "limit: zlib, 2 threads"
    entries = [
        Entry(limit, [str(bench), "limit", path, engine, "--threads", "2"]),
        Entry("events", [trailscan, "events", path, "-q"], limit=limit, prints=True),
        Entry("events --no-dedupe", [trailscan, "events", path, "-q", "--no-dedupe"], limit=limit,
              prints=True),
        Entry("timeline", [trailscan, "timeline", path, "-q", "--format", "ndjson"],
              limit="events", prints=True),
        Entry("findings", [trailscan, "findings", path, "-q", "--format", "ndjson"],
              limit="events", prints=True),
    ]
    if limit != plain:
        entries[1:1] = [Entry(plain, [str(bench), "limit", path, "zlib", "--threads", "2"])]
        entries[4:4] = [Entry("events, zlib", [trailscan, "events", path, "-q", "--inflate", "zlib"],
                              limit=plain, prints=True)]
    return entries


def giant(bench, trailscan, log):
    """The entries for one giant file."""
    path, file = str(log.path), log.name
    name, engine = fastest(trailscan)
    limit = f"limit: {name}, 1 thread, {file}"
    return [
        Entry(limit, [str(bench), "limit", path, engine, "--threads", "1"]),
        Entry(f"events, {file}", [trailscan, "events", path, "-q"], limit=limit, prints=True),
        Entry(f"timeline, {file}", [trailscan, "timeline", path, "-q", "--format", "ndjson"],
              limit=f"events, {file}", prints=True),
    ]
