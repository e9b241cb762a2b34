"""`/healthz`: ready means that the database answers and is at this version."""

from django.db import connection
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served, else 503; says nothing about anybody."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM people_account LIMIT 1")
    except Error:
        return HttpResponse("not ready\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")
