"""The places that a text names, and which of them a figure is for.

A place counts for a figure where it is the topic: beside the figure in a list ("A (13,45%), B 17/31"), at the
head of the
sentence or clause ("Tỉnh A đạt …"), or after "của", "tại", "ở", "trên địa bàn". The seat of an office ("Tỉnh ủy
A"), a partner
("với tỉnh A") or a road ("A - B") is none.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import takewhile

from chitieu.reading.characters.folding import fold, one_spelling
from chitieu.reading.outline.surroundings import Surroundings
from chitieu.reading.tokens.phrases import Match, Phrases, Words, listed
from chitieu.seeds.registry import Area, Document, Registry

NATION = "VN"
OWN = "own"
UNREGISTERED = "unregistered"
IGNORED = "ignored"

_NATION = listed("""
    cả nước, toàn quốc, nước ta, việt nam, đất nước, trong nước, trên toàn quốc
""")
_OWN = listed("""
    toàn tỉnh, trên địa bàn tỉnh, của tỉnh, toàn thành phố, toàn huyện, toàn xã, trong tỉnh, tỉnh ta,
    trên địa bàn huyện, trên địa bàn xã, toàn ngành, trên địa bàn thành phố, toàn thị xã, toàn phường,
    toàn thị trấn, toàn quận
""")
_NO_PLACE = listed("""
    thái bình dương, điện biên phủ, bắc hưng hải
""")
_MANY = {
    "GROUP_MOST_PROVINCES": ("hầu hết", "đa số", "phần lớn", "đại đa số", "đa phần"),
    "GROUP_SOME_PROVINCES": ("một số", "nhiều", "vài", "một vài", "không ít"),
    "GROUP_ONE_OR_MORE_PROVINCES": ("có",),
    "GROUP_PROVINCES": ("các", "kinh tế các", "những"),
}
_PLACES = ("tỉnh", "địa phương", "tỉnh thành", "tỉnh thành phố", "thành phố", "nơi")
_VARIANTS = {
    "hồ chí minh": ("tphcm", "tp hcm", "hcm", "sài gòn"),
    "thừa thiên huế": ("huế",),
    "bà rịa vũng tàu": ("br vt",),
    "đắk lắk": ("đắc lắc", "dak lak", "đăk lăk", "đắc lắk"),
    "đắk nông": ("đắc nông", "dak nong", "đăk nông"),
}
_CENTRAL_CITIES = frozenset(fold(name) for name in ("hà nội", "hồ chí minh", "hải phòng", "đà nẵng", "cần thơ", "huế"))
_REGIONS = listed("""
    tây nguyên, đông nam bộ, tây nam bộ, đồng bằng sông cửu long, đbscl, đồng bằng sông hồng,
    trung du và miền núi phía bắc, trung du và miền núi bắc bộ, bắc trung bộ, nam trung bộ, duyên hải miền trung,
    duyên hải nam trung bộ, tây bắc, bắc trung bộ và duyên hải miền trung, miền bắc, miền trung, miền nam,
    miền núi phía bắc, đông bắc bộ
