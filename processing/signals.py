"""`run_finished`: sender Run, `run` (done, failed or cancelled); sent inside the transaction that closes it."""

from django.dispatch import Signal

run_finished = Signal()
