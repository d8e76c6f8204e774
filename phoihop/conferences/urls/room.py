"""The screens of the room and its commands."""

from django.urls import URLPattern

paths: list[URLPattern] = []
