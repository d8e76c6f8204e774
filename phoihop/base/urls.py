from django.urls import path

from phoihop.base import views

app_name = "base"
urlpatterns = [
    path("style", views.style, name="style"),
]
