from django.urls import path

from phoihop.journal import views

app_name = "journal"
urlpatterns = [path("", views.log, name="log")]
