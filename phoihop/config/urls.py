"""Every address of the program, room by room."""

from django.urls import include, path

urlpatterns = [
    path("tai-khoan/", include("allauth.urls")),
    path("tai-khoan/", include("phoihop.accounts.urls")),
    path("", include("phoihop.base.urls")),
]

handler400 = "phoihop.base.views.bad_request"
handler403 = "phoihop.base.views.forbidden"
handler404 = "phoihop.base.views.not_found"
handler500 = "phoihop.base.views.failed"
