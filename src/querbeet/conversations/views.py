"""Pages of conversations."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from querbeet.communities.guards import MemberRequest, member_required, sent
from querbeet.conversations import actions, queries, rules
from querbeet.conversations.forms import MessageForm
from querbeet.conversations.models import Message, Thread
from querbeet.core import clock
from querbeet.core.errors import Refused

READ_AND_WRITE = ["GET", "HEAD", "POST"]
PER_PAGE = 20


@member_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """One's conversations, the newest first."""
    page = Paginator(queries.threads(request.member), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "conversations/index.html", {"page": page, "rows": queries.listed(request.member, list(page))}
    )


@member_required
@require_http_methods(READ_AND_WRITE)
def thread(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Read a conversation and write in it. What was typed stays when it is refused."""
    found = get_object_or_404(Thread.objects.visible_to(request.member), pk=pk)
    form = MessageForm(sent(request))
    if form.is_valid():
        try:
            actions.write(thread=found, by=request.member, text=form.cleaned_data["text"])
            return redirect("conversations:thread", pk)
        except Refused as refused:
            form.add_error("text", str(refused))
    else:
        actions.look(thread=found, by=request.member)
    opened = queries.read(found, request.member, request.GET.get("page"), clock.now())
    return render(request, "conversations/thread.html", {"opened": opened, "form": form})


@member_required
@require_http_methods(READ_AND_WRITE)
def message(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change the words of one's own message."""
    found = get_object_or_404(Message.objects.visible_to(request.member).filter(author=request.member), pk=pk)
    if not rules.can_edit(found, request.member, clock.now()) and request.method != "POST":
        raise Http404
    form = MessageForm(sent(request), initial={"text": found.body})
    if form.is_valid():
        try:
            actions.edit(message=found, by=request.member, text=form.cleaned_data["text"])
            return redirect("conversations:thread", found.thread_id)
        except Refused as refused:
            form.add_error("text", str(refused))
    return render(request, "conversations/message.html", {"message": found, "form": form})


@member_required
@require_http_methods(READ_AND_WRITE)
def removal(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take one's own message back."""
    mine = Message.objects.visible_to(request.member).filter(author=request.member, removed_at=None)
    found = get_object_or_404(mine, pk=pk)
    if request.method == "POST":
        actions.remove(message=found, by=request.member)
        return redirect("conversations:thread", found.thread_id)
    return render(request, "conversations/removal.html", {"message": found})
