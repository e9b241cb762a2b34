"""Many of the same statements in a row: planned once, not each time anew.

Policies of row-level security nest, so that the plan of a short statement takes longer than the statement. A page asks
each of them once or twice; whoever does the same a thousand times over one connection plans it once.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.postgresql.base import ServerBindingCursor

KEPT = 2000  # statements of different shapes whose plans are kept


@contextmanager
def planned_once() -> Iterator[None]:
    """A transaction in which the database keeps the plan of each statement for the next of the same shape."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        driver = connection.connection
        earlier = driver.cursor_factory, driver.prepare_threshold, driver.prepared_max
        driver.cursor_factory, driver.prepare_threshold, driver.prepared_max = ServerBindingCursor, 1, KEPT
        try:
            yield
        finally:
            driver.cursor_factory, driver.prepare_threshold, driver.prepared_max = earlier
