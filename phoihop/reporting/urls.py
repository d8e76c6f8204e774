from django.urls import path

from phoihop.reporting.views import entry, imports, locks, review, rollup, sources

app_name = "reporting"
urlpatterns = [
    path("", entry.reports, name="reports"),
    path("<int:pk>/", entry.report, name="report"),
    path("<int:pk>/luu", entry.save, name="save"),
    path("<int:pk>/o/<str:code>", entry.save_cell, name="save_cell"),
    path("<int:pk>/rut", entry.withdraw, name="withdraw"),
    path("<int:pk>/dinh-chinh", entry.reopen, name="reopen"),
    path("<int:pk>/nhan", entry.accept, name="accept"),
    path("<int:pk>/tra-lai", entry.send_back, name="send_back"),
    path("<int:pk>/tep", entry.attach, name="attach"),
    path("<int:pk>/tep/<int:attachment>/go", entry.detach, name="detach"),
    path("duyet/", review.queue, name="queue"),
    path("duyet/nhan", review.accept_together, name="accept_together"),
    path("khoa/", locks.locks, name="locks"),
    path("khoa/them", locks.lock, name="lock"),
    path("khoa/<int:pk>/mo-lai", locks.let_through, name="let_through"),
    path("nap/", imports.load, name="load"),
    path("tong-hop/", rollup.shown, name="rollup"),
    path("tong-hop/qua-cac-ky", rollup.over_time, name="over_time"),
    path("tong-hop/nguon/<str:code>/<str:label>", sources.behind, name="sources"),
    path("tong-hop/chi-tieu", sources.indicators, name="indicators"),
    path("mau/<str:code>/<str:label>.xlsx", imports.template, name="template"),
]
