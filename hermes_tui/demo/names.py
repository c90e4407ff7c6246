"""Invented companies and people by country, made by combination; nobody here exists."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple


class Land(NamedTuple):
    """Where a company sits: how its people and companies are called there, and what it pays in.

    Names in another script carry their Latin spelling after a colon: `美咲:Misaki`. A pattern's `{h}` is a
    company's head, `{t}` its tail, `{f}` a family name.
    """

    country: str
    weight: int
    currency: str
    cities: tuple[str, ...]
    first: tuple[str, ...]
    last: tuple[str, ...]
    heads: tuple[str, ...]
    tails: tuple[str, ...]
    patterns: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ENGLISH_HEADS = _words(
    "Acme Borealis Cobalt Dune Elm Fairwater Granite Harbor Ironwood Juniper Kestrel Lantern Meridian Northgate "
    "Oakline Pinnacle Quarry Redwood Saltmarsh Tidewater Umber Vantage Wexford Yellowtail Zephyr Alder Brightwell "
    "Copperfield Driftwood Eastmoor Foxglove Greyfriars Hollow Inverness Keystone Larkspur Millbrook Nightingale "
    "Orchard Portside Ravenhill Silverlake Thornbury Upland Westbrook"
)
_ENGLISH_TAILS = _words(
    "Logistics Freight Foods Textiles Robotics Energy Dental Clinics Homes Tools Packaging Insurance Outdoors "
    "Furniture Plastics Diagnostics Hotels Media Schools Farms Marine Optics Motors Brewing Pharmacy Roofing"
)

LANDS: tuple[Land, ...] = (
    Land(
        "United States", 34, "USD",
        ("Portland", "Austin", "Duluth", "Raleigh", "Tucson", "Boise", "Toledo", "Savannah"),
        _words(
            "Ann Bob Carla Derek Elena Frank Grace Hector Irene Jamal Kate Luis Maria Nathan Olivia Priya Quentin "
            "Rosa Steven Tamika Victor Wendy Xavier Yolanda Zach Monica Tyler Denise"
        ),
        _words(
            "Lee Ray Brooks Castillo Dawson Ellis Foster Greene Hayes Irving Jackson Kowalski Lopez Monroe Nguyen "
            "Ortiz Parker Quinn Reyes Sullivan Turner Underwood Vargas Whitaker Young Zimmerman O'Neill O'Brien"
        ),
        _ENGLISH_HEADS, _ENGLISH_TAILS,
        ("{h} {t}", "{h} {t}", "{h} {t} Inc.", "{h} & Sons", "{h} Corp", "{h} {t} LLC"),
    ),
    Land(
        "United Kingdom", 14, "GBP",
        ("Leeds", "Bristol", "Norwich", "Dundee", "Cardiff", "Hull"),
        _words("Alice Benedict Charlotte Duncan Eleanor Freddie Gemma Harriet Imogen Jasper Kirsty Lewis Niamh Owen"),
        _words(
            "Ashworth Barlow Clarke D'Arcy Entwistle Fletcher Grimshaw Hargreaves Iveson Jarvis Kershaw Lyle "
            "Mackenzie Norris O'Hara Pemberton Rowntree Sutcliffe Thwaite Wainwright"
        ),
        _ENGLISH_HEADS, _ENGLISH_TAILS,
        ("{h} {t} Ltd", "{h} {t}", "{h} & {f}", "{f}'s {t}", "St. {f} {t}"),
    ),
    Land(
        "Germany", 11, "EUR", ("Köln", "Münster", "Leipzig", "Nürnberg", "Würzburg"),
        _words("Anke Björn Claudia Dieter Elke Florian Greta Heiko Jürgen Katrin Lukas Sabine Thorsten Ulrike Jörg"),
        _words("Bäcker Dörfler Engel Fröhlich Groß Hübner Jäger Köhler Lindemann Müller Neumann Schäfer Weiß Zöllner"),
        _words("Nordlicht Rhein Alpen Hansa Schwarzwald Eichen Falken Silber Blau Morgen Stern Süd Mühlen Brücken"),
        _words("Logistik Maschinenbau Versand Technik Möbel Werkzeuge Druck Verpackung Medizintechnik Küchen"),
        ("{h} {t} GmbH", "{h}{t} AG", "{f} {t} GmbH & Co. KG", "Gebrüder {f}"),
    ),
    Land(
        "France", 8, "EUR", ("Nîmes", "Orléans", "Angoulême", "Besançon"),
        _words("Aurélie Baptiste Chloé Didier Élodie François Gaëlle Hélène Jérôme Léa Mathieu Noémie Rémi Zoé"),
        _words("Béranger Chevalier Delacroix Fauré Garçon Hénin Lefèvre Moreau Noël Périgord Rousseau Vasseur"),
        _words("Atelier Maison Comptoir Établissements Groupe Ferme Verrerie Société"),
        _words("Beauséjour Lumière Duchêne Rivière Montclair Saint-Éloi Belle-Île Clairvaux Fontenay Grand-Large"),
        ("{h} {t}", "{h} {t} SAS", "{h} {f} & Fils"),
    ),
    Land(
        "Spain", 5, "EUR", ("Logroño", "Cádiz", "León", "Gijón"),
        _words("Álvaro Begoña Cristina Íñigo Jesús Lucía Martín Nuria Pilar Raúl Sofía Verónica"),
        _words("Álvarez Castaño Domínguez Fernández Ibáñez Jiménez López Muñoz Núñez Peña Sánchez Vázquez"),
        _words("Bodegas Talleres Aceites Conservas Grupo Muebles Clínicas Transportes"),
        _words("Peñalara Ordóñez Guadarrama Río-Seco Sol-Naciente Montaña Doñana Albariño"),
        ("{h} {t}", "{h} {t} S.L.", "{h} {f} e Hijos"),
    ),
    Land(
        "Poland", 4, "EUR", ("Łódź", "Kraków", "Gdańsk", "Rzeszów"),
        _words("Agnieszka Błażej Grażyna Jakub Łukasz Małgorzata Paweł Stanisław Wojciech Żaneta"),
        _words("Dąbrowski Gołębiowska Jabłoński Kaczyńska Łuczak Nowak Pawłowska Śliwa Wiśniewski Żak"),
        _words("Bałtyk Wisła Tatra Bursztyn Jodła Orzeł Żubr Mazowsze"),
        _words("Transport Meble Serwis Stal Chłodnie Pakowanie Piekarnie"),
        ("{h} {t} Sp. z o.o.", "{h}-{t}", "{t} {f}"),
    ),
    Land(
        "Sweden", 4, "EUR", ("Malmö", "Göteborg", "Örebro", "Umeå"),
        _words("Åsa Björn Elin Gösta Håkan Karin Lars Märta Nils Sören Östen Ylva"),
        _words("Åkesson Bergström Dahlgren Ekström Göransson Håkansson Lindqvist Norrby Sjöberg Öhman"),
        _words("Norrsken Fjäll Skärgård Björk Älv Bruk Kust Sjö"),
        _words("Möbler Frakt Verktyg Energi Livs Teknik Fiske"),
        ("{h} {t} AB", "{h} {t}", "{f} & Söner"),
    ),
    Land(
        "Brazil", 5, "USD", ("São Paulo", "Florianópolis", "Goiânia", "Belém"),
        _words("André Beatriz Caio Débora Fábio Gláucia João Letícia Márcia Otávio Thaís Vinícius"),
        _words("Araújo Conceição Gonçalves Guimarães Magalhães Patrício Sá Simões Tavares Brandão"),
        _words("Café Madeireira Farmácia Agropecuária Construtora Editora Transportadora"),
        _words("Bandeirante Coração Ipê-Roxo Três-Irmãos Horizonte Pantanal Açaí"),
        ("{h} {t}", "{h} {t} Ltda.", "{h} {f}"),
    ),
    Land(
        "Japan", 6, "USD", ("大阪", "京都", "仙台", "福岡"),
        _words("美咲:Misaki 健太:Kenta 由美:Yumi 大輔:Daisuke 陽子:Yoko 翔:Sho 真理:Mari 誠:Makoto"),
        _words("田中:Tanaka 佐藤:Sato 鈴木:Suzuki 高橋:Takahashi 渡辺:Watanabe 小林:Kobayashi 中村:Nakamura 森:Mori"),
        _words("青空:Aozora 桜:Sakura 富士見:Fujimi 東海:Tokai 北斗:Hokuto 若葉:Wakaba 三日月:Mikazuki"),
        _words("物流:Butsuryu 製作所:Seisakusho 食品:Shokuhin 電機:Denki 印刷:Insatsu 薬局:Yakkyoku"),
        ("株式会社{h}{t}", "{h}{t}", "{h}{t}株式会社"),
    ),
    Land(
        "South Korea", 3, "USD", ("부산", "대전", "인천"),
        _words("지민:Jimin 서연:Seoyeon 현우:Hyunwoo 수진:Sujin 민준:Minjun"),
        _words("김:Kim 이:Lee 박:Park 최:Choi 정:Jung"),
        _words("한빛:Hanbit 새벽:Saebyeok 푸른:Pureun 대한:Daehan"),
        _words("물류:Mullyu 전자:Jeonja 식품:Sikpum 소프트:Soft"),
        ("{h}{t}", "{h} {t}", "주식회사 {h}{t}"),
    ),
    Land(
        "Türkiye", 3, "USD", ("İzmir", "Eskişehir", "Muğla"),
        _words("Ayşe Çağla Emre Gökhan İpek Mehmet Özge Şebnem Tuğba Yiğit"),
        _words("Aydın Çelik Doğan Güneş İnce Kılıç Öztürk Şahin Yıldız"),
        _words("Anadolu Boğaziçi Ege Marmara Güneş Çınar Yıldırım"),
        _words("Lojistik Tekstil Gıda Mobilya İnşaat Sağlık"),
        ("{h} {t} A.Ş.", "{h} {t}", "{f} {t}"),
    ),
    Land(
        "India", 3, "USD", ("Pune", "Kochi", "Jaipur", "Surat"),
        _words("Aarav Bhavna Deepak Farhan Gauri Ishaan Kavya Meera Nikhil Ritu Sanjay Tanvi"),
        _words("Bhatt Chatterjee D'Souza Gupta Iyer Joshi Kulkarni Menon Naidu Patel Rao Shetty"),
        _words("Banyan Indigo Lotus Monsoon Peacock Saffron Tamarind Vindhya"),
        _words("Exports Mills Healthcare Logistics Ceramics Solar Learning"),
        ("{h} {t}", "{h} {t} Pvt. Ltd.", "{f} Brothers"),
    ),
)  # fmt: skip

_SPELLED = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "ł": "l", "Ł": "l", "ı": "i", "İ": "i", "đ": "d", "ä": "ae", "ö": "oe", "ü": "ue"}
)


def written(word: str) -> str:
    """A word in its own script."""
    return word.partition(":")[0]


@cache
def ascii_of(word: str) -> str:
    """A word in lower-case ASCII letters and digits, as addresses spell it."""
    latin = word.partition(":")[2] or word
    plain = unicodedata.normalize("NFKD", latin.lower().translate(_SPELLED))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
