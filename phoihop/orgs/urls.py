from django.urls import path

from phoihop.orgs.views import demonstration, switch

app_name = "orgs"
urlpatterns = [
    path("chuc-vu-dang-dung", switch.switch_post, name="switch_post"),
    path("chuc-vu-minh-hoa", demonstration.demonstration_posts, name="demonstration_posts"),
]
