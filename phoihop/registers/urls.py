from django.urls import path

from phoihop.registers.views import home, models, operations, standard, standards

app_name = "registers"
urlpatterns = [
    path("", home.home, name="home"),
    path("tieu-chuan/", standards.listed, name="standards"),
    path("tieu-chuan/bang", standards.export, name="standards_export"),
    path("tieu-chuan/<int:pk>", standard.dossier, name="standard"),
    path("mo-hinh/", models.listed, name="models"),
    path("mo-hinh/<int:pk>", models.one, name="model"),
    path("chuyen-an/", operations.listed, name="operations"),
]
