"""Prints a benchmark's table, says which targets are met, and keeps both as JSON."""

import json
import os
import platform
import resource
from pathlib import Path

import numpy as np

RESULTS = Path(__file__).resolve().parent / "results"


def memory():
    """The most memory this process has held, in MiB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def show(name, rows, targets):
    """`rows`: list of dicts with the same keys; `targets`: list of (number, words, value, met)."""
    columns = list(rows[0])
    cells = [columns, *([_cell(row[column]) for column in columns] for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(columns))]
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    for number, words, value, met in targets:
        print(f"target {number}: {words}: {value} {'MET' if met else 'MISSED'}")
    print(about_load(os.getloadavg()[0], os.cpu_count() or 1))
    RESULTS.mkdir(exist_ok=True)
    found = {
        "machine": platform.processor() or platform.machine(),
        "numpy": np.__version__,
        "load": [round(each, 1) for each in os.getloadavg()],
        "rows": rows,
        "targets": [dict(zip(("target", "words", "value", "met"), target, strict=True)) for target in targets],
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(found, indent=1) + "\n")


def about_load(average, cores):
    """How busy the machine was, and whether that was too much for its wall times."""
    busy = " (more than there are cores: wall times are too long)" if average > cores else ""
    return f"load average: {average:.1f}{busy}"


def _cell(value):
    return f"{value:.3g}" if isinstance(value, float) else str(value)
