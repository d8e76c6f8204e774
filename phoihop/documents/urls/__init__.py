"""The address of stored files."""

from django.urls import path

from phoihop.documents.views import files

app_name = "documents"
urlpatterns = [path("<int:pk>", files.download, name="download")]
