"""Does the time of an answer tell something hidden from something that never was?

    .venv/bin/python -m bench.timing [--pairs 2000]

Pairs of requests in random order, one for somebody who blocked the viewer, one for an id that nobody has, each with a
warm cache; then the Mann-Whitney test. A p below 0.01 would mean that a patient person with a stopwatch can tell them
apart. The control compares with somebody who is there, which must be told apart.
"""

import argparse
import random
import statistics
import time

import querbeet.config.testing  # noqa: F401  starts a throw-away database before Django reads its settings

ALPHA = 0.01


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=2000)
    pairs = parser.parse_args().pairs
    browser, paths = prepare()
    print(f"{'address':<22} {'pairs':>6} {'hidden':>9} {'missing':>9} {'U':>12} {'p':>8}")
    found = [compare(browser, name, hidden, missing, pairs) for name, (hidden, missing) in paths.items()]
    print(f"told apart at {ALPHA}: {[name for name, apart in zip(paths, found, strict=True) if apart] or 'none'}")


def prepare():
    """A garden, the browser of somebody who was blocked, and addresses of hidden, missing and visible people."""
    import os
    from dataclasses import replace

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "querbeet.config.settings")
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_databases, setup_test_environment

    from querbeet.config import environment as env
    from querbeet.config.running import provision
    from tests.worlds import addresses, canaries, walking

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    setup_test_environment()
    setup_databases(verbosity=0, interactive=False)
    owner = replace(env.DatabaseUrl.parse(os.environ["DATABASE_URL"]), name=connection.settings_dict["NAME"])
    provision.grant(owner, settings.DATABASE_RUNTIME_ROLE)
    grown, _ = canaries.planted()
    here = grown.here
    missing = addresses.nowhere("home:profile")
    strength = next(one.path for one in addresses.filled([here.c]) if one.name == "skills:endorsement")
    return walking.browser(here.blocked), {
        "profile": (f"/people/{here.c.key}", missing),
        "block": (f"/people/{here.c.key}/block", addresses.nowhere("communities:block")),
        "strength": (strength, addresses.nowhere("skills:endorsement")),
        "control: is there": (f"/people/{here.a.key}", missing),
    }


def compare(browser, name: str, hidden: str, missing: str, pairs: int) -> bool:
    """Print one line; whether the two can be told apart."""
    from scipy.stats import mannwhitneyu

    chance = random.Random(7)
    for path in (hidden, missing) * 5:
        browser.get(path)
    times: dict[str, list[float]] = {hidden: [], missing: []}
    for _ in range(pairs):
        for path in chance.sample([hidden, missing], 2):
            before = time.perf_counter()
            browser.get(path)
            times[path].append((time.perf_counter() - before) * 1000)
    test = mannwhitneyu(times[hidden], times[missing])
    middle = [statistics.median(times[path]) for path in (hidden, missing)]
    print(
        f"{name:<22} {pairs:>6} {middle[0]:>6.2f} ms {middle[1]:>6.2f} ms {test.statistic:>12.0f} {test.pvalue:>8.4f}"
    )
    return bool(test.pvalue < ALPHA)


if __name__ == "__main__":
    main()
