from django.urls import path

from phoihop.orgs.views import load, posts, switch, tree

app_name = "orgs"
urlpatterns = [
    path("", tree.units, name="units"),
    path("tep", tree.units_file, name="units_file"),
    path("nap", load.load, name="load"),
    path("chuc-vu", posts.posts, name="posts"),
    path("chuc-vu-dang-dung", switch.switch_post, name="switch_post"),
]
