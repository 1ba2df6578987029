"""What columns are called elsewhere, in our languages: for a first guess at a mapping, never for more."""

from __future__ import annotations

import re
import unicodedata

KEY = (
    "id respnum respid responseid respondent respondentid token recordid caseid uuid nr "
    "numer lfd číslo номер numéro numero"
)
DATE = (
    "date submitdate datestamp day intdate completed finished data dzień datum tag fecha "
    "día jour дата день ngày 日期 תאריך تاريخ visitdate interviewdate recordeddate enddate "
    "startdate timestamp"
)
TIME = "time hour godzina czas uhrzeit zeit hora heure čas laikas час время giờ 时间 שעה وقت"
LANGUAGE = (
    "lang language startlanguage locale język sprache langue idioma jazyk kalba мова язык "
    "ngônngữ 语言 שפה لغة userlanguage"
)
WEIGHT = "weight wgt weighting waga gewicht poids peso váha svoris вага вес 权重"
PLACE = (
    "shop store place location branch outlet site unit bu sklep salon oddział miejsce "
    "placówka filiale geschäft standort laden magasin boutique tienda sucursal prodejna "
    "pobočka parduotuvė магазин філія cửahàng 门店 店铺 חנות סניף متجر فرع trust organization"
)
NPS = (
    "nps netpro recommend recommendation likelihood polec polecenie empfehl empfehlung "
    "recommander recomend doporuč rekomenduo порад 推荐 תמליץ توصي rec"
)
EFFORT = "ces effort easy easiness wysiłek łatwo aufwand leicht facile fácil snadno lengva легко"
SECONDS = "seconds duration interviewtime durationinseconds totaltime czastrwania dauer durée duración"
TEXT = (
    "comment comments feedback remark opinion suggestion komentarz uwagi opinia kommentar "
    "anmerkung commentaire comentario komentář komentaras коментар 评论 הערה تعليق why "
    "improve"
)
COMPLETE = "complete finished status lastpage progress ukończona abgeschlossen"

_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def is_called(name: str, words: str) -> bool:
    """Whether a column's name, or one of its words, is one of these."""
    known = set(words.split())
    whole = "".join(_WORD.findall(name)).casefold()
    if whole in known:
        return True
    return any(part.casefold() in known for part in _WORD.findall(_CAMEL.sub(" ", name)))


def begins_like(name: str, words: str) -> bool:
    """The same, where a word may go on: `recommends`, `polecasz`."""
    parts = [part.casefold() for part in _WORD.findall(_CAMEL.sub(" ", name))]
    return is_called(name, words) or any(
        part.startswith(word) for part in parts for word in words.split() if len(word) > 3
    )


def identifier(name: str, taken: set[str], fallback: str) -> str:
    """A name for programs made from a column's or a code's: `Q7 ART` is `q7-art`; never one that is taken."""
    plain = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "l").replace("ß", "ss"))
    parts = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    made = "-".join(parts)[:34].strip("-")
    if not made or (len(made) * 2 < len(plain.strip()) and not plain.isascii()):
        made = fallback
    if not made[0].isalpha():
        made = f"{fallback[0]}-{made}"
    number, found = 2, made
    while found in taken:
        found, number = f"{made}-{number}", number + 1
    taken.add(found)
    return found
