from django.urls import path

from phoihop.accounts import views

app_name = "accounts"
urlpatterns = [
    path("ngon-ngu", views.language, name="language"),
]
