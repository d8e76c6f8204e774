"""Before: the list, a conference's page, sites, seats, agenda, invitation and replies."""

from django.urls import path

from phoihop.conferences.views import agenda, listing, preparing, replies, seating

paths = [
    path("", listing.listed, name="list"),
    path("lap", preparing.add, name="add"),
    path("<int:pk>/", listing.conference, name="conference"),
    path("<int:pk>/sua", preparing.change, name="change"),
    path("<int:pk>/diem-cau", seating.sites, name="sites"),
    path("<int:pk>/diem-cau/<int:site>", seating.site, name="site"),
    path("<int:pk>/chuong-trinh", agenda.agenda, name="agenda"),
    path("<int:pk>/chuong-trinh/<int:item>", agenda.item, name="item"),
    path("<int:pk>/tham-luan", agenda.speeches, name="speeches"),
    path("<int:pk>/moi", preparing.call, name="call"),
    path("<int:pk>/huy", preparing.cancel, name="cancel"),
    path("<int:pk>/tra-loi", replies.replies, name="replies"),
    path("<int:pk>/nhac", replies.chase, name="chase"),
    path("<int:pk>/ma-bieu-quyet", replies.pins, name="pins"),
    path("<int:pk>/lich.ics", replies.calendar, name="calendar"),
]
