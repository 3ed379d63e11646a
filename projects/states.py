"""The lifecycles of this app, in one place to read."""

from projects.machine import lifecycle

PROJECT = lifecycle(
    "draft",
    draft="in_production archived",
    in_production="in_review archived",
    in_review="approved changes_requested in_production archived",
    changes_requested="in_production in_review approved archived",
    approved="released changes_requested in_production in_review archived",
    released="archived",
    archived="",
)
REVIEW = lifecycle(
    "open",
    open="approved changes_requested rejected withdrawn",
    approved="withdrawn open",
    changes_requested="withdrawn open",
    rejected="withdrawn open",
    withdrawn="",
)
# Songs whose brief and words stand; of the gone ones nothing changes any more.
GONE = frozenset({"released", "archived"})
CLOSED = frozenset({"approved", *GONE})
