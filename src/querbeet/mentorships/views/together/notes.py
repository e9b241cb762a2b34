"""Pages of notes."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from querbeet.communities.guards import MemberRequest, member_required, sent
from querbeet.mentorships.actions import notes as actions
from querbeet.mentorships.models.together import Note, PrivateNote
from querbeet.mentorships.queries import goodbyes
from querbeet.mentorships.queries import together as queries
from querbeet.mentorships.rules import parts
from querbeet.mentorships.together_forms import ChangedNoteForm, NoteForm, OwnNoteForm
from querbeet.mentorships.views.together.common import READ_AND_WRITE, mentorship_of, merged, saved, shared


@member_required
@require_http_methods(READ_AND_WRITE)
def notes(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The shared notes; a new one."""
    mentorship, form = mentorship_of(request, pk), NoteForm(sent(request))
    if saved(
        form,
        "text",
        lambda: actions.write(mentorship=mentorship, by=request.member, text=form.cleaned_data["text"]),
    ):
        return redirect("mentorships:notes", pk)
    found = queries.notes(mentorship, request.member)
    context = {"ours": queries.ours(mentorship, request.member), "notes": found, "form": form}
    return render(request, "mentorships/together/notes.html", context)


@member_required
@require_http_methods(READ_AND_WRITE)
def note(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change a shared note."""
    found = shared(request, Note, pk)
    form = ChangedNoteForm(sent(request), initial={"text": found.text, "version": found.version})

    def change(text: str, version: int) -> Note:
        return actions.change(note=found, by=request.member, text=text, version=version)

    if merged(form, found, change, read=lambda: found.text):
        return redirect("mentorships:notes", found.mentorship_id)
    return render(request, "mentorships/together/note.html", {"note": found, "form": form})


@member_required
@require_http_methods(READ_AND_WRITE)
def own_note(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What one writes down for oneself."""
    mentorship = mentorship_of(request, pk)
    found = queries.own_note(mentorship, request.member)
    form = OwnNoteForm(sent(request), initial={"text": found.text, "version": found.version})

    def keep(text: str, version: int) -> PrivateNote:
        return actions.keep(mentorship=mentorship, member=request.member, text=text, version=version)

    if merged(form, found, keep, read=lambda: found.text):
        messages.success(request, _("Kept, for you alone."))
        return redirect("mentorships:own_note", pk)
    return render(request, "mentorships/together/own_note.html", {"mentorship": mentorship, "form": form})


@member_required
@require_GET
def file(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One's notes to take along, as plain text under a name that tells nothing."""
    text = goodbyes.as_text(mentorship_of(request, pk), request.member)
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="notes.txt"'
    return answer


@member_required
@require_http_methods(READ_AND_WRITE)
def removal(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Shred the shared notes: for oneself now, for all when all have."""
    mentorship = mentorship_of(request, pk)
    if not parts.can_say_goodbye(mentorship.state):
        raise Http404
    if request.method == "POST":
        actions.shred(mentorship=mentorship, by=request.member)
        messages.success(request, _("They are gone for you."))
        return redirect("mentorships:farewell", pk)
    return render(request, "mentorships/together/notes_removal.html", {"mentorship": mentorship})


@member_required
@require_http_methods(READ_AND_WRITE)
def own_removal(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Shred one's own note."""
    mentorship = mentorship_of(request, pk)
    if request.method == "POST":
        actions.drop(mentorship=mentorship, member=request.member)
        messages.success(request, _("Your own note is gone."))
        return redirect("mentorships:notes", pk)
    return render(request, "mentorships/together/own_note_removal.html", {"mentorship": mentorship})
