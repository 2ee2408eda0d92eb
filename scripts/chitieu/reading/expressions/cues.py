"""Words that say whether a figure is a result or a plan."""

from dataclasses import dataclass

from chitieu.reading.characters.folding import fold
from chitieu.reading.tokens.phrases import Phrases, Words, listed

ACTUAL = "actual"
TARGET = "target"
STRETCH = "stretch"

_TARGET_WORDS = listed("""
    phấn đấu, phân đấu, phân đầu, mục tiêu, chỉ tiêu, kế hoạch, kh, dự kiến, yêu cầu, quyết tâm, sẽ, cần, phải,
    hướng tới, hướng đến, kỳ vọng, cam kết, định hướng, tầm nhìn, nhiệm vụ, phương hướng, giải pháp, dự toán, nhằm,
    giao, đăng ký phấn đấu, kịch bản, tiến tới, thông qua nghị quyết, bảo đảm đến, chậm nhất
""")
_ACTUAL_WORDS = listed("""
    đã, ước đạt, ước tính, ước thực hiện, ước, dự ước, thực hiện được, kết quả, thực tế, đến nay, hiện nay,
    hiện có, hiện tại, hiện, lũy kế, luỹ kế, ghi nhận, so với cùng kỳ, cùng kỳ, so với năm trước, so với năm
    ngoái, chưa đạt,
    không đạt, mới đạt, chỉ đạt, đạt được, hoàn thành vượt mức, vượt kế hoạch, đạt và vượt, đứng thứ, xếp thứ,
    xếp hạng, tồn tại, hạn chế, tình hình thực hiện, đánh giá, tổng kết, sơ kết, thành tựu, đã đạt, hoàn thành,
    được công nhận, tăng trưởng âm, thu hút được, giải quyết được, thực hiện đạt, đạt kết quả, tính đến, kể từ,
    vừa qua, trong đó đã
""")
_NEUTRAL = listed("""
    đạt kế hoạch, vượt kế hoạch, hoàn thành kế hoạch, so với kế hoạch, so kế hoạch, theo kế hoạch,
    thực hiện kế hoạch, bằng kế hoạch, so với dự toán, so dự toán, vượt dự toán, đạt dự toán, so với chỉ tiêu,
    vượt chỉ tiêu, đạt chỉ tiêu, hoàn thành chỉ tiêu, hoàn thành các chỉ tiêu, thực hiện chỉ tiêu,
    thực hiện các chỉ tiêu, hoàn thành mục tiêu, đạt mục tiêu, vượt mục tiêu, so với mục tiêu, kế hoạch đề ra,
    mục tiêu đề ra, nghị quyết đề ra, chỉ tiêu đề ra, thực hiện mục tiêu, thực hiện các mục tiêu,
    thực hiện nhiệm vụ, thực hiện các nhiệm vụ, hoàn thành nhiệm vụ, chương trình mục tiêu,
    chương trình mục tiêu quốc gia, dự toán chi, dự toán thu, dự toán giao, kế hoạch giao, so với yêu cầu,
    chứng chỉ, địa chỉ, sự quyết tâm, với quyết tâm, tinh thần quyết tâm, ước nguyện, ước muốn, đã qua đào tạo,
    đã qua, đáp ứng yêu cầu, nhu cầu, toàn cầu, cầu, kế hoạch vốn, quyết tâm cao, cần thơ, nhu cầu cần,
    trung ương giao, chính phủ giao, nhân dân giao, hđnd giao, bộ giao, được giao, tỉnh giao, giao thông,
    giao dịch, giao ban, bàn giao, giao quân, giao đất, giao lưu, chuyển giao, giao thương, ngoại giao, giao nhận,
    giao hàng, sở kế hoạch, kế hoạch và đầu tư, kế hoạch hóa gia đình, đạt và vượt kế hoạch, hạn chế tối đa,
    ước mơ, xem xét đánh giá, đánh giá cao, hiện đại, hiện đại hóa, thực hiện, phát hiện, thể hiện, hiện thực,
    hiện trạng, đã đặt ra, phải thu, phải nộp, phải trả, phải giải thể, bên cần, không cần, nhiệm vụ chính trị,
    giao nhiệm vụ, vượt mức kế hoạch, chưa đạt kế hoạch, không đạt kế hoạch, mức kế hoạch, các chỉ tiêu đạt,
    chỉ tiêu đạt, tổng số chỉ tiêu, mục tiêu quốc gia, hoàn thành vượt, hoàn thành thủ tục, kế hoạch thủ tướng,
    hoàn thành việc
""")
_TARGET_PHRASES = listed("""
    đã đặt mục tiêu, đã đề ra, đã giao chỉ tiêu, đã giao kế hoạch, thông qua các chỉ tiêu, đặt mục tiêu, đặt kế hoạch,
    đặt chỉ tiêu, chỉ tiêu đặt ra, mục tiêu đặt ra, giao chỉ tiêu, giao kế hoạch, phấn đấu hoàn thành,
    phấn đấu đạt, quyết tâm hoàn thành, phải hoàn thành, cần hoàn thành, sẽ hoàn thành, nhiệm vụ giải pháp,
    phương hướng nhiệm vụ, đã đặt ra mục tiêu, mục tiêu phấn đấu, yêu cầu hoàn thành, phấn đấu thực hiện,
    phấn đấu hoàn thành mục tiêu, kế hoạch đặt ra, dự kiến hoàn thành, mục tiêu hoàn thành,
    phấn đấu hoàn thành chỉ tiêu, phấn đấu hoàn thành kế hoạch, quyết tâm đạt, chỉ tiêu phấn đấu,
    các chỉ tiêu chủ yếu, một số chỉ tiêu chủ yếu, chỉ tiêu chủ yếu, đề ra mục tiêu, đề ra chỉ tiêu,
    xây dựng kế hoạch, thống nhất mục tiêu, dự báo, hoàn thành trong năm tới, thời gian tới, năm tới, phấn đấu đến,
    nâng lên
""")
_ACTUAL_PHRASES = listed("""
    kết quả thực hiện, đã nỗ lực phấn đấu, đã phấn đấu, kết quả đạt được, chỉ tiêu đạt được,
    kết quả thực hiện các chỉ tiêu, kết quả thực hiện nhiệm vụ, tình hình thực hiện nhiệm vụ,
    tình hình thực hiện kế hoạch, kết quả thực hiện mục tiêu, đã hoàn thành, cơ bản hoàn thành, chưa hoàn thành,
    đạt và vượt chỉ tiêu, đạt và vượt kế hoạch, vượt mục tiêu, đạt và vượt mục tiêu, vượt kế hoạch,
    không đạt kế hoạch, chưa đạt kế hoạch, hoàn thành vượt mức, đã đạt, tổng kết, đại hội bầu, được bầu
""")


