"""Start-up, and folders of very many small files."""

from pathlib import Path

from suite import corpus
from suite.measure import Series, run

SAMPLE = Path(__file__).resolve().parents[2] / "SampleLogs"


def measure(products, root, is_small, say):
    """Seconds for the sample, and for folders of growing numbers of small files."""
    trailscan = str(products / "trailscan")
    say("start-up and small files …")
    rows = [
        _row("trailscan --version", [trailscan, "--version"], 20),
        _row("trailscan SampleLogs", [trailscan, str(SAMPLE), "-q", "--format", "ndjson"], 20),
        _row("trailscan events SampleLogs", [trailscan, "events", str(SAMPLE), "-q"], 20),
    ]
    counts = [1_000, 2_000] if is_small else [10_000, 100_000]
    for count in counts:
        folder = corpus.small_files(root, count)
        rows.append(_row(f"events, {count:,} files", [trailscan, "events", str(folder), "-q"], 3))
    return rows


def _row(name, command, times):
    series = Series()
    run(command)
    for _ in range(times):
        measured, _ = run(command)
        series.runs.append(measured)
    return {"name": name, "wall": series.wall, "cpu": series.cpu, "memory": series.memory,
            "runs": times}
