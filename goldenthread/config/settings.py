"""Settings. Everything an authority changes comes from the environment; the README lists each variable."""

from __future__ import annotations

import os
from pathlib import Path

from goldenthread.config.council_account import council_account, passwords_allowed
from goldenthread.config.home import home, made
from goldenthread.config.postgres import database_settings
from goldenthread.config.secrets import secret_key

HOME: Path = home()
DEMONSTRATION = os.environ.get("GOLDENTHREAD_DEMONSTRATION", "") == "1"
DEBUG = False
SECRET_KEY = secret_key(HOME)
# Only this machine until somebody says otherwise.
ALLOWED_HOSTS = os.environ.get("GOLDENTHREAD_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
BEHIND_TLS = os.environ.get("GOLDENTHREAD_TLS", "") == "1"

COUNCIL = os.environ.get("GOLDENTHREAD_COUNCIL", "Thornshire Council")
COUNCIL_IS_FICTIONAL = "GOLDENTHREAD_COUNCIL" not in os.environ

# What measures run in: duckdb in this process, or spark, on this machine unless a cluster is named.
INSIGHT_ENGINE = os.environ.get("GOLDENTHREAD_ENGINE", "duckdb")
SPARK_MASTER = os.environ.get("GOLDENTHREAD_SPARK", "local[*]")
# Under which folder, or address of object storage, the datasets of the region's authorities lie; empty for none.
REGION_ROOT = os.environ.get("GOLDENTHREAD_REGION", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "goldenthread.ui",
    "goldenthread.access",
    "goldenthread.people",
    "goldenthread.casework",
    "goldenthread.quality",
    "goldenthread.insight",
    "goldenthread.returns",
    "goldenthread.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Nobody reaches a page without signing in; the few that are open say so themselves.
    "goldenthread.access.pages.session.SignInFirst",
    "allauth.account.middleware.AccountMiddleware",
    "goldenthread.access.pages.session.SessionLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "goldenthread.config.urls"
WSGI_APPLICATION = "goldenthread.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [
            Path(__file__).parent.parent / package / "templates"
            for package in ("ui", "access", "people", "casework", "quality", "insight", "returns", "config")
        ],
        "OPTIONS": {
            "environment": "goldenthread.ui.environment.environment",
            "context_processors": [
                "goldenthread.config.chrome.chrome",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    # allauth's own pages that we have not redrawn.
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

DATABASES = {"default": database_settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "goldenthread.access.pages.sign_in.ByInvitation"
SOCIALACCOUNT_ADAPTER = "goldenthread.access.pages.sign_in.KnownPeopleOnly"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key", "change_password": "5/m/user"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "goldenthread.access.pages.sign_in.KeysAndCodes"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Golden Thread"
# Passkeys over plain http are for this machine alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS
SOCIALACCOUNT_PROVIDERS = council_account(os.environ)
# The way to the provider is a link: the security policy lets a form go to ourselves alone, also when it is led on.
SOCIALACCOUNT_LOGIN_ON_GET = True
PASSWORDS = passwords_allowed(os.environ, SOCIALACCOUNT_PROVIDERS)

# Signed out after this long without a press, and after this long in any case (hours). Drafts outlive both.
SESSION_IDLE_MINUTES = int(os.environ.get("GOLDENTHREAD_IDLE_MINUTES", "60"))
SESSION_COOKIE_AGE = int(os.environ.get("GOLDENTHREAD_SESSION_HOURS", "12")) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_NAME = "goldenthread_session"
CSRF_FAILURE_VIEW = "goldenthread.access.pages.session.form_expired"

SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "manifest-src": ["'self'"],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

# A whole form of long narratives fits; two megabytes in one field does not, and is told so in words by the form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = made(HOME / "static")
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(HOME / "files")},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "Europe/London"

# No mail is sent: links are handed over by the administrator, notices wait in My work.
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}

# What goes wrong is logged by kind and place. Request bodies, names and addresses never are.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"plain": {"()": "goldenthread.config.logs.WithoutPersonalData"}},
    "formatters": {"plain": {"()": "goldenthread.config.logs.Line"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["plain"], "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django.server": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
