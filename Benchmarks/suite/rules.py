"""What Sigma rules cost: the same command with them and without."""

import subprocess

from suite.rounds import Entry

#: The levels from which rules are asked: what --rules takes by itself, and every rule.
LEVELS = ["medium", "informational"]


def describe(trailscan, paths):
    """One line: what of the rules compiles, by `trailscan rules check`."""
    checked = subprocess.run([trailscan, "rules", "check", "-q", *map(str, paths)],
                             stdout=subprocess.PIPE, text=True, check=True)
    facts = [" ".join(line.split()) for line in checked.stdout.splitlines()]
    return "rules: " + "; ".join(facts)


def entries(trailscan, logs, paths):
    """`findings` without rules, and with those at `paths` from each level on."""
    command = [trailscan, "findings", str(logs.path), "-q", "--format", "ndjson"]
    given = [word for path in paths for word in ["--rules", str(path)]]
    base = "findings, no rules"
    return [Entry(base, command, prints=True)] + [
        Entry(f"findings, rules from {level}", [*command, *given, "--min-level", level],
              limit=base, prints=True)
        for level in LEVELS
    ]
