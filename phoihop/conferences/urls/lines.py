"""Tests of the sites' lines, and whether all is ready."""

from django.urls import path

from phoihop.conferences.views import lines

paths = [
    path("<int:pk>/duong-truyen", lines.line, name="line"),
    path("<int:pk>/duong-truyen/ghi", lines.record, name="line_record"),
    path("<int:pk>/duong-truyen/nhip", lines.ping, name="line_ping"),
    path("<int:pk>/duong-truyen/xuong", lines.down, name="line_down"),
    path("<int:pk>/duong-truyen/len", lines.up, name="line_up"),
    path("<int:pk>/san-sang", lines.ready, name="ready"),
]
