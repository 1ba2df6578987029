"""Every route says who may use it."""

from flask import Flask

from tests.support.databases import on_sqlite


@on_sqlite
def test_every_route_says_who_may_use_it(app: Flask) -> None:
    silent = sorted(
        f"{rule.rule} ({rule.endpoint})"
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], "access")
    )
    assert silent == []


@on_sqlite
def test_every_address_is_made_of_plain_words(app: Flask) -> None:
    odd = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "_" in rule.rule.split("<")[0] or rule.rule.lower() != rule.rule
    ]
    assert odd == []
