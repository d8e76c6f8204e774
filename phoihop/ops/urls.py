from django.urls import path

from phoihop.ops import views
from phoihop.ops.demo.views import sign_in

app_name = "ops"
urlpatterns = [
    path("suc-khoe", views.health, name="health"),
    path("minh-hoa", sign_in, name="demo_sign_in"),
]
