"""Every setting, in one place. All values come from PHOIHOP_* variables; with none set, it runs embedded, in var/."""

import secrets
from pathlib import Path

import dj_database_url

from phoihop.config.environment import address, choice, flag, number, relay, sender, text, video_server, words

PACKAGE = Path(__file__).resolve().parent.parent
ROOMS = (
    "base",
    "accounts",
    "journal",
    "orgs",
    "documents",
    "duties",
    "registers",
    "reporting",
    "annual",
    "conferences",
    "desk",
    "ops",
)

VAR = Path(text("PHOIHOP_VAR", "var")).resolve()
DEMONSTRATION = flag("PHOIHOP_DEMONSTRATION", False)
"""Set by `phoihop demo` alone. One-click sign-in needs this and a database that the demonstration marked."""

DEBUG = False


def _secret() -> str:
    """The signing key: from the environment, else made once and kept beside the data."""
    given = text("PHOIHOP_SECRET", "")
    if given:
        return given
    kept = VAR / "secret"
    if not kept.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text()


SECRET_KEY = _secret()
ALLOWED_HOSTS = words("PHOIHOP_HOSTS", "127.0.0.1 localhost [::1] testserver")
if DEMONSTRATION:  # a name of its own for each window, so that several posts are at work in one browser
    ALLOWED_HOSTS += [".localhost"]
CSRF_TRUSTED_ORIGINS = words("PHOIHOP_ORIGINS", "")
BEHIND_TLS = flag("PHOIHOP_TLS", False)

INSTALLED_APPS = [
    *(f"phoihop.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "phoihop.base.middleware.content_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "phoihop.accounts.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "phoihop.accounts.middleware.whole_page_to_sign_in",
    "phoihop.accounts.middleware.idle_limit",
    "phoihop.accounts.middleware.own_password_first",
    "phoihop.orgs.middleware.act_as_post",
    "phoihop.base.middleware.reads_do_not_write",
]

ROOT_URLCONF = "phoihop.config.urls"
WSGI_APPLICATION = "phoihop.config.wsgi.application"
ASGI_APPLICATION = "phoihop.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / room / "templates" for room in ROOMS],
        "OPTIONS": {
            "environment": "phoihop.config.pages.environment",
            "context_processors": ["phoihop.base.views.with_frame"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

DATABASES = {"default": dj_database_url.parse(text("PHOIHOP_DATABASE_URL", f"sqlite:///{VAR}/phoihop.sqlite3"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Immediate transactions: without them most concurrent read-then-write transactions fail with "locked".
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        # FULL, not NORMAL: what was acknowledged must survive a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
    }
# A new connection to SQLite reads the whole schema, which takes longer than a small page.
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": number("PHOIHOP_PASSWORD_LENGTH", 14)},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "phoihop.accounts.passwords.FourKindsValidator"},
]
LOGIN_URL = "ops:demo_sign_in" if DEMONSTRATION else "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "phoihop.accounts.adapter.OfficeAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,5/15m/key", "login": "60/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = number("PHOIHOP_PROXIES", 1 if BEHIND_TLS else 0)
"""How many proxies of ours stand before the program: failures are counted by the reader's address, not the proxy's."""
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "phoihop.accounts.adapter.OfficeSecondFactor"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_TOTP_ISSUER = "Phối Hợp"

SESSION_COOKIE_AGE = number("PHOIHOP_SESSION_MINUTES", 60 * 8) * 60
SESSION_IDLE_SECONDS = number("PHOIHOP_IDLE_MINUTES", 60) * 60
"""After so long without a request one signs in again; SESSION_COOKIE_AGE is the limit however busy one is."""
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "phoihop.base.views.refused_form"

# Failed sign-ins are counted here, so the count has to be shared by every process: a table, not memory.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}

EMAIL_HOST = text("PHOIHOP_MAIL_HOST", "")
"""The office's mail server. Without one nothing is sent: letters wait in the outbox."""
_mail_lock = choice("PHOIHOP_MAIL_SECURITY", "starttls", ("starttls", "tls", "none"))
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail_lock == "starttls", _mail_lock == "tls"
EMAIL_PORT = number("PHOIHOP_MAIL_PORT", {"starttls": 587, "tls": 465, "none": 25}[_mail_lock])
EMAIL_HOST_USER = text("PHOIHOP_MAIL_USER", "")
EMAIL_HOST_PASSWORD = text("PHOIHOP_MAIL_PASSWORD", "")
EMAIL_TIMEOUT = number("PHOIHOP_MAIL_SECONDS", 20)
DEFAULT_FROM_EMAIL, _mail_domain = sender("PHOIHOP_MAIL_FROM", needed=bool(EMAIL_HOST))
MAIL_DOMAIN = text("PHOIHOP_MAIL_DOMAIN", _mail_domain)
"""What the numbers of our letters (Message-ID) end in."""
PUBLIC_ADDRESS = text("PHOIHOP_ADDRESS", "").rstrip("/")
"""Under which address people reach the pages, https://phoihop.tinh.vn: letters have no page to start from."""

VIDEO_URL = address("PHOIHOP_VIDEO_URL", "ws", "wss")
"""Where browsers reach the video server, through the office's proxy."""
VIDEO_API = address("PHOIHOP_VIDEO_API", "http", "https")
"""Where the program reaches it, on the inside."""
VIDEO_SECRET = text("PHOIHOP_VIDEO_SECRET", "")
VIDEO_ADMIN_KEY = text("PHOIHOP_VIDEO_ADMIN_KEY", "")
HAS_VIDEO_SERVER = video_server(VIDEO_URL, VIDEO_API, VIDEO_SECRET, VIDEO_ADMIN_KEY)
VIDEO_TURN, VIDEO_TURN_SECRET = relay("PHOIHOP_VIDEO_TURN")
"""The relay for sites behind a wall."""
VIDEO_RECORDINGS = Path(text("PHOIHOP_VIDEO_RECORDINGS", str(VAR / "recordings"))).resolve()
"""Where the video server puts recordings, and the program looks for them."""

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["phoihop.config.formats"]
LANGUAGE_COOKIE_NAME = "phoihop_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # empty unless collectstatic fills it; its absence would be warned of
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
FILES_ROOT = VAR / "files"
PAGES_ROOT = VAR / "pages"
"""Pictures of pages of stored files: may be emptied at any time, belongs in no backup."""
PAGES_LIMIT = 300 * 1024 * 1024
"""Bytes of them that are kept; above it the least recently drawn go until three quarters are left."""
UPLOAD_LIMIT = number("PHOIHOP_UPLOAD_MEGABYTES", 20) * 1024 * 1024
BODY_LIMIT = 2 * UPLOAD_LIMIT + 1024 * 1024
"""So much one request may bring; more is refused before it is read."""
# Nothing of a request is put aside on disk while it is read, neither by who takes files nor by the server.
FILE_UPLOAD_HANDLERS = ["phoihop.documents.uploads.InMemory"]
FILE_UPLOAD_MAX_MEMORY_SIZE = BODY_LIMIT
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
