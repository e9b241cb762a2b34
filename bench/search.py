"""How long finding people takes: `python bench/search.py [members ...]`, by default 10000.

Fills a throw-away database with members of one community, each with offers, wishes and notes of all audiences, blocks
and matches, then runs each search as a member, behind row-level security, and prints medians in milliseconds.
`--esco` adds a made-up vocabulary of 14,000 skills beside our own.
"""

import os
import random
import statistics
import sys
import time
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
ROUNDS = 7
SEARCHES = {
    "nobody asked for anything": {},
    "a frequent skill": {"text": "Nähen"},
    "a wide area": {"text": "Musik"},
    "two words": {"text": "name change"},
    "a rare word of a note": {"text": "zirkonium"},
    "a name": {"text": "Mika 77"},
    "a typing error": {"text": "Bewerbug"},
    "nothing": {"text": "xyzzyqwert"},
    "filters alone": {"language": "de", "format": "online", "level": 3},
    "a skill and filters": {"text": "kochen", "side": "offer", "language": "en"},
}


def database() -> None:
    """A PostgreSQL of its own, with both roles, migrated."""
    from dataclasses import replace

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "querbeet.config.settings")
    import django
    from django.core.management import call_command

    from querbeet.config import testing  # noqa: F401  starts the server and sets DATABASE_URL

    django.setup()
    call_command("migrate", verbosity=0)
    from querbeet.config import environment as env
    from querbeet.config.running import provision

    owner = env.DatabaseUrl.parse(os.environ["DATABASE_URL"])
    provision.grant(replace(owner), os.environ["DATABASE_RUNTIME_ROLE"])


def fill(members: int) -> uuid.UUID:
    """One community; returns the id of a member who looks."""
    from django.db import connection

    from querbeet.skills.actions import vocabulary

    vocabulary.load()
    here, viewer = uuid.uuid4(), uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO communities_community (id, created_at, name, purpose, languages, min_age, time_zone) "
            "VALUES (%s, now(), 'Bench', '', '{de,en}', 18, 'Europe/Berlin')",
            [here],
        )
        cursor.execute(MEMBERS, {"here": here, "viewer": viewer, "members": members})
        for side, each in (("offer", 3), ("wish", 2)):
            cursor.execute(LISTINGS, {"here": here, "side": side, "each": each})
        cursor.execute(BOUNDS, {"viewer": viewer, "here": here})
        cursor.execute("ANALYZE")
    return viewer


MEMBERS = """INSERT INTO communities_member
    (id, created_at, key, display_name, status, status_since, earlier_status, roles, community_id, onboarded_at)
    SELECT CASE WHEN n = 1 THEN %(viewer)s::uuid ELSE gen_random_uuid() END, now(), 'k' || n,
        (ARRAY['Mika','Ünal','Chris','Zoë','Robin','Kai','Toni','Sascha'])[1 + n %% 8] || ' ' || n,
        CASE WHEN n %% 20 = 7 THEN 'paused' ELSE 'active' END, now(), '', '{}', %(here)s, now()
    FROM generate_series(1, %(members)s) n"""
LISTINGS = """INSERT INTO skills_listing
    (id, created_at, side, format, languages, hours_a_month, note, audience, community_id, member_id, skill_id, level)
    SELECT gen_random_uuid(), now(), %(side)s, (ARRAY['both','online','place'])[1 + floor(random() * 3)],
        (ARRAY['{de}','{en}','{de,en}'])[1 + floor(random() * 3)]::varchar[], 4,
        CASE WHEN random() < 0.0003 THEN 'Etwas mit Zirkonium.' WHEN random() < 0.3
            THEN 'Ich zeige gern, wie das geht, auch langsam und mit Pausen. Bring mit, was du hast.' ELSE '' END,
        (ARRAY['community','community','community','community','matches','circles','matching'])
            [1 + floor(random() * 7)],
        %(here)s, m.id, s.id, 1 + floor(random() * 4)
    FROM communities_member m CROSS JOIN LATERAL
        (SELECT id FROM skills_skill WHERE m.id IS NOT NULL AND source = 'own' ORDER BY random() LIMIT %(each)s) s
    WHERE m.community_id = %(here)s"""
BOUNDS = """WITH others AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM communities_member
        WHERE community_id = %(here)s AND id <> %(viewer)s), blocks AS (
    INSERT INTO communities_block (id, created_at, blocker_id, blocked_id)
    SELECT gen_random_uuid(), now(), CASE WHEN n %% 2 = 0 THEN id ELSE %(viewer)s END,
        CASE WHEN n %% 2 = 0 THEN %(viewer)s ELSE id END FROM others WHERE n <= 20)
    INSERT INTO communities_tie (id, created_at, member_id, other_id, kind, source)
    SELECT gen_random_uuid(), now(), %(viewer)s, id, 'match', gen_random_uuid() FROM others WHERE n BETWEEN 30 AND 40"""


def measure(viewer_id: uuid.UUID) -> None:
    """Medians of each search, the page's own queries included."""
    from querbeet.communities.models.member import Member
    from querbeet.core import clock, viewing
    from querbeet.skills.queries import people, search

    viewer = Member.objects.get(pk=viewer_id)
    with viewing.as_member(viewer):
        for name, asked in SEARCHES.items():
            report(name, lambda asked=asked: len(people.find(people.Asked(**asked), viewer, clock.now()).people))
        for text in ("Nähen", "Bewerbug", "xyzzyqwert"):
            report(f"skills: {text}", lambda text=text: len(search.skills(text, viewer).skills))


def report(name: str, work) -> None:
    """Median of the clock, and of the processor time of this process and its database session: on a machine that has
    other work to do, the latter is what the search itself costs."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        spent = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    clocks, works = [], []
    for _round in range(ROUNDS):
        start, before = time.perf_counter(), time.process_time() + int(spent.read_text().split()[0]) / 1e9
        found = work()
        clocks.append(time.perf_counter() - start)
        works.append(time.process_time() + int(spent.read_text().split()[0]) / 1e9 - before)
    clock, cost = statistics.median(clocks) * 1000, statistics.median(works) * 1000
    print(f"  {name:<28} {clock:8.1f} ms by the clock {cost:8.1f} ms of processor   {found} found", flush=True)


def main() -> None:
    sizes = [int(text) for text in sys.argv[1:] if text.isdigit()] or [10_000]
    random.seed(1)
    database()
    for members in sizes:
        start = time.perf_counter()
        viewer = fill(members)
        print(f"{members} members, filled in {time.perf_counter() - start:.0f} s", flush=True)
        measure(viewer)


if __name__ == "__main__":
    main()
