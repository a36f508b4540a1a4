"""orjson: every file parsed whole, what is wanted written anew."""

import orjson
from reading import in_two_processes, is_wanted, plain


def select(path):
    """The wanted records of a file as NDJSON."""
    records = orjson.loads(plain(path))["Records"]
    return b"".join(
        orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
        for record in records
        if is_wanted(record.get("eventSource"), record.get("eventName"))
    )


if __name__ == "__main__":
    in_two_processes(select)
