"""Surveys for the browser's tests: a shop visit in twelve languages, and one question of every type."""

from __future__ import annotations

from typing import Any

LANGUAGES = ["pl", "en", "uk", "de", "cs", "lt", "es", "fr", "vi", "zh-Hans", "ar", "he"]


def words(*texts: str) -> dict[str, str]:
    """One text in the twelve languages, in their order; a single one stands in all of them."""
    return dict(zip(LANGUAGES, texts if len(texts) > 1 else texts * len(LANGUAGES), strict=True))


INVITE = words(
    "Jak było u nas dzisiaj?", "How was it here today?", "Як вам було в нас сьогодні?", "Wie war es heute bei uns?",
    "Jaké to u nás dnes bylo?", "Kaip šiandien pas mus sekėsi?", "¿Qué tal hoy con nosotros?",
    "Comment ça s'est passé chez nous aujourd'hui ?", "Hôm nay ở đây thế nào?", "今天在我们店里感觉怎么样？",
    "كيف كانت زيارتك لنا اليوم؟", "איך היה אצלנו היום?",
)  # fmt: skip
VISIT = words(
    "Jak udała się dzisiejsza wizyta?", "How was your visit today?", "Як пройшов ваш візит сьогодні?",
    "Wie war Ihr Besuch heute?", "Jak se vám dnes u nás líbilo?", "Kaip vertinate šiandienos apsilankymą?",
    "¿Cómo ha sido su visita de hoy?", "Comment s'est passée votre visite aujourd'hui ?",
    "Chuyến ghé thăm hôm nay của bạn thế nào?", "您今天的购物体验如何？", "كيف كانت زيارتك اليوم؟", "איך היה הביקור שלך היום?",
)  # fmt: skip
FACES = [
    words("Bardzo źle", "Very bad", "Дуже погано", "Sehr schlecht", "Velmi špatně", "Labai blogai", "Muy mal",
          "Très mal", "Rất tệ", "很差", "سيئة جدًا", "רע מאוד"),
    words("Źle", "Bad", "Погано", "Schlecht", "Špatně", "Blogai", "Mal", "Mal", "Tệ", "差", "سيئة", "רע"),
    words("Tak sobie", "So-so", "Так собі", "Geht so", "Ujde to", "Vidutiniškai", "Regular", "Moyen", "Bình thường",
          "一般", "مقبولة", "ככה ככה"),
    words("Dobrze", "Good", "Добре", "Gut", "Dobře", "Gerai", "Bien", "Bien", "Tốt", "好", "جيدة", "טוב"),
    words("Bardzo dobrze", "Very good", "Дуже добре", "Sehr gut", "Velmi dobře", "Labai gerai", "Muy bien", "Très bien",
          "Rất tốt", "很好", "جيدة جدًا", "טוב מאוד"),
]  # fmt: skip
WRONG = words(
    "Przykro nam. Co poszło nie tak?", "We're sorry. What went wrong?", "Нам шкода. Що пішло не так?",
    "Das tut uns leid. Was lief schief?", "Mrzí nás to. Co se nepovedlo?", "Apgailestaujame. Kas buvo negerai?",
    "Lo sentimos. ¿Qué falló?", "Nous sommes désolés. Qu'est-ce qui n'allait pas ?", "Rất tiếc. Điều gì chưa tốt?",
    "很抱歉。哪里不满意？", "نأسف لذلك. ما الذي لم يعجبك؟", "אנחנו מצטערים. מה השתבש?",
)  # fmt: skip
PICK = words(
    "Zaznacz wszystko, co pasuje.", "Mark all that apply.", "Позначте все, що підходить.",
    "Kreuzen Sie alles an, was zutrifft.", "Označte vše, co platí.", "Pažymėkite viską, kas tinka.",
    "Marque todo lo que corresponda.", "Cochez tout ce qui convient.", "Chọn tất cả những gì phù hợp.", "可多选。",
    "حدّد كل ما ينطبق.", "סמנו את כל מה שמתאים.",
)  # fmt: skip
REASONS = {
    "waiting": words("Czas oczekiwania", "Waiting time", "Час очікування", "Wartezeit", "Čekací doba",
                     "Laukimo laikas", "Tiempo de espera", "Temps d'attente", "Thời gian chờ", "等候时间",
                     "وقت الانتظار", "זמן ההמתנה"),
    "courtesy": words("Uprzejmość obsługi", "Courtesy of the staff", "Ввічливість персоналу",
                      "Freundlichkeit des Personals", "Vlídnost obsluhy", "Personalo mandagumas", "Trato del personal",
                      "Amabilité du personnel", "Thái độ nhân viên", "服务态度", "لطف الموظفين", "אדיבות הצוות"),
    "advice": words("Rada przy wyborze", "Advice when choosing", "Порада при виборі", "Beratung bei der Auswahl",
                    "Rada při výběru", "Patarimas renkantis", "Ayuda para elegir", "Conseils pour choisir",
                    "Tư vấn lựa chọn", "选购建议", "المشورة عند الاختيار", "ייעוץ בבחירה"),
    "range": words("Wybór towaru", "Choice of goods", "Вибір товарів", "Warenangebot", "Výběr zboží",
                   "Prekių pasirinkimas", "Surtido", "Choix des produits", "Hàng hóa đa dạng", "商品选择",
                   "تنوع البضائع", "מבחר הסחורה"),
    "price": words("Cena", "Price", "Ціна", "Preis", "Cena", "Kaina", "Precio", "Prix", "Giá cả", "价格", "السعر", "מחיר"),
    "order": words("Porządek w sklepie", "Tidiness of the shop", "Порядок у магазині", "Ordnung im Laden",
                   "Pořádek v prodejně", "Tvarka parduotuvėje", "Orden en la tienda", "Propreté du magasin",
                   "Cửa hàng gọn gàng", "店内整洁", "ترتيب المتجر", "סדר בחנות"),
}  # fmt: skip
RECOMMEND = words(
    "Czy polecisz nas znajomym?", "Would you recommend us to friends?", "Чи порадите ви нас знайомим?",
    "Würden Sie uns Freunden empfehlen?", "Doporučíte nás známým?", "Ar rekomenduosite mus draugams?",
    "¿Nos recomendaría a sus amigos?", "Nous recommanderiez-vous à vos amis ?", "Bạn có giới thiệu chúng tôi cho bạn bè không?",
    "您会向朋友推荐我们吗？", "هل توصي بنا أصدقاءك؟", "האם תמליצו עלינו לחברים?",
)  # fmt: skip
LOW = words("na pewno nie", "certainly not", "точно ні", "sicher nicht", "určitě ne", "tikrai ne", "seguro que no",
            "sûrement pas", "chắc chắn không", "肯定不会", "بالتأكيد لا", "בטוח שלא")  # fmt: skip
