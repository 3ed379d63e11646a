"""Why the studio can not start, with the exit code that scripts may test for."""

ALREADY_RUNNING = 3
PORT_TAKEN = 4
NO_REDIS = 5
NOT_PREPARED = 6


class StartError(Exception):
    def __init__(self, exit_code: int, code: str, words: str) -> None:
        super().__init__(f"{code}: {words}")
        self.exit_code = exit_code
