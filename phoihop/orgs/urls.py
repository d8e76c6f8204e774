from django.urls import path

from phoihop.orgs.views import away, load, posts, switch, tree

app_name = "orgs"
urlpatterns = [
    path("", tree.units, name="units"),
    path("tep", tree.units_file, name="units_file"),
    path("nap", load.load, name="load"),
    path("chuc-vu", posts.posts, name="posts"),
    path("chuc-vu-dang-dung", switch.switch_post, name="switch_post"),
    path("dia-chi-thu", switch.contact, name="contact"),
    path("vang-mat", away.away, name="away"),
    path("vang-mat/<int:pk>/ket-thuc", away.end_delegation, name="end_delegation"),
]
