"""Keys: by what each row of a file is known when it comes again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from flask_babel import lazy_gettext as _

from kiosk.imports.files.shapes import KEY, OURS, Names
from kiosk.imports.mappings.answers import Cells, Wrong
from kiosk.imports.mappings.earlier import is_sealed
from kiosk.imports.mappings.occurrences import Occurrences
from kiosk.imports.rows import LONGEST_KEY


class Keys:
    """Gives rows their keys: the response they were, their own, or one made of all they hold and how often it came before."""

    def __init__(self, names: Names, columns: Sequence[int], response: int | None) -> None:
        self._names, self._columns, self._response = names, columns, response
        self._content = [place for place, name in enumerate(names.shown) if name not in OURS]
        self._all = len(self._content) == len(names.shown)
        self._set_aside = names.known.get(KEY)
        self._occurrences = Occurrences()

    def of(self, cells: Cells, wrong: list[Wrong]) -> str:
        """The key of a row; `wrong` gets what it lacks."""
        if self._response is not None:
            sealed = cells[self._response].strip().lower()
            if not is_sealed(sealed):
                wrong.append(Wrong(self._names.shown[self._response], sealed[:60], _("The row has no key.")))
            return sealed
        if self._set_aside is not None and cells[self._set_aside].strip():
            return cells[self._set_aside].strip()
        if self._columns:
            parts = [cells[place].strip() for place in self._columns]
            if not all(parts):
                wrong.append(Wrong(self._names.shown[self._columns[0]], "", _("The row has no key.")))
            key = "/".join(parts)
            return key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
        held = cells if self._all else [cells[place] for place in self._content]
        digest = hashlib.blake2b("\x1f".join(held).encode("utf-8", "replace"), digest_size=16).digest()
        return f"{digest.hex()}-{self._occurrences.seen(int.from_bytes(digest[:8], 'big'))}"
