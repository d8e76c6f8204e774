"""Addresses of letters."""

from django.urls import path

from phoihop.documents.views import letters, registers, writing

app_name = "letters"
urlpatterns = [
    path("", letters.incoming, name="incoming"),
    path("di", letters.outgoing, name="outgoing"),
    path("moi", writing.write, name="write"),
    path("<int:pk>/", letters.letter, name="letter"),
    path("<int:pk>/sua", writing.change, name="change"),
    path("<int:pk>/tep", writing.enclose, name="enclose"),
    path("<int:pk>/tep/<int:enclosure>/bo", writing.take_out, name="take_out"),
    path("<int:pk>/gui", writing.send, name="send"),
    path("<int:pk>/bo", writing.drop, name="drop"),
    path("<int:pk>/mo", letters.open_letter, name="open"),
    path("<int:pk>/vao-so", letters.take_in, name="take_in"),
    path("<int:pk>/thu-hoi", letters.recall, name="recall"),
    path("so/<str:which>", registers.register, name="register"),
    path("giay", registers.papers, name="papers"),
]
