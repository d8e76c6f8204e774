"""Addresses of campaigns; they stand among those of tasks."""

from django.urls import path

from phoihop.duties.views import campaign_end, campaign_plan, campaigns, field

urlpatterns = [
    path("", campaigns.listed, name="campaigns"),
    path("lap", campaign_plan.plan, name="plan_campaign"),
    path("<int:pk>", campaigns.campaign, name="campaign"),
    path("<int:pk>/bat-dau", campaigns.start, name="start_campaign"),
    path("<int:pk>/khung-gio", campaign_plan.slots, name="campaign_slots"),
    path("<int:pk>/bao", field.report, name="report_situation"),
    path("<int:pk>/don-vi/<int:unit>", campaigns.unit, name="campaign_unit"),
    path("tinh-hinh/<int:pk>", campaigns.situation, name="situation"),
    path("<int:pk>/ket-thuc", campaign_end.close, name="close_campaign"),
    path("<int:pk>/bao-cao", campaign_end.report, name="campaign_report"),
    path("<int:pk>/bao-cao/<str:kind>", campaign_end.file, name="campaign_file"),
]
