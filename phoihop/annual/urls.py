from django.urls import path

from phoihop.annual.views import directions, pages, words

app_name = "annual"
urlpatterns = [
    path("", pages.editions, name="editions"),
    path("mo", pages.begin, name="open"),
    path("<int:pk>/", pages.edition, name="edition"),
    path("<int:pk>/so-sanh", pages.compared, name="compare"),
    path("<int:pk>/tai/<slug:kind>", pages.download, name="download"),
    path("<int:pk>/dung-lai", pages.rebuilt, name="rebuilt"),
    path("<int:pk>/muc/<int:section_id>", words.section, name="section"),
    path("<int:pk>/doan/<int:block_id>", words.block, name="block"),
    path("<int:pk>/giu-so/<int:waiver_id>", words.waiver, name="waiver"),
    path("<int:pk>/phuong-huong", directions.directions, name="directions"),
    path("<int:pk>/phuong-huong/<int:direction_id>", directions.direction, name="direction"),
    path("<int:pk>/ngay", words.paper_date, name="paper_date"),
    path("<int:pk>/phat-hanh", words.issue, name="issue"),
]
