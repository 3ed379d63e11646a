"""Files in and out. The pages and the API have maps of their own."""

from django.urls import path

from projects.views import media, uploads

urlpatterns = [
    path("uploads/", uploads.Uploads.as_view(), name="uploads"),
    path("uploads/<uuid:upload_id>", uploads.OneUpload.as_view(), name="upload"),
    path("assets/<uuid:asset_id>/content", media.content, name="asset-content"),
    path("assets/<uuid:asset_id>/proxy", media.proxy, name="asset-proxy"),
    path("assets/<uuid:asset_id>/poster", media.poster, name="asset-poster"),
    path("assets/<uuid:asset_id>/picture/<slug:kind>", media.picture, name="asset-picture"),
    path("assets/<uuid:asset_id>/peaks", media.peaks, name="asset-peaks"),
]
