"""Addresses of programmes."""

from django.urls import path

from querbeet.programmes.views import cohort, enrolments, imports, people, programmes, rules, vetting

app_name = "programmes"
one = "programmes/<uuid:pk>"
urlpatterns = [
    path("programmes", programmes.index, name="index"),
    path("programmes/new", programmes.new, name="new"),
    path(one, programmes.detail, name="detail"),
    path(f"{one}/edit", programmes.edit, name="edit"),
    path(f"{one}/state", programmes.state, name="state"),
    path(f"{one}/rules", rules.overview, name="rules"),
    path(f"{one}/rules.toml", rules.download, name="rules-file"),
    path(f"{one}/rules/file", rules.upload, name="rules-upload"),
    path(f"{one}/rules/apart", rules.apart, name="apart"),
    path(f"{one}/rules/questions/<str:number>", rules.question, name="question"),
    path(f"{one}/rules/hard/<str:number>", rules.rule, name="rule"),
    path(f"{one}/rules/wishes/<str:number>", rules.wish, name="wish"),
    path(f"{one}/rules/questions/<str:number>/removal", rules.remove, {"part": "questions"}, name="question-removal"),
    path(f"{one}/rules/hard/<str:number>/removal", rules.remove, {"part": "rules"}, name="rule-removal"),
    path(f"{one}/rules/wishes/<str:number>/removal", rules.remove, {"part": "wishes"}, name="wish-removal"),
    path(f"{one}/people", people.people, name="people"),
    path(f"{one}/people/decisions", people.decisions, name="decisions"),
    path(f"{one}/people/list.csv", cohort.csv, name="people-csv"),
    path(f"{one}/people/list.xlsx", cohort.xlsx, name="people-xlsx"),
    path(f"{one}/people/<uuid:person>", people.person, name="person"),
    path(f"{one}/people/<uuid:person>/question", people.question, name="question-to"),
    path(f"{one}/people/<uuid:person>/checks/<uuid:step>", vetting.check, name="check"),
    path(f"{one}/people/<uuid:person>/confirmations/<uuid:check>", vetting.confirmation, name="confirmation"),
    path(f"{one}/people/<uuid:person>/removal", people.taking_out, name="taking-out"),
    path(f"{one}/people/<uuid:person>/invitation", people.invitation, name="invitation"),
    path(f"{one}/frame", programmes.frame, name="frame"),
    path(f"{one}/copy", programmes.copy, name="copy"),
    path(f"{one}/checks", vetting.steps, name="vetting"),
    path(f"{one}/checks/<uuid:step>", vetting.step, name="vetting-step"),
    path(f"{one}/checks/<uuid:step>/removal", vetting.removal, name="vetting-removal"),
    path(f"{one}/message", cohort.message, name="message"),
    path(f"{one}/report", cohort.report, name="report"),
    path(f"{one}/import", imports.upload, name="imports"),
    path(f"{one}/import/<uuid:batch>", imports.batch, name="import"),
    path(f"{one}/import/<uuid:batch>/yes", imports.yes, name="import-yes"),
    path(f"{one}/import/<uuid:batch>/undo", imports.undo, name="import-undo"),
    path(f"{one}/import/<uuid:batch>/discard", imports.discard, name="import-discard"),
    path(f"{one}/enrolment/<str:side>", enrolments.enrolment, name="enrolment"),
    path(f"{one}/enrolment/<str:side>/step", enrolments.step, name="enrolment-step"),
    path(f"{one}/enrolment/<str:side>/answer", enrolments.answer, name="answer"),
    path(f"{one}/enrolment/<str:side>/withdrawal", enrolments.withdrawal, name="withdrawal"),
]
