"""Django settings. What an operator may change comes from the environment; docs/how-to/settings.md lists it."""

from csp.constants import NONCE, NONE, SELF

from querbeet.config import environment as env

DATA = env.data_folder()
DEMO = env.flag("QUERBEET_DEMO", default=not env.text("QUERBEET_HOSTS"))
GALLERY = env.flag("QUERBEET_GALLERY", default=DEMO)
DEBUG = False
SECRET_KEY = env.secret("secret-key")
HOSTS = env.words("QUERBEET_HOSTS")
ALLOWED_HOSTS = HOSTS or ["localhost", "127.0.0.1", "[::1]"]
SECURE = env.flag("QUERBEET_HTTPS", default=bool(HOSTS))
BACKUP_DAYS = env.number("QUERBEET_BACKUP_DAYS", 7, least=1)  # the doctor complains when the last one is older
NEUTRAL_EXIT = env.text("QUERBEET_EXIT", "https://www.wikipedia.org/")

ROOT_URLCONF = "querbeet.config.urls"
WSGI_APPLICATION = "querbeet.config.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "lucide",
    "querbeet.core",
    "querbeet.ui",
    "querbeet.audit",
    "querbeet.people",
    "querbeet.communities",
    "querbeet.notices",
    "querbeet.safety",
    "querbeet.skills",
    "querbeet.conversations",
    "querbeet.programmes",
    "querbeet.mentorships",
    "querbeet.meetings",
    "querbeet.growth",
    "querbeet.matching",
    "querbeet.home",
    "querbeet.rights",
    "querbeet.config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "querbeet.core.headers.Middleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "querbeet.core.viewing.Middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "querbeet.people.middleware.AccountMiddleware",
    "querbeet.communities.middleware.PersonaMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "querbeet.ui.context.navigation",
                "querbeet.communities.context.persona",
                "querbeet.notices.context.inbox",
                "querbeet.rights.context.ending",
            ],
        },
    }
]

# PostgreSQL. The launcher sets both; the runtime role owns nothing, the owner migrates.
OWNER_URL = env.text("DATABASE_URL")
RUNTIME_URL = env.text("DATABASE_RUNTIME_URL", OWNER_URL)
DATABASE_RUNTIME_ROLE = env.text("DATABASE_RUNTIME_ROLE")
_POOL = {"min_size": 1, "max_size": 12, "timeout": 10} if env.flag("QUERBEET_POOL") else None
DATABASES = {
    "default": env.DatabaseUrl.parse(RUNTIME_URL or "postgresql:///querbeet").django(pool=_POOL),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

# Accounts.
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["querbeet.people.backends.SignInBackend"]
PASSWORD_HASHERS = ["querbeet.people.hashers.Argon2idHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_KEY = env.secret("account-key")  # seals addresses, authenticator secrets and sessions at rest
VAULT_KEYS = env.NumberedKeys("vault")  # wrap the data keys of members; see core/vault.py and docs/how-to/keys.md

# Cookies and headers. `__Host-` needs HTTPS; a laptop without it gets plain neutral names.
_PREFIX = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = f"{_PREFIX}s", f"{_PREFIX}c", f"{_PREFIX}l"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "querbeet.people.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 12  # without use
SESSION_ABSOLUTE_AGE = 60 * 60 * 24 * 7  # in any case
IDLE_SECONDS = 60 * env.number("QUERBEET_IDLE_MINUTES", 15, least=2, most=60 * 12)  # then a page covers itself
MESSAGE_STORAGE = (
    "django.contrib.messages.storage.session.SessionStorage"  # a cookie would leave the words on the device
)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_SSL_REDIRECT = False  # the reverse proxy does it; an onion service needs none
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("QUERBEET_BEHIND_PROXY") else None
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HOSTS]
CSRF_FAILURE_VIEW = "querbeet.ui.problems.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"  # others get nothing; with "no-referrer" our own forms would say "Origin: null"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [NONE],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["default"],  # ui/js/trusted.js
    }
}

# Language and time.
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]  # each in its own words
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# Static files: hashed names, no build step, no other host.
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_FINDERS = [
    "querbeet.ui.bundle.BundleFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
COTTON_ISOLATE_BY_DEFAULT = True  # a component sees what it is given and the context processors, nothing of the page
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60 * 60

# Uploads and forms.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# Jobs. Polling each second catches what a lost wake-up would leave waiting.
PROCRASTINATE_WORKER_DEFAULTS = {"fetch_job_polling_interval": 1.0, "delete_jobs": "successful", "concurrency": 2}

# Mail leaves by SMTP only when it is configured; until then it waits where an operator can see it.
EMAIL_HOST = env.text("SMTP_HOST")
EMAIL_PORT = env.number("SMTP_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.text("SMTP_USER"), env.text("SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("SMTP_TLS", default=True)
EMAIL_TIMEOUT = 20  # seconds; a mail server that hangs holds one job, not all of them
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.dummy.EmailBackend"
)
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "post@localhost")

# Logs hold ids and problems, never names, addresses or content.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"short": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "short"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {"django.request": {"level": "ERROR"}},
}