@dataclass(frozen=True)
class Cue:
    """A word of result or of plan; `scenario` None marks a phrase that only looks like one."""

    start: int
    end: int
    scenario: str | None
    words: str


_WEAK = frozenset(
    map(
        fold,
        listed("""
    cần, phải, giao, giải pháp, nhiệm vụ, nhằm, yêu cầu, hoàn thành, hiện, được công nhận, đứng thứ, xếp thứ,
    xếp hạng, tính đến, kể từ, đánh giá, cùng kỳ, so với cùng kỳ, so với năm trước, so với năm ngoái,
    nâng lên, kế hoạch, dự toán, hạn chế, tồn tại, vừa qua, thực tế, chậm nhất
"""),
    )
)


_EXPECTED = frozenset(map(fold, ("dự kiến", "dự báo")))


def is_expected(cue: Cue) -> bool:
    """Whether a cue says what is expected: an estimate while its period runs, a plan before it begins."""
    return cue.words in _EXPECTED


def is_strong(cue: Cue) -> bool:
    """Whether a cue decides by itself; a weak one only where nothing else speaks."""
    return cue.words not in _WEAK


_LEXICON: Phrases[str | None] = Phrases(
    [
        *((phrase, ACTUAL) for phrase in (*_ACTUAL_PHRASES, *_ACTUAL_WORDS)),
        *((phrase, TARGET) for phrase in (*_TARGET_PHRASES, *_TARGET_WORDS)),
        *((phrase, None) for phrase in _NEUTRAL if phrase not in (*_ACTUAL_PHRASES, *_ACTUAL_WORDS)),
    ]
)


_MEASURING = frozenset(map(fold, ("đạt", "vượt", "thành", "hiện", "bằng", "so", "quả", "theo")))
_PLAN_NOUNS = frozenset(map(fold, listed("chỉ tiêu, mục tiêu, kế hoạch, kh, dự toán, nhiệm vụ, kịch bản")))
_REACH = 9


def find(words: Words) -> list[Cue]:
    """The cues of a text, left to right: the longest phrase at each place.

    A plan that a result is measured by is no cue: "hoàn thành các chỉ tiêu", "đạt cao các mục tiêu", "so với kế hoạch".
    """
    cues: list[Cue] = []
    for match in _LEXICON.find_longest(words):
        if match.payload is None:
            continue
        said = " ".join(words.keys[match.first_word : match.first_word + match.word_count])
        if match.payload == TARGET and said in _PLAN_NOUNS:
            first = max(0, match.first_word - _REACH)
            sentence = words.folded.rfind(". ", words.starts[first], match.start)
            if any(
                words.keys[at] in _MEASURING and words.starts[at] > sentence for at in range(first, match.first_word)
            ):
                continue
        cues.append(Cue(match.start, match.end, match.payload, said))
    return cues
