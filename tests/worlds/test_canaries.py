"""Every personal field is seen where the data file lets it be seen, and nowhere else: pages, files, headers, addresses,
titles, mails, jobs, logs, visits, the record.
"""

import logging
from dataclasses import replace

import pytest
from django.http import HttpResponse

from querbeet.communities.models.member import MemberQuerySet
from querbeet.mentorships.enums import State
from tests.worlds import addresses, canaries, fields, sinks, walking

pytestmark = [pytest.mark.django_db, pytest.mark.long]
MOST_UNMARKED = {"people.Session.device", "programmes.ImportBatch.before", "programmes.ImportBatch.problems"}
OFTEN, SELDOM = ("nobody", "b", "blocked", "coordinator"), ("a", "c", "steward", "elsewhere")
VIEWERS = (*OFTEN, *(pytest.param(who, marks=pytest.mark.nightly) for who in SELDOM))


def forbidden(answer: walking.Answer, eyes: fields.Eyes, marks: canaries.Marks) -> list[str]:
    """Marks in an answer that its reader may not see, and marks around it that nobody may leave there."""
    unseen = [mark for _, mark in marks.found(sinks.text_of(answer)) if not eyes.may_see(mark.row, mark.name)]
    around = [f"{mark} in {where}" for where, _, mark in sinks.seen_around(answer, marks)]
    return [f"{answer.address.name}: {what}" for what in sorted({*map(str, unseen), *around})]


@pytest.mark.parametrize("who", VIEWERS)
def test_nobody_is_sent_what_is_not_for_their_eyes(ground, marks, who):
    viewer = walking.viewers(ground)[who]
    eyes = fields.Eyes(viewer)
    with sinks.logged() as lines:
        walked = walking.walk(walking.browser(viewer), walking.everything(ground))
    assert [line for answer in walked for line in forbidden(answer, eyes, marks)] == []
    assert [answer.address.name for answer in walked if answer.status >= 500] == []
    assert [str(mark) for line in lines for _, mark in marks.found(line)] == []
    assert [(where, str(mark)) for where, data in sinks.kept() for _, mark in marks.found(data)] == []


def test_most_fields_are_somewhere_to_be_seen(ground, marks):
    """What is looked for is there: without it, finding nothing would prove nothing."""
    assert set(canaries.bare(marks)) <= MOST_UNMARKED
    seen: set[str] = set()
    here = ground.here
    in_every_state = addresses.filled([here.a], each=2 * len(State))
    for viewer, paths in ((here.a, in_every_state), (here.coordinator, walking.everything(ground))):
        for answer in walking.walk(walking.browser(viewer), paths):
            seen |= {str(mark) for _, mark in marks.found(sinks.text_of(answer))}
    shown = {f"{model._meta.label}.{name}" for model, name in canaries.carriers() if _is_shown(model, name)}
    assert shown - seen == set()


def _is_shown(model, name: str) -> bool:
    return fields.table(model)["fields"][name] != "nobody" and f"{model._meta.label}.{name}" not in MOST_UNMARKED


# -- controls: each way to leak is found


def everyone(self, member):
    return self.filter(community=member.community_id)


def test_a_page_that_shows_too_much_is_found(ground, marks, monkeypatch, settings):
    """Both walls around members are down."""
    monkeypatch.setattr(MemberQuerySet, "visible_to", everyone)
    settings.DATABASE_RUNTIME_ROLE = ""
    viewer = ground.here.blocked
    address = next(one for one in walking.everything(ground) if one.path == f"/people/{ground.here.c.key}")
    answer = walking.answer(walking.browser(viewer), address)
    assert "home:profile: communities.Member.display_name" in forbidden(answer, fields.Eyes(viewer), marks)


def planted_answer(ground, **parts) -> walking.Answer:
    address = walking.everything(ground)[0]
    made = HttpResponse(parts.get("body", ""), headers=parts.get("headers", {}))
    return walking.answered(replace(address, path=parts.get("path", "/")), made)


def test_marks_around_a_page_are_found(ground, marks):
    name = ground.here.c.display_name
    eyes = fields.Eyes(ground.here.b)
    around = {
        "title": {"body": f"<title>{name}</title>"},
        "link": {"body": f"<a href='/people?q={name}'>"},
        "header Content-Disposition": {"headers": {"Content-Disposition": f"attachment; filename={name}.csv"}},
        "address": {"path": f"/people/{name}"},
    }
    for where, parts in around.items():
        answer = planted_answer(ground, **parts)
        assert forbidden(answer, eyes, marks) == [f"{answer.address.name}: communities.Member.display_name in {where}"]


def test_marks_in_jobs_mails_visits_logs_and_the_record_are_found(ground, marks, mailoutbox):
    from django.core.mail import EmailMessage

    from querbeet.audit import actions as audit
    from querbeet.core import jobs

    name = ground.here.c.display_name
    EmailMessage(f"News of {name}", "", "post@example.org", ["b@example.org"]).send()
    jobs.later("people.send_letter", account=name, purpose="", site="")
    audit.record("greeted", by=ground.here.b, name=name)
    client = walking.browser(ground.here.b)
    session = client.session
    session["q"] = name
    session.save()
    found = {where for where, data in sinks.kept() if marks.found(data)}
    assert found == {"mail", "job people.send_letter", "visit", "record of greeted"}
    with sinks.logged() as lines:
        logging.getLogger("querbeet").warning("hello %s", name)
    assert marks.found(lines[0])