""")
# An office acts in its area ("Công an tỉnh A khởi tố 5 vụ"); a person, a newspaper, a river or a partner does not
# stand for it.
_AGENCY = (
    r"(?:(?:cục|chi cục|hải quan|tòa án|tand|viện kiểm sát|vks|công an|sở|kho bạc|điện lực|thuế|bhxh|bảo "
    r"hiểm xã hội|ubnd|kiểm lâm|"
    r"thi hành án|ngành|ngân hàng nhà nước|ban quản lý|cảng vụ|bộ đội biên phòng|đảng bộ)(?: [^\W\d_]+){0,6} )?"
)
_NOT_ITS_AREA = re.compile(
    one_spelling(
        r"\b(?:bí thư|chủ tịch|giám đốc|tỉnh ủy|thành ủy|hđnd|mttq|báo|đài|đại học|trường|sân bay|cảng|sông|"
        r"biển|vịnh|nhà máy|khu kinh tế|kkt|"
        r"kcn|khu công nghiệp|đường|cao tốc|tuyến|quốc lộ|cầu|với|sang|đoàn|đại biểu|bệnh viện|công ty|chùa|"
        r"đền|thủy điện|nhiệt điện|giáp|"
        r"bưởi|vải|vải thiều|quê ở|quê|đến từ|nối|cùng)(?: nhân dân)?(?: (?:tỉnh|thành phố|tp\.?))?\s*$"
    )
)
_TOPIC = re.compile(
    one_spelling(
        r"(?:^|[,;:.(–-]\s*|\b(?:tại|ở|của|cho|riêng|gồm|là|trong đó|và|có|như|trên địa bàn|địa bàn|ngoài|"
        r"toàn|nhất là|kể cả|theo|vùng|"
        r"khu vực|từ))\s*(?:các )?"
    )
    + one_spelling(_AGENCY)
    + one_spelling(r"(?:tỉnh |thành phố |tp\.? ?|thị xã |huyện |thủ đô |vùng |khu vực )?\s*$")
)
# "các tỉnh phía Bắc": provinces of a region that is not registered
_OF_REGION = re.compile(
    one_spelling(r" (?:thuộc |ở |trong )?(?:phía|miền|vùng|khu vực|ven biển|duyên hải|biên giới)\b")
)
# "đứng đầu khu vực Bắc Trung Bộ": whom it is ranked among
_RANKED_AMONG = re.compile(
    one_spelling(
        r"(?:\b(?:đứng|xếp|dẫn|đứng ở) (?:đầu|nhất|thứ \w+|vị trí [^,;]{0,12})|/\d+(?: tỉnh,?(?: thành(?: phố)?)?)?)"
        r"(?: (?:của|trong|các tỉnh|khu vực|vùng|toàn))*\s*$"
    )
)
_AT_HEAD = re.compile(one_spelling(r"(?:.*[,;:]\s*)?(?:riêng|tại|trong đó|ở|và)?\s*"))
_MINOR_PLACE = re.compile(one_spelling(r"(?:^|\s)(thành phố|tp\.?|thị xã|tx\.?|huyện|quận|phường|xã|thị trấn)\s*$"))
_LIST_ITEM = re.compile(
    one_spelling(r"\s*(?:\(|:|đạt|là|với|tăng|giảm|có|ước đạt|còn|bằng|tăng trưởng|dẫn đầu với|đạt tỷ lệ|[-–]\s)*\s*")
)
_UNREGISTERED_PLACE = re.compile(
    r"\b(?:huyện|xã|thị xã|phường|thị trấn|quận|thành phố|tp\.?)((?: [^\W\d_]+){1,4})", re.IGNORECASE
)


@dataclass(frozen=True)
class Place:
    """A place as the text names it. `area_id` is None for a place that the registry does not hold."""

    start: int
    end: int
    area_id: str | None
    kind: str  # named, own, nation, group, unregistered
    is_topic: bool


@lru_cache(maxsize=16)
def _lexicon(areas: tuple[Area, ...], published_on: date) -> Phrases[tuple[str, str | None]]:
    """The names and phrases of places in force on a day, made once for all documents of that day."""
    known = {area.area_id for area in areas}
    entries: list[tuple[str, tuple[str, str | None]]] = []
    for phrase in _NO_PLACE:
        entries.append((phrase, (IGNORED, None)))
    for area in areas:
        if not area.is_valid_on(published_on):
            continue
        if area.area_type == "group":
            entries.append((area.name_vi.split("(")[0], ("group", area.area_id)))
        elif area.area_type not in ("nation", "world"):
            names = {area.name_vi, *(_VARIANTS.get(_plain(area.name_vi), ()))}
            entries.extend((name, ("named", area.area_id)) for name in names)
    entries.extend((phrase, ("nation", NATION)) for phrase in _NATION)
    registered = {fold(area.name_vi) for area in areas}
    entries.extend((phrase, ("named", None)) for phrase in _REGIONS if fold(phrase) not in registered)
    entries.extend((phrase, (OWN, None)) for phrase in _OWN)
    for group, quantities in _MANY.items():
        area_id = group if group in known else None
        entries.extend(
            (f"{quantity} {kind} {place}", ("group", area_id))
            for quantity in quantities
            for place in _PLACES
            for kind in ("", "các")
        )
    return Phrases(entries)


class Gazetteer:
    """The places of the registry that were in force when a document was published."""

    def __init__(self, registry: Registry, document: Document) -> None:
        self.document = document
        self._areas = registry.areas
        own = registry.areas.get(document.area_id)
        self.names_places_below = own is not None and own.area_type in ("nation", "province", "group")
        self.is_national = document.area_id == NATION or (
            own is None and document.area_id.startswith("VN") and len(document.area_id) == 2
        )
        self._lexicon = _lexicon(tuple(registry.areas.values()), document.published_on)

    def find(self, text: str, words: Words) -> list[Place]:
        """The places of a text, left to right; names are written with capitals, other phrases need none."""
        places: list[Place] = []
        for match in self._lexicon.find_longest(words):
            kind, area_id = match.payload
            area_id = self.document.area_id if kind == OWN else area_id
            if kind == IGNORED or (places and places[-1].start == match.start and places[-1].area_id == area_id):
                continue
            if kind == "named":
                place = self._named(text, words, match, area_id)
                if place:
                    places.append(place)
            elif kind == "group":
                if self.is_national and _OF_REGION.match(words.folded, match.end):
                    places.append(Place(match.start, match.end, None, kind, True))
                elif self.is_national or (area_id and self._areas[area_id].parent_area_id == self.document.area_id):
                    places.append(Place(match.start, match.end, area_id, kind, True))
            else:
                places.append(Place(match.start, match.end, area_id, kind, kind != "nation"))
        taken = [(place.start, place.end) for place in places]
        for found in _UNREGISTERED_PLACE.finditer(text):
            named = list(takewhile(lambda word: word[0].isupper(), found[1].split()))
            if not named:
                continue
            end = found.start(1) + sum(len(word) + 1 for word in named)
            if not any(start < end and found.start() < end for start, end in _near(taken, found.start())):
                before = _clause_before(words.folded, found.start())
                is_topic = self.names_places_below and bool(_AT_HEAD.fullmatch(before))
                places.append(Place(found.start(), end, None, UNREGISTERED, is_topic))
        return sorted(places, key=lambda place: place.start)

    def _named(self, text: str, words: Words, match: Match, area_id: str | None) -> Place | None:
        # "Đồng bằng sông Hồng": a region is a description that begins with a capital
        is_region = area_id is None or self._areas[area_id].area_type == "region"
        inside = range(match.first_word, match.first_word + (1 if is_region else match.word_count))
        if not all(text[words.starts[word]].isupper() for word in inside):
            return None
        following = match.first_word + match.word_count
        if following < len(words.keys) and words.starts[following] == match.end + 1 and text[match.end] == " ":
            follower = text[words.starts[following] : words.ends[following]]
            if follower[0].isupper() and not follower.isupper() and match.word_count == 1:
                return None
        before = _clause_before(words.folded, match.start)
        minor = _MINOR_PLACE.search(before)
        if minor and not self._is_city(match, words):
            return Place(match.start, match.end, None, UNREGISTERED, False)
        is_rank = is_region and _RANKED_AMONG.search(before) is not None
        is_topic = bool(_TOPIC.search(before)) and not _NOT_ITS_AREA.search(before) and not is_rank
        return Place(match.start, match.end, area_id, "named", is_topic)

    @staticmethod
    def is_nation_topic(folded: str, place: Place) -> bool:
        """ "Đất nước" and "trong nước" are the nation's only at the head of a clause; they mostly describe a thing."""
        if folded[place.start : place.end].split()[0] not in ("trong", "đất", "việt"):
            return True
        return bool(re.search(r"(?:^|[.;:,(\n–-]|\bcủa|\btại|\bở)\s*$", folded[max(0, place.start - 12) : place.start]))

    @staticmethod
    def _is_city(match: Match, words: Words) -> bool:
        name = " ".join(words.keys[match.first_word : match.first_word + match.word_count])
        return name in _CENTRAL_CITIES or name in ("hcm", "tphcm")


def _clause_before(folded: str, position: int) -> str:
    """Up to 60 characters before a position, from the last stop or line end on."""
    before = folded[max(0, position - 60) : position]
    return re.split(r"[.!?](?=\s)|[;\n]", before)[-1].lstrip()


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.lower()))


def _near(taken: Sequence[tuple[int, int]], position: int) -> Sequence[tuple[int, int]]:
    at = bisect_left(taken, (position, 0))
    return taken[max(0, at - 2) : at + 3]


def is_listed(words: Words, place: Place, figure: Surroundings) -> bool:
    """Whether a place stands just before a figure, as in "A (13,45%)" or "B 14/26"."""
    return place.end <= figure.start and bool(_LIST_ITEM.fullmatch(words.folded, place.end, figure.start))
