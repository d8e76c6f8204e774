"""Minutes, conclusions, notice, communiqué."""

from django.urls import URLPattern

paths: list[URLPattern] = []
