from projects.models.album import Album, AlbumSong
from projects.models.asset import Asset, Pick, Rendition
from projects.models.desk import KeptAnswer, Notification, NotificationChoice, SavedView
from projects.models.guest import GuestLink
from projects.models.history import Activity, Event
from projects.models.origin import Origin
from projects.models.project import Declaration, LyricsVersion, Project
from projects.models.review import Comment, Decision, Opinion, Review
from projects.models.upload import Upload
from projects.models.webhook import Delivery, Webhook

__all__ = [
    "Activity",
    "Album",
    "AlbumSong",
    "Asset",
    "Comment",
    "Decision",
    "Declaration",
    "Delivery",
    "Event",
    "GuestLink",
    "KeptAnswer",
    "LyricsVersion",
    "Notification",
    "NotificationChoice",
    "Opinion",
    "Origin",
    "Pick",
    "Project",
    "Rendition",
    "Review",
    "SavedView",
    "Upload",
    "Webhook",
]
