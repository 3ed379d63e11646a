"""The only talk upward: facts that other apps may act on, sent inside the transaction of the deed.

`picked`: sender Project, `pick`, `by`. `decided`: sender Project, `decision`, `by`.
`submitted`: sender Project, `project`, `by` (a draft was sent into production).
`asset_added`: sender Project, `asset`, `by` (a person's upload became an asset, or one of another kind).
`asset_taken_out`: sender Project, `asset`, `by` (a file of a draft is about to be deleted or to change its kind).
"""

from django.dispatch import Signal

submitted = Signal()
picked = Signal()
decided = Signal()
asset_added = Signal()
asset_taken_out = Signal()
