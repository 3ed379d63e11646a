"""`run_finished`: sender Run, `run` (done, failed or cancelled); sent inside the transaction that closes it.

`stage_told`: sender Stage, `stage`; sent when a stage told its progress, to whoever watches in the same process.
"""

from django.dispatch import Signal

run_finished = Signal()
stage_told = Signal()
