"""Interleaved rounds: every entry once, then every entry once more, so that a slow minute of the
machine falls on all of them."""

from dataclasses import dataclass

from suite.measure import Failed, Series, count_lines, run

#: Seconds after which a peer is run once and no more.
PATIENCE = 15


@dataclass(frozen=True)
class Entry:
    """A command of ours; `limit` names the entry its ratio is to."""

    name: str
    command: list
    limit: str | None = None
    prints: bool = False


class Contest:
    """Runs entries and peers and keeps a row of each."""

    def __init__(self, rounds, scratch, say):
        self.rounds, self.scratch, self.say = rounds, scratch, say
        self.series, self.rows = {}, []

    def run(self, entries):
        """Runs entries in interleaved rounds; the first, uncounted one gives the matches."""
        for entry in entries:
            self.series[entry.name] = series = Series()
            output = self.scratch / "output"
            # Damaged files (exit code 3) are part of real folders.
            run(entry.command, output if entry.prints else "/dev/null", accept=(0, 3))
            if entry.prints:
                series.matches = count_lines(output)
        for number in range(self.rounds):
            for entry in entries:
                measured, _ = run(entry.command, accept=(0, 3))
                self.series[entry.name].runs.append(measured)
            self.say(f"round {number + 1} of {self.rounds} done")
        self.rows += [self._row(entry) for entry in entries]

    def run_peer(self, peer):
        """Runs a peer as often as patience allows, its records written to a file and counted."""
        self.say(f"{peer.name} …")
        series, output = Series(), self.scratch / "output"
        row = {"name": peer.name, "version": peer.version, "exact": peer.is_exact, "peer": True}
        try:
            while len(series.runs) < min(3, self.rounds):
                measured, _ = run(peer.command, output)
                series.runs.append(measured)
                if measured.wall > PATIENCE:
                    break
            text = output.read_text() if peer.only_counts else ""
            series.matches = int(text) if peer.only_counts else count_lines(output)
        except Failed as failure:
            self.say(str(failure))
            self.rows.append(row | {"failed": str(failure).split("\n")[0]})
            return
        ours = self.series["events --no-dedupe"]
        self.rows.append(row | figures(series) | {"ratio": series.wall / ours.wall,
                                                  "to": "events --no-dedupe"})

    def _row(self, entry):
        series = self.series[entry.name]
        row = {"name": entry.name, "exact": True, "peer": False} | figures(series)
        if entry.limit:
            limit = self.series[entry.limit]
            row |= {"ratio": series.wall / limit.wall, "cpuRatio": series.cpu / limit.cpu,
                    "to": entry.limit}
        return row


def figures(series):
    """The medians and the peak of a series, for a row."""
    return {"wall": series.wall, "cpu": series.cpu, "memory": series.memory,
            "runs": len(series.runs), "matches": series.matches,
            "fastest": min(run.wall for run in series.runs)}
