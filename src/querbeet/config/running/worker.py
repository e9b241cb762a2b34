"""The job worker: `python -m querbeet.config.running.worker`."""

import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "querbeet.config.settings")
    django.setup()
    from procrastinate.contrib.django import app

    from querbeet.config import tasks

    tasks.keep_trying(app)
    with app.replace_connector(app.connector.get_worker_connector()) as ready:  # type: ignore[attr-defined]
        ready.run_worker()


if __name__ == "__main__":
    main()
