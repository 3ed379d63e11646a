"""The only talk upward: facts that other apps may act on, sent inside the transaction of the deed.

`picked`: sender Project, `pick`, `by`. `decided`: sender Project, `decision`, `by`.
`submitted`: sender Project, `project`, `by` (a draft was sent into production).
`asset_added`: sender Project, `asset`, `by` (a person's upload became an asset).
"""

from django.dispatch import Signal

submitted = Signal()
picked = Signal()
decided = Signal()
asset_added = Signal()
