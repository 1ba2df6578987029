"""The sidebar: sections of links, of which a person sees those that lead where he may go.

app.py hands the whole of it over as a value, from the ground up:

    NAV = (
        Section("", (Link(_l("Results"), "results.overview", "results"), Link(_l("Comments"), "results.comments", "comment"))),
        Section(_l("Head office"), (Link(_l("Tablets"), "devices.index", "tablet"),)),
    )
    web.install(app, nav=NAV)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for

from kontuar.core.people import Role
from kontuar.web.access import current_person, current_visit


@dataclass(frozen=True, slots=True)
class Link:
    """A door in the sidebar: its words (lazy), the endpoint behind it, its icon, and perhaps how much is new behind it."""

    label: Any
    endpoint: str
    icon: str
    count: Callable[[], int] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Links under a title; the first section has none."""

    title: Any
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ShownLink:
    label: Any
    url: str
    icon: str
    current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class ShownSection:
    title: Any
    links: tuple[ShownLink, ...]


def shown(nav: Sequence[Section]) -> list[ShownSection]:
    """What the current person may see of `nav`; the link nearest to this page's address is current."""
    open_ones = [(section, [link for link in section.links if may_open(link.endpoint)]) for section in nav]
    addresses = {link.endpoint: url_for(link.endpoint) for _, links in open_ones for link in links}
    here = _nearest(request.path, list(addresses.values()))
    return [
        ShownSection(
            str(section.title),
            tuple(
                ShownLink(
                    str(link.label),
                    addresses[link.endpoint],
                    link.icon,
                    addresses[link.endpoint] == here,
                    link.count() if link.count else 0,
                )
                for link in links
            ),
        )
        for section, links in open_ones
        if links
    ]


def may_open(endpoint: str) -> bool:
    """Whether the current person may open a page, by what its view declares."""
    access: Any = getattr(current_app.view_functions[endpoint], "access", ())
    if access == "anyone":
        return True
    person = current_person()
    if person is None:
        return False
    if access == "people":
        return True
    return current_visit().means == "password" and person.holds(*(Role(role) for role in access if role in set(Role)))


def _nearest(path: str, addresses: list[str]) -> str:
    fits = [address for address in addresses if path == address or path.startswith(address.rstrip("/") + "/")]
    return max(fits, key=len, default="")
