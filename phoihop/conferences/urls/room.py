"""The screens of the room and its commands."""

from django.urls import path

from phoihop.conferences.views import commands, room

paths = [
    path("<int:pk>/phong/<slug:group>", room.screen, name="screen"),
    path("<int:pk>/phong/<slug:group>/rieng", room.own, name="own"),
    path("<int:pk>/lenh/<str:verb>", commands.command, name="command"),
    path("<int:pk>/phong/diem-cau/nhip", commands.beat, name="beat"),
]
