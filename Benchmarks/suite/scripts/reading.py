"""What the Python peers share: the files, the fastest inflater at hand, two processes."""

import sys
from multiprocessing import Pool
from pathlib import Path

try:
    from isal.igzip import decompress
except ImportError:
    from gzip import decompress


def files():
    """The log files of the folder that the command line names."""
    return sorted(str(path) for path in Path(sys.argv[1]).rglob("*.gz"))


def plain(path):
    """The inflated bytes of a file."""
    return decompress(Path(path).read_bytes())


def is_wanted(source, name):
    """True for a record of the four families."""
    return (
        source in ("s3.amazonaws.com", "kms.amazonaws.com")
        or (source == "sts.amazonaws.com" and name == "AssumeRoleWithWebIdentity")
        or (source == "ecs.amazonaws.com" and name == "RunTask")
    )


def in_two_processes(select):
    """Writes what `select` gives for each file."""
    with Pool(2) as pool:
        for part in pool.imap_unordered(select, files(), chunksize=4):
            sys.stdout.buffer.write(part)
