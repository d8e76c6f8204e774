"""What a browser needs for moving pictures."""

from django.urls import path

from phoihop.conferences.views import video

paths = [
    path("<int:pk>/hinh/", video.picture, name="picture"),
    path("<int:pk>/hinh/ve", video.ticket, name="ticket"),
    path("<int:pk>/hinh/tin", video.signals, name="signals"),
    path("<int:pk>/hinh/ghi", video.recordings, name="recordings"),
    path("<int:pk>/hinh/ghi/dau-muc", video.recording_marks, name="recording_marks"),
]
