"""Settings, all from the environment: docs/settings.md lists every name that is read here."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.environment import BASE_DIR, from_base, read_environment, var_dir

env = read_environment()

VAR_DIR: Path = var_dir()
DEBUG: bool = env.bool("DEBUG", default=False)

SECRET_KEY: str = env.str("SECRET_KEY", default="")
if not SECRET_KEY and DEBUG:
    SECRET_KEY = "for development only, since DEBUG=1 and no SECRET_KEY is set"  # noqa: S105
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Set it in the environment, or run `manage.py quickstart`, "
        f"which writes a fresh one to {VAR_DIR / 'env'}."
    )

ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])

ARCHIVE_NAME: str = env.str("ARCHIVE_NAME", default="Verbatim")
ARCHIVE_CONTACT: str = env.str("ARCHIVE_CONTACT", default="")
ARCHIVE_URL: str = env.str("ARCHIVE_URL", default="")
ASSESSMENTS: bool = env.bool("ASSESSMENTS", default=True)
ACCEPT_OWN: bool = env.bool("ACCEPT_OWN", default=True)
DEFAULT_ACCESS: str = env.str("DEFAULT_ACCESS", default="full")
if DEFAULT_ACCESS not in ("full", "extract", "staff"):
    raise ImproperlyConfigured(
        f"DEFAULT_ACCESS is {DEFAULT_ACCESS!r}; it must be full, extract or staff."
    )
SEARCH_EXPORT_LIMIT: int = env.int("SEARCH_EXPORT_LIMIT", default=10_000)

INSTALLED_APPS = [
    "config.apps.VerbatimAdmin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django_filters",
    "simple_history",
    "axes",
    "csp",
    "archive",
    "search",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
    "config.missing.OwnNotFound",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "archive.context.archive",
            ],
        },
    },
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/db.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["NAME"] = from_base(str(DATABASES["default"]["NAME"]))
    # SQLite makes the file but not its folder, and a clean clone has no var/.
    Path(DATABASES["default"]["NAME"]).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # IMMEDIATE takes the write lock when a transaction starts: a deferred one that reads first
    # and writes later fails with "database is locked" as soon as two people save at once.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # a memory map reads a page without a system call: pages over the whole archive take half
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        " PRAGMA mmap_size=1073741824;",
    }
# To open SQLite with these pragmas takes 6 ms, which every page would pay.
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)  # seconds
DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)  # a server may have been restarted
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def search_from_url(url: str) -> dict[str, object]:
    """The SEARCH setting that an address like `whoosh:/path` or `whoosh:relative/path` names."""
    scheme, _colon, path = url.partition(":")
    if scheme != "whoosh" or not path:
        raise ImproperlyConfigured(f"SEARCH_URL is {url!r}; write whoosh:/path/of/the/index.")
    options = {"PATH": str(from_base(path)), "WRITER": env.str("SEARCH_WRITER", default="arrays")}
    return {"BACKEND": "search.backends.whoosh.WhooshBackend", "OPTIONS": options}


SEARCH = search_from_url(env.str("SEARCH_URL", default=f"whoosh:{VAR_DIR}/index"))

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "locked.html"
LOGIN_URL = "sign_in"  # the admin keeps a page of its own, which takes in staff alone
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
USE_I18N = True
TIME_ZONE: str = env.str("TIME_ZONE", default="UTC")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if not DEBUG:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT

DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # an admin form of 300 annotations has about 3,000
