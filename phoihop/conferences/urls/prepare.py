"""Before: the list, a conference's page, sites, seats, agenda, invitation and replies."""

from django.urls import path

from phoihop.conferences.views import listing

paths = [
    path("", listing.listed, name="list"),
    path("<int:pk>/", listing.conference, name="conference"),
]
