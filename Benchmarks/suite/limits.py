"""What trailscan is measured against first: decompressing the same files and doing nothing else."""

from suite.rounds import Entry


def folder(bench, trailscan, logs):
    """The entries for a folder of files; ratios are to the limit with the same inflate engine."""
    path = str(logs.path)
    return [
        Entry("limit: ISA-L, 2 threads", [str(bench), "limit", path, "isal", "--threads", "2"]),
        Entry("limit: zlib, 2 threads", [str(bench), "limit", path, "zlib", "--threads", "2"]),
        Entry("events", [trailscan, "events", path, "-q"], limit="limit: ISA-L, 2 threads",
              prints=True),
        Entry("events --no-dedupe", [trailscan, "events", path, "-q", "--no-dedupe"],
              limit="limit: ISA-L, 2 threads", prints=True),
        Entry("events, zlib", [trailscan, "events", path, "-q", "--inflate", "zlib"],
              limit="limit: zlib, 2 threads", prints=True),
        Entry("timeline", [trailscan, "timeline", path, "-q", "--format", "ndjson"],
              limit="events", prints=True),
        Entry("findings", [trailscan, "findings", path, "-q", "--format", "ndjson"],
              limit="events", prints=True),
    ]


def giant(bench, trailscan, log):
    """The entries for one giant file."""
    path, name = str(log.path), log.name
    limit = f"limit: ISA-L, 1 thread, {name}"
    return [
        Entry(limit, [str(bench), "limit", path, "isal", "--threads", "1"]),
        Entry(f"events, {name}", [trailscan, "events", path, "-q"], limit=limit, prints=True),
        Entry(f"timeline, {name}", [trailscan, "timeline", path, "-q", "--format", "ndjson"],
              limit=f"events, {name}", prints=True),
    ]
