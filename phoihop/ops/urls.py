from django.urls import path

from phoihop.ops import views

app_name = "ops"
urlpatterns = [path("suc-khoe", views.health, name="health")]
