"""The results as Markdown, and whether all counts of matches agree."""


def markdown(results):
    """The whole result: corpora, table, small files, and the check of the counts."""
    lines = [results["machine"], ""]
    lines += [f"- {text}" for text in results["corpora"]]
    lines += ["", "| tool | wall s | CPU s | peak MiB | matches | ratio |",
              "| --- | ---: | ---: | ---: | ---: | --- |"]
    lines += [_line(row) for row in results["rows"]]
    if results.get("scaling"):
        lines += ["", "| start-up and small files | wall ms | CPU ms | peak MiB |",
                  "| --- | ---: | ---: | ---: |"]
        lines += [
            f"| {row['name']} | {1000 * row['wall']:.1f} | {1000 * row['cpu']:.1f} "
            f"| {row['memory']:.0f} |"
            for row in results["scaling"]
        ]
    verdict = _verdict(results)
    return "\n".join([*lines, "", verdict] if verdict else lines)


def _line(row):
    name = row["name"] + (f" ({row['version']})" if row.get("version") else "")
    if "failed" in row:
        return f"| {name} | failed: {row['failed']} | | | | |"
    matches = "" if row["matches"] is None else f"{row['matches']:,}"
    if not row["exact"]:
        matches += " (inexact)"
    ratio = f"{row['ratio']:.2f} × {row['to']}" if "ratio" in row else ""
    if "cpuRatio" in row:
        ratio += f" (CPU {row['cpuRatio']:.2f} ×)"
    return (f"| {name} | {row['wall']:.2f} | {row['cpu']:.2f} | {row['memory']:.0f} "
            f"| {matches} | {ratio} |")


def agrees(results):
    """True where every exact peer found as many matches as `events --no-dedupe`."""
    return not _disagreeing(results)


def _disagreeing(results):
    expected = _expected(results)
    return [row["name"] for row in results["rows"]
            if row["peer"] and row["exact"] and row.get("matches") != expected]


def _expected(results):
    return next((row["matches"] for row in results["rows"] if row["name"] == "events --no-dedupe"),
                None)


def _verdict(results):
    if _expected(results) is None:
        return ""
    wrong = _disagreeing(results)
    if wrong:
        return f"**The counts do not agree:** {', '.join(wrong)}."
    exact = sum(row["peer"] and row["exact"] for row in results["rows"])
    return f"All {exact} exact peers found the same {_expected(results):,} matches."
