"""Pages and the live stream in one process: the embedded default."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.config.settings")
application = get_asgi_application()
