"""Pages in production, under any WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.config.settings")
application = get_wsgi_application()

from phoihop.config.memory import settle  # noqa: E402 - needs the framework to be set up

settle()
