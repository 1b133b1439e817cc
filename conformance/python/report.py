"""What the client scripts say: one JSON object per line on stdout, and a loud end if something is wrong."""

import json
import sys
import time
import traceback
from typing import Any, Callable

_began = time.monotonic()


def say(step: str, **seen: Any) -> None:
    """Prints what a step saw."""
    seconds = round(time.monotonic() - _began, 2)
    print(json.dumps({"step": step, "seconds": seconds, **seen}, default=str), flush=True)


def check(holds: bool, what: str, **seen: Any) -> None:
    """Raises AssertionError with what was seen unless it holds."""
    if not holds:
        raise AssertionError(f"{what}: {json.dumps(seen, default=str)}")


def run(main: Callable[[], None]) -> None:
    """Runs a script; an exception ends it with code 1 and a last line that says what failed."""
    try:
        main()
    except BaseException as error:  # noqa: BLE001: also SystemExit of a client library
        traceback.print_exc()
        print(json.dumps({"step": "failed", "error": f"{type(error).__name__}: {error}"}), flush=True)
        sys.stdout.flush()
        sys.exit(1)
    say("done")
