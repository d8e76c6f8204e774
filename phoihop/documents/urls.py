from django.urls import path

from phoihop.documents import views

app_name = "documents"
urlpatterns = [path("<int:pk>", views.download, name="download")]
