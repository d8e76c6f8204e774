"""Addresses of tasks and what hangs on them."""

from django.urls import path

from phoihop.duties.views import loop, plan, scorecard, tasks

app_name = "tasks"
urlpatterns = [
    path("", tasks.listed, name="list"),
    path("bang-diem/", scorecard.shown, name="score"),
    path("vong-viec/", loop.show, name="loop"),
    path("phan-viec/<int:pk>", tasks.share, name="share"),
    path("ke-hoach/", plan.plan, name="plan"),
    path("thoi-han/<int:pk>", plan.terms, name="terms"),
]
