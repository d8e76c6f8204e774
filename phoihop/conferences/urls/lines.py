"""Tests of the sites' lines, and whether all is ready."""

from django.urls import URLPattern

paths: list[URLPattern] = []
