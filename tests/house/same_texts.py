"""Texts that are rightly the same in a translation as in English, each with its reason."""

# In every language.
EVERYWHERE: dict[str, str] = {
    "NPS": "the measure's name",
    "CSAT": "the measure's name",
    "CES": "the measure's name",
    "PIN": "the same word everywhere",
    "CSV": "a format's name",
    "JSON": "a format's name",
    "n": "the sign for how many answered",
    "n %(n)s": "the sign for how many answered",
    "%(share)s, n %(n)s": "the sign for how many answered",
    "n 0": "the sign for how many answered",
}
# Words that a language shares with English, letter by letter: text -> languages.
SHARED: dict[str, tuple[str, ...]] = {
    "%(num)s question": ("fr",),
    "%(num)s questions": ("fr",),
    "%(title)s, version %(version)s": ("fr",),
    "{n} question": ("fr",),
    "{n} questions": ("fr",),
    "2 min": (
        "de",
        "es",
        "fr",
    ),
    "Administrator": ("pl",),
    "Apostrophes": ("fr",),
    "Webhooks": ("de", "es", "fr"),
    "Code": (
        "de",
        "fr",
    ),
    "Codes": ("de", "fr"),
    "Control": ("es",),
    "Segment": ("pl", "de", "cs", "fr"),
    "Export": (
        "de",
        "cs",
        "fr",
    ),
    "Format": ("de", "fr"),
    "Ideas": ("es",),
    "In %(place)s": ("de",),
    "Kiosk": (
        "pl",
        "de",
        "cs",
    ),
    "Link": (
        "pl",
        "de",
    ),
    "Menu": (
        "pl",
        "fr",
        "vi",
    ),
    "Name": ("de",),
    "No": ("es",),
    "no": ("es",),
    "question %(id)s": ("fr",),
    "segment %(id)s": ("fr",),
    "Person": ("de",),
    "Question": ("fr",),
    "Question %(number)s": ("fr",),
    "Question %(number)s, %(type)s": ("fr",),
    "Questions": ("fr",),
    "Quiz": (
        "pl",
        "de",
        "fr",
    ),
    "Role": ("cs",),
    "Satisfaction (CSAT)": ("fr",),
    "Standard": (
        "pl",
        "de",
        "cs",
        "fr",
    ),
    "Standard %(number)s": (
        "pl",
        "de",
        "cs",
        "fr",
    ),
    "Standard 3.4": (
        "pl",
        "de",
        "cs",
        "fr",
    ),
    "Standard {number}": (
        "pl",
        "de",
        "cs",
        "fr",
    ),
    "Standards": (
        "de",
        "fr",
    ),
    "Tablet": (
        "pl",
        "de",
        "cs",
    ),
    "Tablets": ("de",),
    "Trend": ("pl",),
    "Version": (
        "de",
        "fr",
    ),
    "Versions": ("fr",),
    "demo": (
        "pl",
        "lt",
    ),
    "region": ("pl",),
    "smileys": ("fr",),
    "standard %(number)s": (
        "pl",
        "cs",
        "fr",
    ),
    "version %(number)s": ("fr",),
    "{title}, version {version}": ("fr",),
}
# In some: (language, text).
SOMEWHERE: dict[tuple[str, str], str] = {
    (language, text): "the same word in both" for text, languages in SHARED.items() for language in languages
}