HIGH = words("na pewno tak", "certainly", "точно так", "ganz sicher", "určitě ano", "tikrai taip", "seguro que sí",
             "sûrement", "chắc chắn có", "肯定会", "بالتأكيد نعم", "בטוח שכן")  # fmt: skip
COMMENT = words(
    "Co możemy zrobić lepiej?", "What can we do better?", "Що ми можемо зробити краще?", "Was können wir besser machen?",
    "Co můžeme dělat lépe?", "Ką galėtume daryti geriau?", "¿Qué podemos hacer mejor?", "Que pouvons-nous mieux faire ?",
    "Chúng tôi có thể làm gì tốt hơn?", "我们哪里可以做得更好？", "ما الذي يمكننا تحسينه؟", "מה נוכל לעשות טוב יותר?",
)  # fmt: skip
THANKS = words(
    "Dziękujemy. To nam pomoże.", "Thank you. This helps us.", "Дякуємо. Це нам допоможе.", "Danke. Das hilft uns.",
    "Děkujeme. Pomůže nám to.", "Ačiū. Tai mums padės.", "Gracias. Esto nos ayuda.", "Merci. Cela nous aide.",
    "Cảm ơn bạn. Điều này giúp chúng tôi.", "谢谢。这对我们有帮助。", "شكرًا. هذا يساعدنا.", "תודה. זה עוזר לנו.",
)  # fmt: skip


def visit(**changes: Any) -> dict[str, Any]:
    """CSAT, the reasons after a low one, NPS, a comment."""
    choices = [{"id": name, "label": label} for name, label in REASONS.items()]
    questions = [
        {"id": "visit", "type": "smileys", "title": VISIT, "labels": FACES},
        {
            "id": "reasons", "type": "several", "title": WRONG, "help": PICK, "choices": choices,
            "when": {"question": "visit", "at-most": 3},
        },
        {"id": "recommend", "type": "nps", "title": RECOMMEND, "ends": {"low": LOW, "high": HIGH}},
        {"id": "comment", "type": "text", "title": COMMENT, "limit": 500},
    ]  # fmt: skip
    return {
        "kind": "survey", "key": "shop-visit", "source": "pl", "languages": LANGUAGES,
        "title": words("Wizyta w sklepie", *["Shop visit"] * 11), "invite": INVITE, "thanks": THANKS,
        "questions": questions,
    } | changes  # fmt: skip


def everything() -> dict[str, Any]:
    """One question of each type, with refusals, a required one and one with more choices than fit on a screen."""
    many = [{"id": f"c{number}", "label": words(f"Choice number {number}")} for number in range(1, 9)]
    ends = {"low": words("strongly disagree"), "high": words("strongly agree")}
    questions = [
        {"id": "easy", "type": "effort", "title": words("It was easy to find what I wanted"), "ends": ends},
        {"id": "product", "type": "stars", "title": words("How do you like the product?"), "decline": ["unknown"]},
        {
            "id": "found", "type": "yesno", "title": words("Did you find everything?"),
            "labels": [words("No"), words("Yes")], "decline": ["unknown", "inapplicable"],
        },
        {"id": "where", "type": "one", "title": words("Where did you hear of us?"), "choices": many, "required": True},
        {"id": "what", "type": "several", "title": words("What did you come for?"), "choices": many},
        {"id": "more", "type": "text", "title": words("Anything else?"), "limit": 20},
    ]  # fmt: skip
    return visit(questions=questions)
