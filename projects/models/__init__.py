from projects.models.asset import Asset, Pick, Rendition
from projects.models.history import Activity, Event
from projects.models.project import LyricsVersion, Project
from projects.models.review import Comment, Decision, Review
from projects.models.upload import Upload

__all__ = [
    "Activity",
    "Asset",
    "Comment",
    "Decision",
    "Event",
    "LyricsVersion",
    "Pick",
    "Project",
    "Rendition",
    "Review",
    "Upload",
]
