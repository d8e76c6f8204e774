"""Opening and closing, the chair, questions put to the vote, roll call of any site, the whole log."""

from django.urls import path

from phoihop.conferences.views import conduct, questions, rolls

paths = [
    path("<int:pk>/khai-mac/", conduct.open_room, name="open_room"),
    path("<int:pk>/be-mac/", conduct.close_room, name="close_room"),
    path("<int:pk>/nhan-chu-tri/", conduct.take_chair, name="take_chair"),
    path("<int:pk>/bieu-quyet/", questions.questions, name="questions"),
    path("<int:pk>/bieu-quyet/<int:vote>/kiem-phieu/", questions.count, name="count"),
    path("<int:pk>/diem-danh/<int:site>/", rolls.roll, name="roll"),
    path("<int:pk>/nhat-ky/", rolls.log, name="log"),
]
