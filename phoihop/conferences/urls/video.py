"""What a browser needs for moving pictures."""

from django.urls import URLPattern

paths: list[URLPattern] = []
