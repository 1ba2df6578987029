"""What the demo's customers typed: by language, and by what went wrong ("" where it went well)."""

WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "pl": {
        "": (
            "Pani od ekspresów wytłumaczyła mi wszystko po ludzku.",
            "Szybko, miło i bez wciskania.",
            "Pan sam podszedł i zapytał, czego szukam.",
            "Zwrot załatwiony od ręki, dziękuję.",
            "Wracam tu, bo doradzają szczerze.",
        ),
        "waiting": (
            "Jedna kasa czynna, dziesięć osób w kolejce, a dwóch panów układa kubki.",
            "Czekałam kwadrans i nikt nie powiedział, ile to potrwa.",
            "Po siedemnastej zawsze ta sama kolejka.",
        ),
        "greeting": ("Stałem chwilę przy ladzie i nikt nie zauważył.", "Nikt nie powiedział nawet dzień dobry."),
        "courtesy": ("Pan przewrócił oczami, kiedy zapytałam drugi raz.",),
        "advice": (
            "Doradzono mi droższy model, a pytałam o coś prostego.",
            "Sprzedawca nie znał różnicy między modelami.",
        ),
        "shelves": ("Połowa półki z filtrami pusta.", "Pudełka na środku przejścia, wózkiem nie przejedziesz."),
        "price": ("Na półce 89 zł, przy kasie 99.", "Nie ma ceny przy czajnikach."),
    },
    "uk": {
        "": ("Дуже привітна дівчина, все пояснила українською.", "Швидко й без зайвих слів."),
        "waiting": ("Довга черга, працює лише одна каса.", "Чекала двадцять хвилин."),
        "advice": ("Порадили найдорожче, не спитавши, що мені треба.",),
        "price": ("Ціна на касі інша, ніж на полиці.",),
    },
    "en": {
        "": ("Lovely staff, they switched to English at once.",),
        "waiting": ("One till open on a Saturday afternoon, really?",),
        "advice": ("He read the box to me. I can read.",),
    },
    "de": {
        "": ("Freundlich und kompetent beraten.",),
        "waiting": ("Zu lange an der Kasse gewartet.",),
    },
}
