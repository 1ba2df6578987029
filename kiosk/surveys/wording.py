"""Words that every survey can have without writing them: faces, yes and no, and the ends of scales, in twelve languages.

They are put into a survey's document when it is read, so that it carries each word its customers saw.
"""

from collections.abc import Mapping

from kiosk.surveys.document import Ends, Text

Words = Mapping[str, tuple[str, ...]]

_FACES = {
    "pl": ("Bardzo źle", "Źle", "Tak sobie", "Dobrze", "Bardzo dobrze"),
    "en": ("Very bad", "Bad", "So-so", "Good", "Very good"),
    "uk": ("Дуже погано", "Погано", "Так собі", "Добре", "Дуже добре"),
    "de": ("Sehr schlecht", "Schlecht", "Geht so", "Gut", "Sehr gut"),
    "cs": ("Velmi špatně", "Špatně", "Průměrně", "Dobře", "Velmi dobře"),
    "lt": ("Labai blogai", "Blogai", "Vidutiniškai", "Gerai", "Labai gerai"),
    "es": ("Muy mal", "Mal", "Regular", "Bien", "Muy bien"),
    "fr": ("Très mal", "Mal", "Moyen", "Bien", "Très bien"),
    "vi": ("Rất tệ", "Tệ", "Bình thường", "Tốt", "Rất tốt"),
    "zh-Hans": ("很差", "较差", "一般", "较好", "很好"),
    "ar": ("سيئ جدًا", "سيئ", "مقبول", "جيد", "جيد جدًا"),
    "he": ("גרוע מאוד", "גרוע", "בינוני", "טוב", "טוב מאוד"),
}
_NO_YES = {
    "pl": ("Nie", "Tak"),
    "en": ("No", "Yes"),
    "uk": ("Ні", "Так"),
    "de": ("Nein", "Ja"),
    "cs": ("Ne", "Ano"),
    "lt": ("Ne", "Taip"),
    "es": ("No", "Sí"),
    "fr": ("Non", "Oui"),
    "vi": ("Không", "Có"),
    "zh-Hans": ("否", "是"),
    "ar": ("لا", "نعم"),
    "he": ("לא", "כן"),
}
_LIKELY = {
    "pl": ("na pewno nie", "na pewno tak"),
    "en": ("definitely not", "definitely"),
    "uk": ("точно ні", "точно так"),
    "de": ("sicher nicht", "ganz sicher"),
    "cs": ("určitě ne", "určitě ano"),
    "lt": ("tikrai ne", "tikrai taip"),
    "es": ("seguro que no", "seguro que sí"),
    "fr": ("sûrement pas", "certainement"),
    "vi": ("chắc chắn không", "chắc chắn có"),
    "zh-Hans": ("肯定不会", "肯定会"),
    "ar": ("لا بالتأكيد", "نعم بالتأكيد"),
    "he": ("בטוח שלא", "בטוח שכן"),
}
_EASY = {
    "pl": ("bardzo trudno", "bardzo łatwo"),
    "en": ("very hard", "very easy"),
    "uk": ("дуже важко", "дуже легко"),
    "de": ("sehr schwer", "sehr leicht"),
    "cs": ("velmi těžko", "velmi snadno"),
    "lt": ("labai sunku", "labai lengva"),
    "es": ("muy difícil", "muy fácil"),
    "fr": ("très difficile", "très facile"),
    "vi": ("rất khó", "rất dễ"),
    "zh-Hans": ("很难", "很容易"),
    "ar": ("صعب جدًا", "سهل جدًا"),
    "he": ("קשה מאוד", "קל מאוד"),
}

_LABELS: Mapping[str, Words] = {"smileys": _FACES, "yesno": _NO_YES}
_ENDS: Mapping[str, Words] = {"nps": _LIKELY, "effort": _EASY}
LABELLED = {"smileys": 5, "yesno": 2}
"""How many labels a type has, one for each value."""
ENDED = frozenset(_ENDS)
"""The types whose scale has words at its ends."""


def labels_for(question_type: str, languages: tuple[str, ...]) -> tuple[Text, ...]:
    """The built-in word for each value, worst first; none where the type has no labels."""
    words = _LABELS.get(question_type)
    if words is None:
        return ()
    return tuple(
        {language: words[language][value] for language in languages} for value in range(LABELLED[question_type])
    )


def ends_for(question_type: str, languages: tuple[str, ...]) -> Ends | None:
    """The built-in words at the ends of a scale; None where the type has no ends."""
    words = _ENDS.get(question_type)
    if words is None:
        return None
    return Ends(
        low={language: words[language][0] for language in languages},
        high={language: words[language][1] for language in languages},
    )
