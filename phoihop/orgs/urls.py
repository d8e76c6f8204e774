from django.urls import path

from phoihop.orgs.views import switch

app_name = "orgs"
urlpatterns = [
    path("chuc-vu-dang-dung", switch.switch_post, name="switch_post"),
]
