"""Where the files are that go with the program: inside the package when installed, beside it in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def migrations_folder() -> Path:
    return _folder("migrations")


def translations_folder() -> Path:
    return _folder("translations")


def _folder(name: str) -> Path:
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
