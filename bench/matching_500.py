"""A whole matching of 500 mentees and 500 mentors, files to files, beside `mentor-match` 7.0.1 on the same files.

    python bench/matching_500.py                         ours alone
    python bench/matching_500.py --peer PATH/TO/python   beside the peer; that interpreter has mentor-match installed

Ours is timed twice: `first` with all imports and the loading of compiled code, `again` in the same process. The
peer's time is that of its own process after its imports: reading the files and three rounds of its algorithm, with
the programme's rules as its own application states them.
"""

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "examples" / "uk-civil-service" / "rules.toml"
GRADES = ["AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4"]
TARGET_S = 2.0
PEER = """
import csv, json, operator, sys, time
from matching import process
from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.rules import rule as rl

grades = json.loads(sys.argv[2])
begin = time.perf_counter()

def people(kind, name):
    rows = csv.DictReader(open(f"{sys.argv[1]}/{name}.csv", encoding="utf-8"))
    made = []
    for row in rows:
        one = kind(**{**row, "grade": grades.index(row["grade"]), "email": row["email address"]})
        told = {part.strip() for part in row.get("characteristics", "").split(",")}
        one.shared = row.get("identity to match") or told
        made.append(one)
    return made

mentors, mentees = people(Mentor, "mentors"), people(Mentee, "mentees")
rules = [
    rl.Disqualify(lambda m: m.mentor.organisation == m.mentee.organisation),
    rl.Disqualify(rl.Grade(2, operator.gt).evaluate),
    rl.Disqualify(rl.Grade(1, operator.lt).evaluate),
    rl.Grade(1, operator.eq, {True: 9, False: 0}),
    rl.Grade(2, operator.eq, {True: 12, False: 0}),
    rl.Equivalent("profession", {True: 10, False: 0}),
    rl.Generic({True: 6, False: 0}, lambda m: m.mentee.shared in m.mentor.shared),
]
bonus = [rl.UnmatchedBonus(n) for n in (6, 50, 100)]
process.process_data(mentors, mentees, [[*rules], [*rules, bonus[1]], [*rules, bonus[2]]])
pairs = [(mentor, mentee) for mentee in mentees for mentor in mentee.mentors]

def points(mentor, mentee):
    step = {1: 9, 2: 12}[mentor.grade - mentee.grade]
    return step + 10 * (mentor.profession == mentee.profession) + 6 * (mentee.shared in mentor.shared)

print(json.dumps({
    "seconds": time.perf_counter() - begin,
    "served": sum(bool(mentee.mentors) for mentee in mentees),
    "pairs": len(pairs),
    "total": sum(points(*pair) for pair in pairs),
}))
"""


def write_people(folder: Path, size: int) -> None:
    """Two files like those of the real programme, drawn with a fixed seed."""
    lot = random.Random(500)
    kinds = ["Lesbian", "Gay", "Bisexual or pansexual", "Transgender", "Non-binary", "Asexual or aromantic"]
    common = ["first name", "last name", "email address", "grade", "organisation", "profession"]
    for name, extra in (
        ("mentees", ["match with similar identity", "identity to match"]),
        ("mentors", ["characteristics"]),
    ):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*common, *extra])
            for number in range(size):
                who = [name, number, f"{name}.{number}@example.org", lot.choice(GRADES), f"Office {lot.randrange(8)}"]
                told = ", ".join(lot.sample(kinds, lot.choice([0, 1, 2])))
                rest = ["yes", lot.choice([*kinds, ""])] if name == "mentees" else [told]
                writer.writerow([*who, f"Profession {lot.randrange(6)}", *rest])


def ours(folder: Path) -> dict[str, object]:
    """Both timings and the figures of the answer."""
    timings, worked = [], []
    for _time in range(2):
        begin, cpu = time.perf_counter(), time.process_time()
        from querbeet.matching import files

        summary = files.run(
            folder / "mentees.csv", folder / "mentors.csv", RULES, folder / "out.csv", folder / "left.csv"
        )
        timings.append(time.perf_counter() - begin)
        worked.append(time.process_time() - cpu)
    return {
        "first_s": round(timings[0], 3),
        "again_s": round(timings[1], 3),
        "first_cpu_s": round(worked[0], 3),
        "again_cpu_s": round(worked[1], 3),
        "served": summary.served,
        "pairs": summary.pairs,
        "total": summary.total,
        "proven": summary.proven,
    }


def peers(folder: Path, python: str) -> dict[str, object]:
    call = [python, "-c", PEER, str(folder), json.dumps(GRADES)]
    answer = subprocess.run(call, check=True, capture_output=True, text=True)
    return json.loads(answer.stdout.splitlines()[-1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer", help="a Python interpreter with mentor-match 7.0.1")
    parser.add_argument("--size", type=int, default=500)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "querbeet.config.settings")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.setdefault("QUERBEET_DATA", str(folder / "data"))
        import django

        django.setup()
        write_people(folder, options.size)
        found: dict[str, object] = {"size": options.size, "ours": ours(folder)}
        if options.peer:
            found["mentor_match"] = peers(folder, options.peer)
            found["ratio"] = round(found["mentor_match"]["seconds"] / found["ours"]["again_s"], 1)
    found["target_s"], found["met"] = TARGET_S, found["ours"]["first_s"] < TARGET_S
    print(json.dumps(found, indent=1))
    results = ROOT / "bench" / "results"
    results.mkdir(exist_ok=True)
    (results / "matching_500.json").write_text(json.dumps(found, indent=1) + "\n")
    return 0 if found["met"] else 1


if __name__ == "__main__":
    sys.exit(main())
