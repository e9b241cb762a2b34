from django.urls import path

from querbeet.people.views import account, confirming, entering, leaving, mail, ways

app_name = "people"
urlpatterns = [
    path("sign-in", entering.sign_in, name="sign_in"),
    path("sign-in/code", entering.code, name="code"),
    path("sign-in/passkey", entering.passkey, name="passkey"),
    path("sign-in/passkey/options", entering.passkey_options, name="passkey_options"),
    path("sign-in/help", mail.ask_recovery, name="ask_recovery"),
    path("sign-in/help/<str:token>", mail.recover, name="recover"),
    path("sign-out", leaving.sign_out, name="sign_out"),
    path("leave", leaving.leave, name="leave"),
    path("confirm-it-is-me", confirming.confirm, name="confirm"),
    path("confirm-it-is-me/options", confirming.options, name="confirm_options"),
    path("me/account", account.overview, name="account"),
    path("me/account/name", account.name, name="name"),
    path("me/account/passphrase", account.passphrase, name="passphrase"),
    path("me/account/language", account.words, name="words"),
    path("me/account/email", mail.email, name="email"),
    path("me/account/email/remove", mail.remove_email, name="remove_email"),
    path("me/account/email/<str:token>", mail.confirm_email, name="confirm_email"),
    path("me/account/passkeys/add", ways.add_passkey, name="add_passkey"),
    path("me/account/passkeys/options", ways.passkey_creation, name="passkey_creation"),
    path("me/account/passkeys/<uuid:key>", ways.passkey, name="passkey_name"),
    path("me/account/passkeys/<uuid:key>/remove", ways.remove_passkey, name="remove_passkey"),
    path("me/account/app", ways.app, name="app"),
    path("me/account/app/remove", ways.remove_app, name="remove_app"),
    path("me/account/recovery-codes", ways.recovery_codes, name="recovery_codes"),
    path("me/sessions", account.sessions, name="sessions"),
    path("me/sessions/end", account.end_other_sessions, name="end_other_sessions"),
    path("me/sessions/<uuid:session>/end", account.end_session, name="end_session"),
]
