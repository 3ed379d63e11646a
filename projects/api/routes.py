"""This app's part of `/api/v1/`."""

from django.urls import include, path, re_path

from projects.api.assets import Assets
from projects.api.guests import GuestLinks
from projects.api.house.invitations import Invitations
from projects.api.house.label import LabelDoor, Roster
from projects.api.house.people import People
from projects.api.house.record import Record
from projects.api.keys import Keys, Me
from projects.api.notices import NotificationChoices, Notifications
from projects.api.projects import Artists, Projects
from projects.api.reviews import Reviews
from projects.api.router import UUID, LenientRouter
from projects.api.talk import Comments, InboxViews
from projects.api.webhooks import Deliveries, Webhooks
from projects.views import media

router = LenientRouter()
router.register("artists", Artists, basename="api-artist")
router.register("projects", Projects, basename="api-project")
router.register("assets", Assets, basename="api-asset")
router.register("reviews", Reviews, basename="api-review")
router.register("comments", Comments, basename="api-comment")
router.register("links", GuestLinks, basename="api-link")
router.register("inbox-views", InboxViews, basename="api-view")
router.register("people", People, basename="api-person")
router.register("invitations", Invitations, basename="api-invitation")
router.register("roster", Roster, basename="api-roster")
router.register("record", Record, basename="api-record")
router.register("keys", Keys, basename="api-key")
router.register("webhooks", Webhooks, basename="api-webhook")
router.register("deliveries", Deliveries, basename="api-delivery")
router.register("notifications", Notifications, basename="api-notification")
router.register("notification-choices", NotificationChoices, basename="api-notification-choice")

ASSET = rf"^assets/(?P<asset_id>{UUID})"
urlpatterns = [
    re_path(r"^label/?$", LabelDoor.as_view(), name="api-label"),
    re_path(r"^me/?$", Me.as_view(), name="api-me"),
    re_path(ASSET + r"/content/?$", media.content, name="api-asset-content"),
    re_path(ASSET + r"/proxy/?$", media.proxy, name="api-asset-proxy"),
    re_path(ASSET + r"/peaks/?$", media.peaks, name="api-asset-peaks"),
    path("", include("projects.api.writing_routes")),
    *router.urls,
]
