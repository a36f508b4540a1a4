#!/usr/bin/env python3
"""Measures trailscan against its limit and its peers, on corpora made by this project.

    python3 Benchmarks/run.py                     everything, on about 5 GB of JSON
    python3 Benchmarks/run.py --small             the same on little data, to try it out
    python3 Benchmarks/run.py --logs DIR          a folder of yours in place of the made one
    python3 Benchmarks/run.py --rules DIR…        only what these Sigma rules cost

It builds the release products, makes the corpora (kept for the next time), runs every tool on the
same files, checks that all counts of matches agree, and prints a table. Nothing is asserted about
seconds: what is compared is ratios inside one run.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from suite import corpus, limits, machine, peers, rules, scaling, table
from suite.measure import Failed
from suite.rounds import Contest

ROOT = Path(__file__).resolve().parent.parent


def main():
    options = arguments()
    products = build(options.scratch) if options.build else ROOT / options.scratch / "release"
    folder, giants = corpora(options, products)
    results = {"machine": machine.describe(), "corpora": [c.describe() for c in [folder, *giants]]}
    if options.rules:
        results["corpora"] = [folder.describe(),
                              rules.describe(str(products / "trailscan"), options.rules)]
    for line in [results["machine"], *results["corpora"]]:
        say(line)
    with tempfile.TemporaryDirectory() as scratch:
        contest = Contest(options.rounds, Path(scratch), say)
        results["rows"] = run(contest, products, folder, giants, options)
    if not options.logs and not options.rules:
        results["scaling"] = scaling.measure(products, options.folder, options.small, say)
    print(table.markdown(results))
    if options.json:
        Path(options.json).write_text(json.dumps(results, indent=2) + "\n")
    return 0 if table.agrees(results) else 1


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="little data, to try it out")
    parser.add_argument("--logs", type=Path, help="a folder of .json.gz log files to measure on")
    parser.add_argument("--rules", type=Path, nargs="+", metavar="DIR",
                        help="measure only `findings` without these Sigma rules and with them")
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds (default: 5)")
    parser.add_argument("--folder", type=Path, help="where the corpora are kept (about 1 GB)",
                        default=Path(tempfile.gettempdir()) / "trailscan-bench")
    parser.add_argument("--peers", help="names of peers, with commas; 'none' for none")
    parser.add_argument("--json", help="write the results to this file, too")
    parser.add_argument("--scratch", default=".build", help="the build folder (default: .build)")
    parser.add_argument("--no-build", dest="build", action="store_false",
                        help="take the release products as they are")
    return parser.parse_args()


def build(scratch):
    """Builds the release products; returns their folder."""
    for product in ["trailscan", "fleet", "bench"]:
        command = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--scratch-path", scratch]
        subprocess.run([*command, "--product", product], cwd=ROOT, check=True, stdout=sys.stderr)
    return ROOT / scratch / "release"


def corpora(options, products):
    if options.logs:
        return corpus.given(options.logs), []
    size = corpus.SMALL if options.small else corpus.FULL
    if options.rules:
        return corpus.make_folder(products / "fleet", options.folder, size), []
    folder, *giants = corpus.make(products / "fleet", options.folder, size)
    return folder, giants


def run(contest, products, folder, giants, options):
    """All rows of the table: our own in interleaved rounds, then the peers."""
    bench, trailscan = products / "bench", str(products / "trailscan")
    if options.rules:
        contest.run(rules.entries(trailscan, folder, options.rules))
        return contest.rows
    contest.run(limits.folder(bench, trailscan, folder))
    for giant in giants:
        contest.run(limits.giant(bench, trailscan, giant))
    if options.peers != "none":
        wanted = options.peers.split(",") if options.peers else None
        for peer in peers.installed(folder.path, wanted):
            contest.run_peer(peer)
    return contest.rows


def say(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as failure:
        sys.exit(f"run.py: {failure}")
