"""Before: the list, a conference's page, sites, seats, agenda, invitation and replies."""

from django.urls import URLPattern

paths: list[URLPattern] = []
