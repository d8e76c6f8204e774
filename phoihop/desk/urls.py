"""The entrance."""

from django.urls import path

from phoihop.desk.views import calendar, home, leader, search, unit

app_name = "desk"
urlpatterns = [
    path("", home.show, name="home"),
    path("tin-da-doc", home.read_news, name="read_news"),
    path("lanh-dao", leader.show, name="leader"),
    path("tim", search.show, name="search"),
    path("lich", calendar.show, name="calendar"),
    path("lich.ics", calendar.download, name="calendar_file"),
    path("lich/dia-chi", calendar.renew_feed, name="renew_feed"),
    path("lich/dia-chi/tat", calendar.drop_feed, name="drop_feed"),
    path("lich/<str:token>.ics", calendar.feed, name="feed"),
    path("dia-ban/<int:unit_id>", unit.show, name="unit"),
]
