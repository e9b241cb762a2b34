from django.urls import path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from querbeet.ui import views

app_name = "ui"
urlpatterns = [
    path("appearance", views.choose_appearance, name="appearance"),
    path("language", require_POST(set_language), name="language"),
    path("ui", views.show_gallery, name="gallery"),
]
