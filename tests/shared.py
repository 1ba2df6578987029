"""Where tests find large sample files that are not part of the project, and skip visibly when they are absent."""

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent


def shared(path: str) -> Path:
    """The file or folder `path` of the sample folder: $KONTUAR_SHARED, else `shared` beside the checkout."""
    folder = Path(os.environ.get("KONTUAR_SHARED") or CHECKOUT.parent / "shared")
    found = folder / path
    if not found.exists():
        pytest.skip(f"sample file {path} is not here (KONTUAR_SHARED names the folder that holds it)")
    return found
