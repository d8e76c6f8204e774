from django.urls import path

from phoihop.registers.views import area, areas, home, matter, matters, models, operations, standard, standards

app_name = "registers"
urlpatterns = [
    path("", home.home, name="home"),
    path("tieu-chuan/", standards.listed, name="standards"),
    path("tieu-chuan/bang", standards.export, name="standards_export"),
    path("tieu-chuan/<int:pk>", standard.dossier, name="standard"),
    path("mo-hinh/", models.listed, name="models"),
    path("mo-hinh/<int:pk>", models.one, name="model"),
    path("vu-viec/", matters.listed, name="matters"),
    path("vu-viec/bang", matters.export, name="matters_export"),
    path("vu-viec/<int:pk>", matter.one, name="matter"),
    path("dia-ban/", areas.listed, name="areas"),
    path("dia-ban/dua-vao", areas.put_in, name="areas_put_in"),
    path("dia-ban/dua-ra", areas.take_out, name="areas_take_out"),
    path("dia-ban/<int:pk>", area.one, name="area"),
    path("chuyen-an/", operations.listed, name="operations"),
]
