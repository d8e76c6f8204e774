"""Addresses of tasks and what hangs on them."""

from django.urls import include, path

from phoihop.duties.views import (
    assigning,
    board,
    bulk,
    listing,
    loading,
    loop,
    matrix,
    papers,
    plan,
    reminders,
    scorecard,
    share,
    silence,
    task,
    together,
)

app_name = "tasks"
urlpatterns = [
    path("dot/", include("phoihop.duties.urls.campaigns")),
    path("", listing.listed, name="list"),
    path("bang", listing.export, name="export"),
    path("nhan", together.accept, name="accept_together"),
    path("<int:pk>", task.task, name="task"),
    path("phan-viec/<int:pk>", share.share, name="share"),
    path("bang-diem/", scorecard.shown, name="score"),
    path("ma-tran/", matrix.shown, name="matrix"),
    path("so-sanh/", board.shown, name="board"),
    path("so-sanh/mo-dong", board.turn, name="board_switch"),
    path("vong-viec/", loop.show, name="loop"),
    path("nhac-viec/", reminders.mine, name="reminders"),
    path("nhac-viec/don-vi", reminders.by_unit, name="reminded_units"),
    path("im-lang/", silence.silent, name="silent"),
    path("im-lang/bang", silence.silent_file, name="silent_file"),
    path("im-lang/nhac", silence.remind_now, name="remind_now"),
    path("chuong-trinh/", papers.programmes, name="programmes"),
    path("chuong-trinh/them", papers.add_programme, name="add_programme"),
    path("chuong-trinh/<int:pk>", papers.programme, name="programme"),
    path("chi-dao/", papers.directives, name="directives"),
    path("chi-dao/them", papers.add_directive, name="add_directive"),
    path("chi-dao/<int:pk>", papers.directive, name="directive"),
    path("giao", assigning.assign, name="assign"),
    path("nhieu", bulk.bulk, name="bulk"),
    path("nap", loading.load, name="load"),
    path("nap/mau", loading.load_template, name="load_template"),
    path("ke-hoach/", plan.plan, name="plan"),
    path("thoi-han/<int:pk>", plan.terms, name="terms"),
]
