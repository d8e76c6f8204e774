"""Addresses of tasks and what hangs on them."""

from django.urls import path

from phoihop.duties.views import loop, tasks

app_name = "tasks"
urlpatterns = [
    path("", tasks.listed, name="list"),
    path("vong-viec/", loop.show, name="loop"),
    path("phan-viec/<int:pk>", tasks.share, name="share"),
]
