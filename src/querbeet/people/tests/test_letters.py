"""Mail: only to confirmed addresses, the same words for everyone, and never past the second step."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Thread

import pytest
import time_machine
from django.db import connections
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from querbeet.audit.models import Entry
from querbeet.core import clock
from querbeet.people import tasks
from querbeet.people.actions import letters
from querbeet.people.models import Account
from querbeet.people.models.letter import Letter
from querbeet.people.models.session import Session
from querbeet.people.tests import factories
from querbeet.people.tests.mailbox import Mailbox

pytestmark = pytest.mark.django_db
ADDRESS = "moos@garten.example"
TELLING = re.compile(
    r"querbeet|queer|lgbt|\bgay\b|lesb|\btrans\b|mentor|community|gemeinschaft|account|konto|password", re.I
)


@pytest.fixture
def post(settings):
    with Mailbox() as mailbox:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = mailbox.host, mailbox.port, False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.DEFAULT_FROM_EMAIL = "post@garten.example"
        yield mailbox


def deliver() -> None:
    """Do the jobs that wait, as the worker would."""
    for job in ProcrastinateJob.objects.filter(status="todo", task_name="people.send_letter"):
        tasks.send_letter(**job.args)
    with ProcrastinateJob.objects.none().query.get_compiler("default").connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def link(post: Mailbox) -> str:
    return re.search(r"http://testserver(/\S+)", post.arrived[-1][1].get_content()).group(1)


def with_address(confirmed: bool = True, **fields) -> Account:
    person = factories.account(**fields)
    person.email = ADDRESS
    person.email_confirmed_at = clock.now() if confirmed else None
    person.save()
    return person


def ask(client, name: str):
    return client.post("/sign-in/help", {"login": name})


def test_an_address_is_confirmed_by_a_link_that_works_once(client, post):
    person = factories.account(language="en")
    factories.sign_in(client, person)
    client.post("/me/account/email", {"email": ADDRESS})
    deliver()
    assert "not confirmed yet" in client.get("/me/account").content.decode()
    client.get(link(post))  # a mail program that opens links changes nothing
    assert Account.objects.get(pk=person.pk).email_confirmed_at is None
    client.post(link(post))
    first = Account.objects.get(pk=person.pk).email_confirmed_at
    client.post(link(post))
    assert (first is not None, Account.objects.get(pk=person.pk).email_confirmed_at) == (True, first)


def test_a_link_confirms_nothing_for_somebody_else(client, post):
    person, other = factories.account(), with_address(confirmed=False)
    factories.sign_in(client, person)
    client.post("/me/account/email", {"email": ADDRESS})
    deliver()
    stranger = Client()
    factories.sign_in(stranger, other)
    stranger.post(link(post))
    assert Account.objects.get(pk=other.pk).email_confirmed_at is None
    assert Account.objects.get(pk=person.pk).email_confirmed_at is None


def test_an_address_lies_sealed_in_the_table():
    person = with_address()
    stored = Account.objects.get(pk=person.pk)
    (sealed,) = Account.objects.filter(pk=person.pk).values_list("email", flat=True)
    assert sealed.data
    assert ADDRESS.encode() not in sealed.data
    assert stored.email == ADDRESS


def test_removing_the_address_forgets_it_and_its_links(client, post):
    person = with_address(confirmed=False)
    factories.sign_in(client, person)
    client.post("/me/account/email", {"email": ADDRESS})
    deliver()
    client.post("/me/account/email/remove")
    stored = Account.objects.get(pk=person.pk)
    assert (stored.email, stored.email_confirmed_at) == ("", None)
    assert not Letter.objects.exists()


def test_asking_for_a_way_back_is_answered_alike_for_every_name(client):
    pages, jobs = set(), []
    for name in (
        with_address().sign_in_name,
        factories.account().sign_in_name,
        with_address(confirmed=False).sign_in_name,
        with_address(is_active=False).sign_in_name,
        "birke-amsel-123",
    ):
        client.cookies.clear()
        response = ask(client, name)
        page = re.sub(r'(nonce=|csrfmiddlewaretoken" value=|"X-CSRFToken": )"[^"]+"', "", response.content.decode())
        pages.add((response.status_code, page))
        jobs.append(ProcrastinateJob.objects.filter(task_name="people.send_letter").count())
    assert len(pages) == 1
    assert jobs == [1, 2, 3, 4, 5]


def test_mail_goes_to_confirmed_addresses_of_open_accounts_only(client, post):
    for name in (
        factories.account().sign_in_name,
        with_address(confirmed=False).sign_in_name,
        with_address(is_active=False).sign_in_name,
        "birke-amsel-123",
    ):
        ask(client, name)
    deliver()
    assert post.arrived == []
    ask(client, with_address().sign_in_name)  # the control
    deliver()
    assert len(post.arrived) == 1


def test_a_mail_says_nothing_about_us_or_its_reader(client, post, settings):
    person = with_address(language="de")
    ask(client, person.sign_in_name)
    deliver()
    envelope, mail = post.arrived[0]
    everything = mail.as_string().replace("http://testserver", "")
    path = link(post)
    assert TELLING.findall(everything.replace(path, "")) == []
    assert person.sign_in_name not in everything
    assert (mail["To"], mail["Cc"], mail["Subject"]) == (ADDRESS, None, "Dein Link")
    assert mail["Message-ID"].endswith("@garten.example>")
    assert [line.split(":")[1] for line in envelope] == ["<post@garten.example>", f"<{ADDRESS}>"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_two_people_get_the_same_mail_but_for_the_link(client, post, language):
    texts = set()
    for _ in range(2):
        ask(client, with_address(language=language).sign_in_name)
        deliver()
        texts.add((post.arrived[-1][1]["Subject"], post.arrived[-1][1].get_content().replace(link(post), "")))
    assert len(texts) == 1


def test_by_the_link_a_new_passphrase_is_set_and_every_visit_ends(client, post):
    person = with_address()
    visitor = Client()
    factories.sign_in(visitor, person)
    ask(client, person.sign_in_name)
    deliver()
    assert client.get(link(post)).status_code == 200
    done = client.post(link(post), {"passphrase": "birke amsel wolke 12"})
    assert done["Location"] == "/sign-in"
    assert visitor.get("/me/account").status_code == 302
    assert factories.sign_in(client, person).status_code == 200
    assert factories.sign_in(client, person, passphrase="birke amsel wolke 12").status_code == 302
    assert client.get(link(post)).status_code == 404
    assert Entry.objects.filter(verb="people.recovered", actor=person.pk).count() == 1


def test_the_link_never_skips_the_second_step(client, post):
    person = with_address()
    app = factories.app(person)
    ask(client, person.sign_in_name)
    deliver()
    new = {"passphrase": "birke amsel wolke 12"}
    client.post(link(post), new)
    client.post(link(post), {**new, "code": "000000"})
    assert Account.objects.get(pk=person.pk).check_password(factories.PASSPHRASE)
    assert client.post(link(post), {**new, "code": factories.code(app)})["Location"] == "/sign-in"
    assert factories.sign_in(client, person, passphrase="birke amsel wolke 12")["Location"] == "/sign-in/code"


def test_a_weak_passphrase_leaves_the_link_as_it_was(client, post):
    ask(client, with_address().sign_in_name)
    deliver()
    assert client.post(link(post), {"passphrase": "kurz"}).status_code == 200
    assert client.post(link(post), {"passphrase": "birke amsel wolke 12"}).status_code == 302


def test_a_link_is_over_after_half_an_hour(client, post):
    with time_machine.travel("2026-05-04 12:00", tick=False) as time:
        ask(client, with_address().sign_in_name)
        deliver()
        time.shift(timedelta(minutes=31))
        assert client.get(link(post)).status_code == 404
        assert client.post(link(post), {"passphrase": "birke amsel wolke 12"}).status_code == 404


def test_a_newer_link_replaces_the_older_one(client, post):
    name = with_address().sign_in_name
    ask(client, name)
    deliver()
    old = link(post)
    ask(client, name)
    deliver()
    assert (client.get(old).status_code, client.get(link(post)).status_code) == (404, 200)


def test_a_mailbox_is_not_flooded(client):
    person = with_address()
    with time_machine.travel("2026-05-04 12:00", tick=False):
        codes = []
        for _ in range(4):
            client.cookies.clear()
            codes.append(ask(client, person.sign_in_name).status_code)
        factories.sign_in(client, person)
        again = [client.post("/me/account/email", {"email": ADDRESS}).status_code for _ in range(4)]
    assert (codes, again) == ([200, 200, 200, 429], [302, 302, 302, 200])


def test_jobs_hold_ids_and_no_words_of_a_person(client):
    ask(client, with_address().sign_in_name)
    [job] = ProcrastinateJob.objects.filter(task_name="people.send_letter")
    assert sorted(job.args) == ["account", "purpose", "site"]
    assert (job.args["purpose"], job.args["site"]) == ("recover", "http://testserver")


@pytest.mark.django_db(transaction=True)
def test_the_same_link_twice_at_the_same_time_works_once(client, post):
    person = with_address()
    ask(client, person.sign_in_name)
    deliver()
    address = link(post)

    def attempt(number: int) -> int:
        try:
            return Client().post(address, {"passphrase": f"birke amsel wolke {number}"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(10, 14))).count(302) == 1


def test_the_night_takes_links_and_visits_that_are_over(client):
    person = factories.account()
    factories.sign_in(client, person)
    Letter.objects.create(
        account=person, purpose="recover", digest="x" * 64, expires_at=clock.now() - timedelta(days=1)
    )
    Session.objects.update(expires_at=clock.now() - timedelta(hours=1))
    tasks.sweep(0)
    assert not Letter.objects.exists()
    assert not Session.objects.exists()


def test_recovery_refuses_what_is_no_link():
    with pytest.raises(letters.LinkSpent):
        letters.recover(token="nonsense", passphrase="birke amsel wolke 12")


@pytest.mark.django_db(transaction=True)
def test_the_worker_delivers_what_a_request_asked_for(client, post):
    ask(client, with_address().sign_in_name)

    def work() -> None:
        try:
            with app.replace_connector(app.connector.get_worker_connector()) as own:
                own.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
        finally:
            connections.close_all()

    worker = Thread(target=work)
    worker.start()
    worker.join(timeout=20)
    assert [mail["To"] for _envelope, mail in post.arrived] == [ADDRESS]
