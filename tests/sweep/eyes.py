"""What is looked at on a page: what axe finds in each theme, whether it scrolls sideways; bare texts, and clipped ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel import Locale
from playwright.sync_api import Page

from kontuar.core.languages import LANGUAGES
from kontuar.web import components, icons
from tests.support.axe import COLOURS, faults, sideways
from tests.sweep.readings import MADE_UP, Reading

TALL = 2600  # px: all of a narrow page is in sight, nothing lies half under the counter
# Each theme in a wide and in a narrow window, once from left to right and once from right to left. The first is looked at
# with all of axe's rules, the others with those that colours bear on: a theme is nothing but colours (test_tokens.py).
LOOKS = {
    "pl": (("light", 1280, 800), ("dark", 390, TALL), ("contrast", 1280, 800)),
    "ar": (("light", 390, TALL), ("dark", 1280, 800), ("contrast", 390, TALL)),
}
WIDTHS = ((320, 640), (768, 1024))
ON_EVERY_PAGE = {"preferences", "drawer"}  # enough to open them once
# What has Latin letters and is no text of ours: names, addresses, codes, keys, time zones, units, words of a file's format.
NAMES = (
    r"[A-Z]\w+(/[\w+\- ]+)+, \d\d:\d\d", "Kontuar", "Chromium", "Chrome", "Firefox", "Linux", "JSON", "CSV", "YAML", "UTC", "NPS",
    "CSAT", "CES", "[A-Z]+(-[A-Z]+)*, [0-9A-F]{4}", r"[\w+\-]+/[\w+\-\/]+", r"\S+@\S+", r"https?://\S+",
    "[0-9a-fA-F]{8,}[0-9a-fA-F-]*", "[A-Z0-9]{4}(-[A-Z0-9]{4})+", "RELEASE-[A-Z]+", "BEGUN-ALREADY", "ECONNREFUSED",
)  # fmt: skip
SAMPLES = {*components.SHOPS, *icons.names(), *(word for person in components.PEOPLE for word in person)}
BARE = Path(__file__).with_name("bare.js").read_text("utf-8")
CLIPPED = Path(__file__).with_name("clipped.js").read_text("utf-8")
THEME = """(theme) => {
  const { dataset } = document.documentElement;
  dataset.theme = theme;
  if (document.getElementById("screen") && theme === "contrast") dataset.text = "large"; // on a tablet they go together
  else delete dataset.text;
}"""
OPEN_ALL = """() => {
  for (const each of document.querySelectorAll("details")) each.open = true;
}"""
HIDDEN = "() => [...document.querySelectorAll('dialog:not([open]), [popover]')].map((each) => each.id).filter(Boolean)"
SHOW = """(id) => {
  const it = document.getElementById(id);
  if (it.matches(":popover-open, [open]")) return false;
  if (it.matches("dialog:not([popover])")) it.showModal(); else it.showPopover();
  return it.checkVisibility();
}"""
CLOSE = "id => { const it = document.getElementById(id); it.matches('dialog:not([popover])') ? it.close() : it.hidePopover(); }"


@cache
def allowed() -> str:
    """What may stand outside the brackets, as a regular expression: names, and months and days as CLDR writes them."""
    locale = Locale.parse(MADE_UP)
    words = (
        {name for language in LANGUAGES for name in (language.own_name, language.own_name.lower())}
        | {"m.", "d.", "val.", "min.", "sek.", "s"}
        | SAMPLES
    )
    for forms in (locale.months, locale.days):
        words |= {
            word for context in forms.values() for width in context.values() for word in width.values() if len(word) > 1
        }
    return "|".join([*NAMES, *(word.replace(".", r"\.") for word in sorted(words, key=len, reverse=True))])


@dataclass
class Eyes:
    """Looks at one page after another as somebody reads them, and keeps what was found."""

    reading: Reading
    looked: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    runs: int = 0
    opened: set[str] = field(default_factory=set)

    def look(self, page: Page, name: str) -> None:
        """Look at the page as it stands, and at each of its dialogs and drawers."""
        self.looked.append(name)
        page.evaluate(OPEN_ALL)
        if self.reading.made_up:
            page.set_viewport_size({"width": 768, "height": 1024})
            self._keep(name, page.evaluate(BARE, allowed()))
            self._keep(name, page.evaluate(CLIPPED))
        else:
            self._through_themes(page, name)

    def _through_themes(self, page: Page, name: str) -> None:
        for number, (theme, width, height) in enumerate(LOOKS[self.reading.tag]):
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate(THEME, theme)
            self._judge(page, f"{name}, {theme}, {width}", COLOURS if number else None)
        for width, height in WIDTHS:
            page.set_viewport_size({"width": width, "height": height})
            self._straight(page, f"{name}, {width}")
        page.set_viewport_size({"width": 1280, "height": 800})
        for hidden in page.evaluate(HIDDEN):
            if hidden not in self.opened and page.evaluate(SHOW, hidden):
                self.opened |= {hidden} & ON_EVERY_PAGE
                self._judge(page, f"{name}, #{hidden}")
                page.evaluate(CLOSE, hidden)

    def _judge(self, page: Page, where: str, rules: list[str] | None = None) -> None:
        self.runs += 1
        self._keep(where, faults(page, rules))
        self._straight(page, where)

    def _straight(self, page: Page, where: str) -> None:
        if over := sideways(page):
            self.found.append(f"{where}: scrolls sideways by {over} px")

    def _keep(self, where: str, faults: list[str]) -> None:
        self.found += [f"{where}: {fault}" for fault in faults]
        if faults:
            print(*self.found[-len(faults) :], sep="\n", flush=True)
