"""Compile the catalogues translations/*/*.po: when a wheel or an editable install is made, or run as a script."""

import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(folder: Path) -> list[Path]:
    """Write a .mo beside every .po below `folder`; the .mo files."""
    made = []
    for po in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parts[-3])
        mo = po.with_suffix(".mo")
        making = mo.with_name(f".{os.getpid()}-{mo.name}")
        with making.open("wb") as target:
            write_mo(target, catalogue)
        making.replace(mo)  # whole or not at all: somebody may be reading it
        made.append(mo)
    return made


class Translations(BuildHookInterface[Any]):
    """Lays the compiled catalogues inside the wheel, as kontuar/translations."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        folder = Path(self.root, "translations")
        for mo in compile_catalogues(folder):
            if version != "editable":
                build_data["force_include"][str(mo)] = f"kontuar/{mo.relative_to(folder.parent).as_posix()}"


if __name__ == "__main__":
    compile_catalogues(Path(__file__).resolve().parent)
