"""What the pages of things done together share."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from querbeet.communities.guards import MemberRequest
from querbeet.core.errors import Refused
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.models.together import Shared
from querbeet.mentorships.rules import together as rules

READ_AND_WRITE = ["GET", "HEAD", "POST"]
Row = TypeVar("Row", bound=Shared)


def mentorship_of(request: MemberRequest, pk: UUID) -> Mentorship:
    """A mentorship in which the reader takes part, else 404."""
    return get_object_or_404(Mentorship.objects.visible_to(request.member).of(request.member), pk=pk)


def shared(request: MemberRequest, model: type[Row], pk: UUID) -> Row:
    """A thing of a mentorship in which the reader takes part, with that mentorship, else 404."""
    rows = model.objects.visible_to(request.member).select_related("mentorship")
    return get_object_or_404(rows, pk=pk)  # type: ignore[return-value]


def saved(form: forms.Form, field: str | None, act: Callable[[], Any]) -> bool:
    """Do it, if the form is sound; what is refused is said at the field, and what was typed stays."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        form.add_error(field, str(refused))
        return False
    return True


def merged(form: forms.Form, row: Any, act: Callable[[str, int], Any], *, read: Callable[[], Any]) -> bool:
    """Save a text that somebody else may have changed meanwhile; nothing of either is lost.

    In a conflict the form comes back with what was typed and the version of now, so that whoever reads both may decide;
    with `keep=both` the two are put one below the other.
    """
    if not form.is_valid():
        return False
    text = form.cleaned_data["text"]
    if form.data.get("keep") == "both":
        text = rules.both(read(), text)
    try:
        act(text, form.cleaned_data["version"])
    except rules.Changed as refused:
        if not row._state.adding:
            row.refresh_from_db()
        form.data = {**{name: form.data[name] for name in form.data}, "version": str(row.version)}
        form.add_error(None, str(refused))
        form.theirs = read()  # type: ignore[attr-defined]
        return False
    except Refused as refused:
        form.add_error("text", str(refused))
        return False
    return True


def done(request: MemberRequest, where: str, pk: UUID, act: Callable[[], Any], words: str = "") -> HttpResponse:
    """Do what a button says, and go back; a refusal is said there."""
    try:
        act()
        if words:
            messages.success(request, words)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(where, pk)
