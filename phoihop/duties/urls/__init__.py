"""Addresses of regulations and periods here; those of tasks in `tasks`."""

from django.urls import path

from phoihop.duties.views import editing, periods, regulations

app_name = "duties"
urlpatterns = [
    path("", regulations.regulations, name="regulations"),
    path("them", editing.add_regulation, name="add_regulation"),
    path("<int:pk>", regulations.regulation, name="regulation"),
    path("<int:pk>/them-muc", editing.add_article, name="add_article"),
    path("muc/<int:pk>/cau-chu", editing.reword_article, name="reword_article"),
    path("muc/<int:pk>/khong-nghia-vu", editing.waive_clause, name="waive_clause"),
    path("muc/<int:pk>/them-nghia-vu", editing.add_duty, name="add_duty"),
    path("ky", periods.periods, name="periods"),
    path("ky/them", periods.add_periods, name="add_periods"),
    path("ky/<int:pk>/han/<str:level>", periods.set_due, name="set_due"),
]
