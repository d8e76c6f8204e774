"""Every address of conferences, a part of the room's life a module."""

from phoihop.conferences.urls import after, conduct, lines, papers, prepare, room, video

app_name = "conferences"
urlpatterns = [*prepare.paths, *papers.paths, *lines.paths, *room.paths, *conduct.paths, *video.paths, *after.paths]
