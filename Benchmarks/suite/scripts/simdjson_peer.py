"""pysimdjson: every file parsed to a tape, only what is wanted made text."""

import simdjson
from reading import in_two_processes, is_wanted, plain

PARSER = simdjson.Parser()


def select(path):
    """The wanted records of a file as NDJSON."""
    return b"".join(list(wanted(PARSER.parse(plain(path)))))


def wanted(document):
    """One line a wanted record."""
    for record in document["Records"]:
        if is_wanted(record["eventSource"], record["eventName"]):
            yield record.mini + b"\n"


if __name__ == "__main__":
    in_two_processes(select)
