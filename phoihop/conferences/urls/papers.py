"""Papers, who read them, and what was said of them."""

from django.urls import path

from phoihop.conferences.views import papers, reading

paths = [
    path("<int:pk>/tai-lieu/", papers.papers, name="papers"),
    path("<int:pk>/tai-lieu/<int:paper>", reading.paper, name="paper"),
    path("<int:pk>/tai-lieu/<int:paper>/trang/<int:page>.png", reading.picture, name="page_picture"),
    path("<int:pk>/tai-lieu/<int:paper>/da-doc", reading.read, name="read_paper"),
    path("<int:pk>/tai-lieu/<int:paper>/gop-y", reading.comment, name="comment_paper"),
    path("<int:pk>/tai-lieu/<int:paper>/chieu", reading.show, name="show_paper"),
    path("<int:pk>/tai-lieu/<int:paper>/sua", papers.change, name="change_paper"),
    path("<int:pk>/tai-lieu/<int:paper>/nguoi-doc", papers.readers, name="paper_readers"),
    path("<int:pk>/gop-y/<int:comment>", reading.answer, name="answer_comment"),
]
