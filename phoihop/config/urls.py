"""Every address of the program, room by room."""

from django.urls import include, path

from phoihop.conferences.views.room import parts
from phoihop.ops.views import no_stream

urlpatterns = [
    path("tai-khoan/", include("phoihop.accounts.urls")),
    path("nhat-ky/", include("phoihop.journal.urls")),
    path("live", no_stream, name="live"),
    path("live/hoi-nghi/<int:pk>", parts, name="live_room"),
    path("", include("phoihop.ops.urls")),
    path("don-vi/", include("phoihop.orgs.urls")),
    path("quy-che/", include("phoihop.duties.urls")),
    path("viec/", include("phoihop.duties.urls.tasks")),
    path("tap-tin/", include("phoihop.documents.urls")),
    path("thu/", include("phoihop.documents.urls.letters")),
    path("so/", include("phoihop.registers.urls")),
    path("bao-cao/", include("phoihop.reporting.urls")),
    path("bao-cao-nam/", include("phoihop.annual.urls")),
    path("hoi-nghi/", include("phoihop.conferences.urls")),
    path("", include("phoihop.desk.urls")),
    path("", include("phoihop.base.urls")),
]

handler400 = "phoihop.base.views.bad_request"
handler403 = "phoihop.base.views.forbidden"
handler404 = "phoihop.base.views.not_found"
handler429 = "phoihop.base.views.too_many"
handler500 = "phoihop.base.views.failed"
