"""Papers, who read them, and what was said of them."""

from django.urls import URLPattern

paths: list[URLPattern] = []
