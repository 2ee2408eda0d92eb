"""The reader of contexts on short sentences written for these tests; figures are marked with ⟦…⟧."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from chitieu.reading.characters.folding import compose, fold
from chitieu.reading.context import Context, read_context, unit_meant
from chitieu.reading.expressions.calendar import ends_on, starts_on, year_of
from chitieu.reading.outline.outline import Outline
from chitieu.reading.tokens.phrases import Phrases, Words
from chitieu.seeds.registry import Document, Registry

REFERENCE = Path(__file__).resolve().parents[2] / "seeds" / "reference"
REGISTRY = Registry.load(REFERENCE)
HA_TINH, BAC_GIANG, KHANH_HOA, HUNG_YEN = "VN63_42", "VN63_24", "VN63_56", "VN63_33"
UNITS = (
    (r"%$", "percent"),
    (r"tỷ USD$", "billion_usd"),
    (r"triệu USD$", "million_usd"),
    (r"tỷ đồng$", "billion_vnd"),
    (r"triệu đồng$", "million_vnd"),
    (r"lần$", "times"),
    (r"chỉ tiêu$", "target"),
    (r"(?:tỉnh|địa phương)$", "province"),
    (r"xã$", "commune"),
    (r"huyện$", "district"),
    (r"vụ$", "case"),
    (r"dự án$", "project"),
    (r"doanh nghiệp$", "enterprise"),
    (r"lao động$|người$|bác sĩ$|học sinh$", "person"),
    (r"/1 vạn dân$", "per_ten_thousand_people"),
    (r"ha$", "hectare"),
    (r"triệu lượt$", "million_visit"),
)


@dataclass(frozen=True)
class Marked:
    """A figure as the number grammar would hand it over."""

    start: int
    end: int
    component: int
    unit: str | None


def marked(text: str) -> tuple[str, list[Marked]]:
    """The text without its marks, and the figures that were marked; "a/b" of counted things is a pair."""
    plain, figures = "", []
    for part in re.split(r"(⟦[^⟧]*⟧)", text):
        if not part.startswith("⟦"):
            plain += part
            continue
        figure = part[1:-1]
        unit = next((unit for pattern, unit in UNITS if re.search(pattern, figure)), None)
        span = (len(plain), len(plain) + len(figure))
        is_pair = re.fullmatch(r"\d+/\d+(?: [^/]*)?", figure)
        figures += [Marked(*span, component, unit) for component in ((1, 2) if is_pair else (1,))]
        plain += figure
    return plain, figures


def read(text: str, area: str = HA_TINH, published: str = "2024-07-05") -> list[Context]:
    plain, figures = marked(text)
    document = Document("test", area, date.fromisoformat(published))
    return read_context(plain, figures, document, REGISTRY)


def last(text: str, area: str = HA_TINH, published: str = "2024-07-05") -> Context:
    return read(text, area, published)[-1]


# --- area ---


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Khách du lịch đạt ⟦2,1 triệu lượt⟧.", "VN"),
        ("Dẫn đầu là Bắc Giang (⟦13,2%⟧).", BAC_GIANG),
        ("Đứng đầu là Bắc Giang (⟦13,2%⟧), Khánh Hòa (⟦10,1%⟧).", KHANH_HOA),
        ("Các tỉnh đạt thấp gồm Bắc Giang ⟦7/15⟧, Khánh Hoà ⟦9/16⟧.", KHANH_HOA),
        ("Tỉnh Bắc Giang thu hút ⟦31 dự án⟧.", BAC_GIANG),
        ("Tại Khánh Hòa, lượng khách tăng ⟦15%⟧.", KHANH_HOA),
        ("GRDP của Khánh Hòa tăng ⟦9%⟧; thu ngân sách tăng ⟦4%⟧.", KHANH_HOA),
        ("Công an tỉnh Bắc Giang khởi tố ⟦12 vụ⟧.", BAC_GIANG),
        ("Cục Thuế Khánh Hòa thu ⟦900 tỷ đồng⟧.", KHANH_HOA),
        ("Theo Bí thư Tỉnh ủy Bắc Giang, cả nước có ⟦60 dự án⟧ chậm.", "VN"),
        ("TP.HCM giải ngân ⟦40%⟧ kế hoạch.", "VN63_79"),
        ("Bà Rịa - Vũng Tàu thu hút ⟦2 tỷ USD⟧.", "VN63_77"),
        ("Hầu hết các địa phương hụt thu ⟦5%⟧.", "GROUP_MOST_PROVINCES"),
        ("Một số tỉnh tăng trên ⟦10%⟧.", "GROUP_SOME_PROVINCES"),
        ("Có tỉnh giảm ⟦3%⟧.", "GROUP_ONE_OR_MORE_PROVINCES"),
        ("Một số nơi khó khăn, song có ⟦5 tỉnh⟧ vượt thu.", "VN"),
        ("Khánh Hòa và Bắc Giang thu hút lần lượt ⟦2 tỷ USD⟧ và ⟦1 tỷ USD⟧.", BAC_GIANG),
        ("Vùng Đồng bằng sông Hồng gieo cấy ⟦900 ha⟧.", "REGION_RED_RIVER_DELTA"),
        ("Khu vực Tây Nguyên có ⟦300 ha⟧ rừng mới trồng.", "REGION_CENTRAL_HIGHLANDS"),
        ("Kim ngạch qua vùng biển Thái Bình Dương tăng ⟦6%⟧.", "VN"),
    ],
)
def test_area_of_a_figure_in_a_national_document(text: str, area: str | None) -> None:
    assert last(text, area="VN").area.value == area


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Toàn tỉnh có ⟦80 xã⟧ đạt chuẩn.", HA_TINH),
        ("Tăng trưởng đạt ⟦8%⟧, đứng thứ ⟦15⟧ cả nước.", HA_TINH),
        ("Tăng trưởng đạt ⟦8%⟧ (bình quân cả nước là ⟦6%⟧).", "VN"),
        ("Cả nước thu hút ⟦15 tỷ USD⟧.", "VN"),
        ("Tỷ lệ đô thị hóa toàn quốc đạt ⟦42%⟧.", "VN"),
        ("Tỉnh hợp tác với Bắc Giang xây dựng ⟦3 dự án⟧.", HA_TINH),
        ("Báo Hà Nội đưa tin tỉnh có thêm ⟦3 dự án⟧.", HA_TINH),
        ("Tỷ lệ hộ nghèo của tỉnh là ⟦3%⟧, cao hơn Bắc Giang (⟦2%⟧).", BAC_GIANG),
        ("Huyện Can Lộc đạt ⟦95%⟧ kế hoạch.", None),
        ("Một số xã của huyện được công nhận, toàn tỉnh có ⟦70 xã⟧.", HA_TINH),
    ],
)
def test_area_of_a_figure_in_a_provincial_document(text: str, area: str | None) -> None:
    assert last(text).area.value == area


def test_a_heading_that_names_a_province_governs_its_section() -> None:
    text = "Bắc Giang\n\nThu ngân sách đạt ⟦900 tỷ đồng⟧.\n\nKhánh Hòa\n\nThu ngân sách đạt ⟦700 tỷ đồng⟧."
    assert [one.area.value for one in read(text, area="VN")] == [BAC_GIANG, KHANH_HOA]


def test_a_province_merged_later_is_not_named_before_the_merger() -> None:
    before = last("Tỉnh Hưng Yên thu ⟦9 tỷ đồng⟧.", area="VN", published="2025-06-01").area.value
    after = last("Tỉnh Hưng Yên thu ⟦9 tỷ đồng⟧.", area="VN", published="2025-08-01").area.value
    assert (before, after) == (HUNG_YEN, "VN34_33")


# --- period ---


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Năm 2023, thu ngân sách đạt ⟦900 tỷ đồng⟧.", "2023"),
        ("6 tháng đầu năm 2024, thu ngân sách đạt ⟦900 tỷ đồng⟧.", "2024-H1"),
        ("Sáu tháng đầu năm, thu ngân sách đạt ⟦900 tỷ đồng⟧.", "2024-H1"),
        ("Trong 6 tháng cuối năm, cần thu ⟦900 tỷ đồng⟧.", "2024-H2"),
        ("Quý II/2024, IIP tăng ⟦5%⟧.", "2024-Q2"),
        ("Ba tháng đầu năm 2024, IIP tăng ⟦5%⟧.", "2024-Q1"),
        ("IIP quý 1 năm nay tăng ⟦5%⟧.", "2024-Q1"),
        ("Tháng 5/2024, IIP tăng ⟦5%⟧.", "2024-05"),
        ("Trong tháng 6, IIP tăng ⟦5%⟧.", "2024-06"),
        ("Lũy kế 5 tháng, cả tỉnh thu hút ⟦12 dự án⟧.", "2024-01/2024-05"),
        ("9 tháng năm 2023 có ⟦12 dự án⟧.", "2023-01/2023-09"),
        ("Từ tháng 2 đến tháng 4/2024 có ⟦12 dự án⟧.", "2024-02/2024-04"),
        ("Thu ngân sách 5 tháng đạt ⟦300 tỷ đồng⟧.", "2024-01/2024-05"),
        ("Tính đến ngày 15/6/2024, giải ngân đạt ⟦300 tỷ đồng⟧.", "2024-06-15"),
        ("Đến 30/6, giải ngân đạt ⟦300 tỷ đồng⟧.", "2024-06-30"),
        ("Đến hết năm 2024 có ⟦70 xã⟧ đạt chuẩn.", "2024"),
        ("Đến hết tháng 5/2024, toàn tỉnh có ⟦70 xã⟧ đạt chuẩn.", "2024-05-31"),
        ("Giai đoạn 2021-2025, tỉnh thu hút ⟦90 dự án⟧.", "2021/2025"),
        ("Từ nay đến năm 2030 cần ⟦500 người⟧.", "2024/2030"),
        ("Năm học 2023-2024, tỉnh có thêm ⟦900 học sinh⟧.", "2023/2024"),
        ("Từ 01/10/2022 đến 30/9/2023, tòa thụ lý ⟦900 vụ⟧.", "2022-10/2023-09"),
        ("Năm 2023 đạt ⟦5%⟧, năm 2024 đạt ⟦6%⟧.", "2024"),
        ("Tỷ lệ này giảm từ ⟦6%⟧ năm 2020 xuống ⟦2%⟧ năm 2023.", "2023"),
        ("Thu ngân sách đạt ⟦900 tỷ đồng⟧ trong năm 2023.", "2023"),
        ("Năm 2023, thu đạt ⟦900 tỷ đồng⟧, tăng ⟦5%⟧ so với năm 2022.", "2023"),
        ("Năm 2023, thu đạt ⟦900 tỷ đồng⟧; chi đạt ⟦800 tỷ đồng⟧.", "2023"),
        ("Quý I/2024, thu đạt ⟦900 tỷ đồng⟧, bằng ⟦30%⟧ dự toán năm 2024.", "2024-Q1"),
        ("Khác với năm 2022, năm 2023 có ⟦30 dự án⟧.", "2023"),
        ("Theo Nghị quyết số 5 ngày 3/2/2021, năm 2023 có ⟦30 dự án⟧.", "2023"),
        ("Năm 2023, tỷ lệ hộ nghèo theo chuẩn giai đoạn 2022-2025 là ⟦3%⟧.", "2023"),
        ("Năm 2023, thu đạt ⟦900 tỷ đồng⟧ (năm 2022 là ⟦800 tỷ đồng⟧), chi đạt ⟦700 tỷ đồng⟧.", "2023"),
        ("Năm 2025 cần ⟦80 dự án⟧; hiện nay có ⟦60 dự án⟧.", "2024"),
        ("Phấn đấu năm 2025 có ⟦80 xã⟧ để đến năm 2030 đạt chuẩn.", "2025"),
        ("Tính đến 17 giờ ngày 12/9, mưa lũ làm hỏng ⟦98 dự án⟧.", "2024-09-12"),
        ("Hết tháng 5/2024, toàn tỉnh có ⟦120 người⟧ tham gia.", "2024-05-31"),
        ("Huyện phấn đấu trước ngày 30/9 hoàn thành ⟦100%⟧ hồ sơ.", "2024-09-30"),
        ("Năm 2023, doanh thu gấp ⟦3,1 lần⟧ năm trước.", "2023"),
        ("Nghị quyết xác định các chỉ tiêu năm 2025: thu nhập tăng ⟦9%⟧.", "2025"),
        ("Tính chung 9 tháng năm 2023, chỉ số tăng ⟦2%⟧ (cùng kỳ năm 2022 tăng ⟦9%⟧).", "2022-01/2022-09"),
        ("Quý I/2024 tăng ⟦6%⟧, cao hơn mức ⟦4%⟧ của cùng kỳ năm 2023.", "2023-Q1"),
        ("Quý I/2024 tăng ⟦6%⟧ so với cùng kỳ năm 2023.", "2024-Q1"),
    ],
)
def test_period_of_a_figure(text: str, period: str) -> None:
    assert last(text).period.value == period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Kết quả năm 2023\n\nThu ngân sách đạt ⟦900 tỷ đồng⟧.", "2023"),
        ("I. Kết quả năm 2023\n1. Về kinh tế\nThu ngân sách đạt ⟦900 tỷ đồng⟧.", "2023"),
        ("Năm 2023, kinh tế phục hồi. Thu ngân sách đạt ⟦900 tỷ đồng⟧.", "2023"),
        ("Năm 2023, kinh tế phục hồi.\n\nThu ngân sách đạt ⟦900 tỷ đồng⟧.", "2023"),
        ("Kết quả năm 2023\n- Năm 2022 có ⟦5 dự án⟧.\n- Thu ngân sách đạt ⟦900 tỷ đồng⟧.", "2023"),
        ("Kết quả năm 2022\n\nThu đạt ⟦8 tỷ đồng⟧.\n\nKết quả năm 2023\n\nThu đạt ⟦9 tỷ đồng⟧.", "2023"),
        ("HĐND đề ra một số chỉ tiêu năm 2025. Cụ thể: thu ngân sách ⟦900 tỷ đồng⟧.", "2025"),
        ("Năm 2023, thu đạt ⟦8 tỷ đồng⟧. Trong đó, thu nội địa ⟦6 tỷ đồng⟧.", "2023"),
        ("Kết quả thực hiện Nghị quyết Đại hội nhiệm kỳ 2020-2025\n\nCó ⟦30 dự án⟧.", "2020/2025"),
        ("Tháng 4/2024, thu tăng 2%. Chi trong tháng là ⟦12 tỷ đồng⟧.", "2024-04"),
        ("KẾ HOẠCH NĂM 2025\n\nTheo báo cáo của Sở, năm 2024 thu tăng 2%. Chi tăng ⟦3%⟧ so với cùng kỳ.", "2024"),
        ("I. KẾT QUẢ NHIỆM KỲ 2020 - 2025\n\nĐảng bộ hiện có ⟦412 người⟧ sinh hoạt.", "2024"),
        ("Quý II/2024 thu tăng 2%, tính chung 6 tháng tăng 3%. Chi đạt ⟦12 tỷ đồng⟧.", "2024-H1"),
        ("Đến ngày 15/3/2024, thu đạt 30%. Sở phấn đấu thu đạt tối thiểu ⟦98%⟧ dự toán.", "2024"),
        (
            "Sáng 6/12, hội nghị của tỉnh khai mạc, cho ý kiến về kết quả năm 2023, phương hướng năm 2024.\n\n"
            "Theo báo cáo, tổng thu của toàn tỉnh năm 2023 ước tăng 2%. Chi ước đạt ⟦9 tỷ đồng⟧.",
            "2023",
        ),
    ],
)
def test_period_is_carried_from_headings_and_earlier_sentences(text: str, period: str) -> None:
    assert last(text).period.value == period


def test_without_a_word_of_time_the_opening_gives_the_years_of_results_and_of_plans() -> None:
    opening = "Hội nghị tổng kết năm 2023, triển khai nhiệm vụ năm 2024.\n\n"
    result = last(opening + "Đến nay có ⟦30 dự án⟧.", published="2024-01-10").period
    plan = last(opening + "Phấn đấu thu hút ⟦30 dự án⟧.", published="2024-01-10").period
    assert (result.value, plan.value) == ("2023", "2024")


@pytest.mark.parametrize(
    ("period", "first", "final", "year"),
    [
        ("2023", "2023-01-01", "2023-12-31", 2023),
        ("2023-H2", "2023-07-01", "2023-12-31", 2023),
        ("2023-Q3", "2023-07-01", "2023-09-30", 2023),
        ("2024-02", "2024-02-01", "2024-02-29", 2024),
        ("2022-10/2023-09", "2022-10-01", "2023-09-30", 2023),
        ("2024/2030", "2024-01-01", "2030-12-31", 2030),
        ("2023-12-15", "2023-12-15", "2023-12-15", 2023),
    ],
)
def test_a_period_has_a_first_and_a_last_day(period: str, first: str, final: str, year: int) -> None:
    assert (starts_on(period), ends_on(period), year_of(period)) == (
        date.fromisoformat(first),
        date.fromisoformat(final),
        year,
    )


# --- scenario ---


@pytest.mark.parametrize(
    ("text", "scenario"),
    [
        ("Năm 2023, thu ngân sách đạt ⟦900 tỷ đồng⟧.", "actual"),
        ("Năm 2025, thu ngân sách đạt ⟦900 tỷ đồng⟧.", "target"),
        ("Năm 2024, tỉnh phấn đấu thu ⟦900 tỷ đồng⟧.", "target"),
        ("Năm 2024, tỉnh phấn đấu thu ⟦900 tỷ đồng⟧; thu hút ⟦30 dự án⟧.", "target"),
        ("Mục tiêu là thu hút ⟦30 dự án⟧.", "target"),
        ("Dự kiến thu hút ⟦30 dự án⟧.", "target"),
        ("Tỉnh sẽ khởi công ⟦5 dự án⟧.", "target"),
        ("Các chỉ tiêu chủ yếu: thu ngân sách ⟦900 tỷ đồng⟧; có ⟦70 xã⟧ đạt chuẩn.", "target"),
        ("Tỉnh đã thu hút ⟦30 dự án⟧.", "actual"),
        ("Tỉnh đã đặt mục tiêu thu hút ⟦30 dự án⟧.", "target"),
        ("Thu ngân sách ước đạt ⟦900 tỷ đồng⟧.", "actual"),
        ("Ước cả năm, GRDP tăng ⟦7%⟧.", "actual"),
        ("Đến nay có ⟦70 xã⟧ đạt chuẩn.", "actual"),
        ("Thu đạt ⟦5,8 tỷ USD⟧ (KH là ⟦7 tỷ USD⟧).", "target"),
        ("Thu đạt ⟦90 tỷ đồng⟧, bằng ⟦90%⟧ kế hoạch tỉnh giao (⟦100 tỷ đồng⟧).", "target"),
        ("Thu đạt ⟦90 tỷ đồng⟧ (KH: ⟦95 tỷ đồng⟧), chi đạt ⟦80 tỷ đồng⟧.", "actual"),
        ("Đạt ⟦88%⟧, thấp hơn ⟦2%⟧ so với chỉ tiêu tại Quyết định số 5 (⟦90%⟧).", "target"),
        ("Dự toán năm 2024 là ⟦900 tỷ đồng⟧.", "target"),
        ("Tổng kế hoạch vốn ⟦900 tỷ đồng⟧.", "target"),
        ("Tổng kế hoạch vốn ⟦900 tỷ đồng⟧, đã giải ngân ⟦400 tỷ đồng⟧.", "actual"),
        ("Ngành được giao dự toán thu ⟦900 tỷ đồng⟧.", "target"),
        ("GRDP năm 2025 tăng ⟦7,5%⟧, phấn đấu trên ⟦8%⟧.", "stretch"),
        ("Phấn đấu đạt ⟦95%⟧, phấn đấu đến năm 2030 đạt ⟦100%⟧.", "target"),
        ("Năm 2023 đạt ⟦95%⟧, phấn đấu năm 2025 đạt ⟦100%⟧.", "target"),
        ("Năm 2023, tỉnh hoàn thành ⟦26/28 chỉ tiêu⟧.", "actual"),
        ("Năm 2023, thu vượt kế hoạch đề ra, đạt ⟦900 tỷ đồng⟧.", "actual"),
        ("Năm 2025, phấn đấu ⟦90%⟧ số xã đã đạt chuẩn có ⟦3 dự án⟧.", "target"),
        ("Năm 2025, tỷ lệ lao động đã qua đào tạo là ⟦70%⟧.", "target"),
        ("Năm 2023, với quyết tâm cao, thu đạt ⟦900 tỷ đồng⟧.", "actual"),
        ("Mục tiêu năm 2025 là ⟦80 xã⟧; đến nay đã có ⟦60 xã⟧.", "actual"),
        ("Đại hội thông qua các chỉ tiêu: thu nhập ⟦90 triệu đồng⟧.", "target"),
        ("Kết quả các chỉ tiêu đạt được: thu ⟦900 tỷ đồng⟧.", "actual"),
        ("Sau Tết năm 2024, ⟦98%⟧ lao động đã trở lại nhà máy.", "actual"),
        ("Sau gần 5 năm thực hiện chương trình, toàn tỉnh có ⟦115 xã⟧ đạt chuẩn.", "actual"),
    ],
)
def test_scenario_of_a_figure(text: str, scenario: str) -> None:
    assert last(text).scenario.value == scenario


@pytest.mark.parametrize(
    ("text", "scenario"),
    [
        ("Kết quả đạt được\n\nThu ngân sách ⟦900 tỷ đồng⟧.", "actual"),
        ("Tồn tại, hạn chế\n\nThu ngân sách ⟦900 tỷ đồng⟧.", "actual"),
        ("Phương hướng, nhiệm vụ\n\nThu ngân sách ⟦900 tỷ đồng⟧.", "target"),
        ("II. Mục tiêu\n1. Về kinh tế\n- Thu ngân sách ⟦900 tỷ đồng⟧.", "target"),
        ("I. Mục tiêu\nThu ⟦9 tỷ đồng⟧.\nII. Kết quả\nThu ngân sách ⟦900 tỷ đồng⟧.", "actual"),
        ("Phấn đấu tăng trưởng ⟦8%⟧. Thu ngân sách ⟦900 tỷ đồng⟧.", "target"),
        ("Nhiệm vụ năm 2025\n\nThu ⟦9 tỷ đồng⟧ (năm 2023 đạt ⟦8 tỷ đồng⟧).", "actual"),
    ],
)
def test_scenario_is_carried_from_headings_and_earlier_sentences(text: str, scenario: str) -> None:
    assert last(text).scenario.value == scenario


@pytest.mark.parametrize(
    ("published", "scenario"), [("2024-01-20", "target"), ("2024-12-14", "actual"), ("2025-01-05", "actual")]
)
def test_the_day_of_publication_tells_a_plan_from_a_result_where_no_word_does(published: str, scenario: str) -> None:
    assert last("Năm 2024: thu ngân sách ⟦900 tỷ đồng⟧.", published=published).scenario.value == scenario


def test_a_plan_quoted_beside_the_result_of_a_part_of_the_year_is_of_the_year() -> None:
    result, share, plan = read("Đến 30/6/2024 thu ⟦400 tỷ đồng⟧, bằng ⟦50%⟧ dự toán tỉnh giao (⟦800 tỷ đồng⟧).")
    assert (result.period.value, share.period.value, plan.period.value) == ("2024-06-30", "2024-06-30", "2024")


# --- comparison ---


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("GRDP tăng ⟦7%⟧.", None),
        ("GRDP tăng ⟦7%⟧ so với cùng kỳ.", "same_period"),
        ("GRDP tăng ⟦7%⟧ so cùng kỳ năm trước.", "same_period"),
        ("6 tháng đầu năm 2024, GRDP tăng ⟦7%⟧ so với 6 tháng đầu năm 2023.", "same_period"),
        ("Năm 2023, GRDP tăng ⟦7%⟧ so với năm 2022.", "previous_year"),
        ("Năm 2023, GRDP tăng ⟦7%⟧ so với năm 2020.", "2020"),
        ("CPI tháng 6 tăng ⟦0,2%⟧ so với tháng trước.", "previous_month"),
        ("Diện tích gieo cấy bằng ⟦96%⟧ cùng kỳ năm trước.", "same_period"),
        ("Thu đạt ⟦90%⟧ dự toán.", "plan"),
        ("Thu bằng ⟦90%⟧ dự toán Trung ương giao.", "plan_central"),
        ("Thu bằng ⟦90%⟧ kế hoạch Thủ tướng Chính phủ giao.", "plan_prime_minister"),
        ("Thu bằng ⟦90%⟧ dự toán HĐND tỉnh giao và tăng ⟦5%⟧.", None),
        ("Thu bằng ⟦90%⟧ dự toán Hội đồng nhân dân tỉnh giao.", "plan_council"),
        ("Tăng trưởng đứng thứ ⟦15⟧ cả nước.", "nation"),
        ("So với cùng kỳ, thu nội địa tăng ⟦8%⟧, chi tăng ⟦3%⟧.", "same_period"),
        ("Lượng khách gấp ⟦1,5 lần⟧ so với năm 2022.", "2022"),
        ("Thu đạt ⟦900 tỷ đồng⟧, cao hơn cùng kỳ.", None),
    ],
)
def test_what_a_figure_is_compared_with(text: str, compared: str | None) -> None:
    assert last(text).compared_with.value == compared


def test_two_growths_joined_by_va_share_their_comparison() -> None:
    first, second = read("Công nghiệp và dịch vụ lần lượt tăng ⟦8%⟧ và ⟦6%⟧ so với cùng kỳ.")
    assert (first.compared_with.value, second.compared_with.value) == ("same_period", "same_period")
    assert (first.kind, second.kind) == ("growth", "growth")


# --- indicator ---


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("Tỷ lệ hộ nghèo còn ⟦3%⟧.", "poverty_rate"),
        ("Tỉ lệ hộ nghèo\ncòn ⟦3%⟧.", "poverty_rate"),
        ("Tỷ lệ hộ nghèo giảm ⟦1%⟧.", "poverty_rate_change"),
        ("Tỷ lệ hộ nghèo giảm xuống dưới ⟦1%⟧.", "poverty_rate"),
        ("Tỷ lệ hộ nghèo giảm từ ⟦6%⟧ xuống ⟦4%⟧.", "poverty_rate"),
        ("GRDP tăng ⟦7%⟧.", "grdp_growth"),
        ("GRDP bình quân đầu người đạt ⟦90 triệu đồng⟧.", "grdp_per_capita"),
        ("GRDP bình quân đầu người tăng ⟦7%⟧.", "grdp_per_capita_growth"),
        ("Tổng thu ngân sách đạt ⟦900 tỷ đồng⟧, tăng ⟦7%⟧.", "state_budget_revenue_growth"),
        ("Tổng thu ngân sách đạt ⟦900 tỷ đồng⟧, bằng ⟦97%⟧ dự toán.", "state_budget_revenue_plan_attainment"),
        ("Tổng thu ngân sách đạt ⟦900 tỷ đồng⟧ (KH: ⟦950 tỷ đồng⟧).", "state_budget_revenue"),
        ("Thu ngân sách hụt thu ⟦10%⟧ so với dự toán.", "state_budget_revenue_plan_deviation"),
        ("Thu ngân sách đạt ⟦900 tỷ đồng⟧, trong đó: thu nội địa ⟦700 tỷ đồng⟧.", "domestic_revenue"),
        ("Kim ngạch xuất khẩu đạt ⟦2 tỷ USD⟧, tăng ⟦9%⟧.", "exports_growth"),
        ("Sản lượng cá tra đạt ⟦900 tỷ đồng⟧.", None),
        ("Kim ngạch xuất khẩu đạt ⟦2 tỷ USD⟧; cá tra chiếm ⟦900 triệu USD⟧.", "exports__pangasius"),
        ("Cơ cấu kinh tế: công nghiệp, xây dựng ⟦60%⟧.", "grdp__industry_construction_share"),
        ("Giá trị sản xuất: công nghiệp tăng ⟦8%⟧; xây dựng tăng ⟦9%⟧.", "output_value__construction_growth"),
        ("Giải ngân vốn đầu tư công đứng thứ ⟦5⟧ cả nước.", "public_investment_disbursement_rank"),
        ("Tăng trưởng kinh tế đạt ⟦8%⟧ (đứng thứ ⟦15⟧ cả nước).", "grdp_growth_rank"),
        ("Có ⟦12 bác sĩ⟧ và ⟦30 giường bệnh/1 vạn dân⟧.", "hospital_beds_per_ten_thousand"),
        ("⟦90%⟧ số xã đạt chuẩn nông thôn mới.", "new_rural_communes_share"),
        ("⟦90%⟧ số xã đạt chuẩn nông thôn mới nâng cao.", "new_rural_communes__advanced_share"),
        ("Khách du lịch gấp ⟦2 lần⟧ so với năm trước.", "tourist_visits_ratio"),
        ("Giảm ⟦20%⟧ hộ cận nghèo.", "near_poor_households_growth"),
        ("Thu hút ⟦30 dự án⟧ với tổng vốn đăng ký ⟦900 tỷ đồng⟧ và ⟦50 triệu USD⟧.", "registered_investment__usd"),
        ("GRDP tăng ⟦7,5%⟧, phấn đấu ⟦8%⟧.", "grdp_growth"),
        ("Hai tỉnh tăng trưởng âm là Lai Châu (⟦-1%⟧), Quảng Nam (⟦-2%⟧).", "grdp_growth"),
        ("Độ che phủ rừng đạt ⟦55%⟧. So với năm trước giảm ⟦1%⟧.", "forest_cover_change"),
    ],
)
def test_indicator_of_a_figure(text: str, indicator: str | None) -> None:
    assert last(text).indicator.value == indicator


def test_the_components_of_a_pair_are_a_part_and_its_whole() -> None:
    met, whole = read("Năm 2023, hoàn thành ⟦26/28 chỉ tiêu⟧.")
    assert (met.indicator.value, whole.indicator.value) == ("plan_targets_met", "plan_targets_set")
    assert (met.compared_with.value, whole.compared_with.value) == (None, None)


def test_two_terms_that_fit_equally_well_are_a_tie_and_no_indicator() -> None:
    decision = last("Tổng chi ngân sách và tổng thu ngân sách ⟦900 tỷ đồng⟧.").indicator
    assert decision.value is None
    assert set(decision.ties) == {"local_budget_expenditure", "state_budget_revenue"}


def test_every_decision_shows_the_words_that_made_it() -> None:
    text, figures = marked("Năm 2023, Khánh Hòa đã giải ngân ⟦90%⟧ kế hoạch tỉnh giao.")
    context = read_context(text, figures, Document("test", "VN", date(2024, 1, 20)), REGISTRY)[0]
    shown = {
        name: [text[span.start : span.end] for span in getattr(context, name).words]
        for name in ("area", "period", "scenario", "compared_with")
    }
    assert shown == {
        "area": ["Khánh Hòa"],
        "period": ["Năm 2023"],
        "scenario": ["đã"],
        "compared_with": ["kế hoạch tỉnh giao"],
    }
    assert all(getattr(context, name).rule for name in (*shown, "indicator"))


# --- the unit meant ---


@pytest.mark.parametrize(
    ("printed", "indicator", "meant"),
    [
        ("percent", "poverty_rate", "percent"),
        ("percent", "poverty_rate_change", "percentage_point"),
        ("million_vnd", "grdp_per_capita", "million_vnd_per_person"),
        ("million_vnd", "cropland_income_per_hectare", "million_vnd_per_hectare"),
        ("person", "students_per_class__primary", "student_per_class"),
        ("person", "doctors_per_ten_thousand", "per_ten_thousand_people"),
        (None, "doctors_per_ten_thousand", "per_ten_thousand_people"),
        (None, "plan_targets_met", "target"),
        (None, "state_budget_revenue", None),
        ("billion_usd", "state_budget_revenue", None),
        ("percent", "exports", None),
    ],
)
def test_the_indicator_decides_the_unit_where_the_print_is_loose(
    printed: str | None, indicator: str, meant: str | None
) -> None:
    assert unit_meant(printed, REGISTRY.indicators[indicator], REGISTRY) == meant


# --- the text itself ---


def test_folding_keeps_every_offset_and_joins_the_spellings() -> None:
    for one, other in (("Hoà Bình", "Hòa Bình"), ("TỶ LỆ", "tỉ lệ"), ("thuỷ sản", "Thủy Sản"), ("bác sỹ", "bác sĩ")):
        assert fold(one) == fold(other)
        assert len(fold(one)) == len(one)
    assert fold("năm") != fold("nam")


def test_a_text_in_decomposed_form_is_read_with_spans_of_its_own() -> None:
    sentence = "Năm 2023, Khánh Hòa thu "
    text = unicodedata.normalize("NFD", sentence + "900 tỷ đồng")
    start = len(unicodedata.normalize("NFD", sentence))
    figure = Marked(start, len(text), 1, "billion_vnd")
    context = read_context(text, [figure], Document("test", "VN", date(2024, 1, 20)), REGISTRY)[0]
    words = [text[span.start : span.end] for span in context.area.words]
    assert (context.area.value, context.period.value) == (KHANH_HOA, "2023")
    assert [unicodedata.normalize("NFC", word) for word in words] == ["Khánh Hòa"]
    assert compose("Hòa") == ("Hòa", None)


def test_a_lexicon_finds_phrases_over_commas_and_line_breaks() -> None:
    lexicon = Phrases([("nông, lâm nghiệp", "a"), ("lâm nghiệp", "b")])
    words = Words(fold("ngành nông -\nlâm nghiệp"))
    assert [match.payload for match in lexicon.find(words)] == ["a", "b"]
    assert [match.payload for match in lexicon.find_longest(words)] == ["a"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Thu đạt 1.500,5 tỷ đồng. Chi đạt 900 tỷ đồng.", 2),
        ("Cơ quan TP. Hà Tĩnh họp. Có 5 dự án.", 2),
        ("Thu ngân sách trong năm\n\ntăng 5%.", 1),
        ("Giải ngân trong năm đạt\n\n17.946 tỷ đồng.", 1),
        ("Kết quả năm 2023\n\nThu tăng 5%.", 2),
        ("- Thu tăng 5%\n- Chi tăng 4%", 2),
    ],
)
def test_sentences_end_at_stops_and_not_at_page_breaks(text: str, sentences: int) -> None:
    assert len(Outline(text).sentences) == sentences


def test_headings_govern_until_the_next_of_their_level() -> None:
    text = "I. Kết quả\n1. Kinh tế\nThu tăng.\n2. Xã hội\nNghèo giảm.\nII. Nhiệm vụ\nThu tăng."
    outline = Outline(text)
    governed = [
        [text[outline.paragraphs[heading].start : outline.paragraphs[heading].end] for heading in paragraph.headings]
        for paragraph in outline.paragraphs
        if not paragraph.is_heading
    ]
    assert governed == [["I. Kết quả", "1. Kinh tế"], ["I. Kết quả", "2. Xã hội"], ["II. Nhiệm vụ"]]


def test_a_long_list_without_a_stop_keeps_its_context_to_the_end() -> None:
    contexts = read("Năm 2023, tỉnh đã thu " + "; ".join(["⟦5 tỷ đồng⟧ phí"] * 150) + ".")
    assert {(one.period.value, one.scenario.value) for one in contexts} == {("2023", "actual")}


# --- habits of news and of congresses ---


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Dự báo cho 6 tháng cuối năm 2024. Trong 6 tháng đầu năm 2024, tỉnh lo việc năm 2024.\nThu ⟦5%⟧.", "2024-H1"),
        ("Tỉnh họp bàn việc 6 tháng đầu năm và 6 tháng cuối năm.\nThu đạt ⟦5 tỷ đồng⟧.", "2024"),
        ("Tỷ lệ xã đạt chuẩn nông thôn mới năm 2023 là ⟦70%⟧.", "2023"),
        ("Từ ngày 1/1 đến cuối tháng 5/2024, cửa khẩu thu ⟦5 tỷ đồng⟧.", "2024-01/2024-05"),
        ("Đến hết tháng 5/2024, tỉnh giải ngân ⟦20%⟧.", "2024-05-31"),
        ("Sau hơn 10 tháng năm 2023, tỉnh thu ⟦5 tỷ đồng⟧.", "2023-01/2023-10"),
        ("Năm 2023, sản lượng giảm ⟦2%⟧ so vụ mùa năm trước, trong đó ngô đạt ⟦5 ha⟧.", "2023"),
        ("Năm 2023 có ⟦7 xã⟧, vượt mục tiêu cả giai đoạn 2021-2025 và có ⟦3 xã⟧ kiểu mẫu.", "2023"),
        ("9 tháng, tỉnh gieo ⟦9 ha⟧. Năng suất lúa cả năm tăng ⟦2%⟧. Ngô gieo ⟦5 ha⟧.", "2024-01/2024-09"),
        ("9 tháng thu ⟦2 tỷ đồng⟧, vượt 7% chỉ tiêu được giao (⟦9 tỷ đồng⟧).", "2024"),
        ("KẾT QUẢ NĂM 2023\nTại thời điểm 31/12/2023, có ⟦9 người⟧.\nHộ nghèo là ⟦5%⟧.", "2023"),
        ("Mục tiêu năm học tới có ⟦90%⟧ trường đạt chuẩn.", "2024/2025"),
        ("Kết quả quý I tạo đà để tỉnh hướng đến mức tăng ⟦9%⟧ cho cả năm 2024.", "2024"),
        ("Nửa đầu năm 2024 tăng ⟦9%⟧, cao hơn mức ⟦5%⟧ đạt được trong 6 tháng đầu năm 2023.", "2023-H1"),
        ("Năm 2024 thu ⟦9 tỷ đồng⟧; giải ngân (tính đến ngày 30/4) đạt ⟦20%⟧.", "2024-04-30"),
        ("Vốn cho chương trình nước sạch giai đoạn 2021-2025 khoảng ⟦9 tỷ đồng⟧.", "2021/2025"),
        ("Quý I tăng ⟦5%⟧. Trong đó, nông nghiệp tăng ⟦2%⟧; dịch vụ tăng ⟦7%⟧.", "2024-Q1"),
        ("Vụ xuân 2022-2023 gieo ⟦9 ha⟧; ngô được ⟦2 ha⟧.", "2022/2023"),
        ("9 tháng qua, vụ xuân 2022-2023 gieo ⟦9 ha⟧; vụ mùa gieo ⟦7 ha⟧.", "2024-01/2024-09"),
        ("Vụ mùa 2023, tỉnh gieo ⟦9 ha⟧.", "2023"),
        ("Trong 5 năm qua, tỉnh huy động ⟦9 tỷ đồng⟧.", "2020/2024"),
        ("Đến 30/4/2024, nợ thuế tăng ⟦5%⟧. Có ⟦14 dự án⟧ chậm.", "2024-04-30"),
        ("Tỉnh công bố tình hình tháng 5 và 5 tháng năm 2024.\nThu tăng ⟦5%⟧.", "2024-01/2024-05"),
        ("Hết tháng 5/2024, có ⟦7 xã⟧ đạt.\nTổng thu 5 tháng đạt ⟦9 tỷ đồng⟧. Nợ là ⟦2 tỷ đồng⟧.", "2024-01/2024-05"),
        ("Nhiệm kỳ 2020-2025, phấn đấu đến cuối nhiệm kỳ có ⟦80%⟧ xã đạt.", "2025"),
        ("Nửa đầu năm tăng ⟦9%⟧, cao hơn kịch bản (⟦8%⟧).", "2024-H1"),
        ("Trong tháng 6.2024, tỉnh thu ⟦9 tỷ đồng⟧.", "2024-06"),
        ("5 tháng đầu năm tăng ⟦9%⟧. Riêng tháng 5, thu ⟦9 tỷ đồng⟧.\nChi là ⟦8 tỷ đồng⟧.", "2024"),
        ("Thu 5 tháng đạt ⟦9 tỷ đồng⟧.\nGạo xuất trong tháng 5 đạt ⟦2 triệu USD⟧. Sắn đạt ⟦1 triệu USD⟧.", "2024-05"),
    ],
)
def test_period_in_news_and_at_congresses(text: str, period: str) -> None:
    assert last(text).period.value == period


@pytest.mark.parametrize(
    ("text", "scenario"),
    [
        ("Dự kiến cả năm tăng ⟦7%⟧.", "actual"),
        ("Phấn đấu tăng ⟦7%⟧, dự kiến cả năm thu ⟦9 tỷ đồng⟧.", "target"),
        ("Dự kiến năm 2025 tăng ⟦8%⟧.", "target"),
        ("Đại hội bầu ⟦15 người⟧ vào ban chấp hành, đề ra mục tiêu đến năm 2030.", "actual"),
        ("Thu ⟦4 tỷ đồng⟧ (số được giao là ⟦9 tỷ đồng⟧).", "target"),
        ("Nửa đầu năm tăng ⟦9%⟧, vượt kế hoạch mà tỉnh đặt ra là ⟦8%⟧.", "target"),
        ("Năm 2023 đạt ⟦56%⟧, vượt chỉ tiêu ⟦1%⟧.", "actual"),
        ("Dự ước đến 31/7/2024, tỉnh đã tạo việc cho ⟦9 người⟧.", "actual"),
        ("MỤC TIÊU NĂM 2025\nPhấn đấu có ⟦80%⟧ xã đạt; giữ vững các xã đã đạt; thu nhập tăng ⟦5%⟧.", "target"),
        ("Đến 30/4, nợ thuế đã tăng ⟦5%⟧. Có ⟦14 dự án⟧ chậm.", "actual"),
        ("Năm 2023 tăng ⟦9%⟧. Năm 2024, kế hoạch nuôi cá của tỉnh đạt ⟦50 ha⟧.", "target"),
        ("Năm 2023 có ⟦7 chỉ tiêu⟧ vượt kịch bản, trong đó thu đạt ⟦9 tỷ đồng⟧.", "actual"),
        ("Nửa đầu năm tăng ⟦9%⟧, cao hơn kịch bản (⟦8%⟧).", "target"),
    ],
)
def test_scenario_in_news_and_at_congresses(text: str, scenario: str) -> None:
    assert last(text).scenario.value == scenario


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Đứng thứ ⟦3⟧ là Bắc Giang với vốn lớn.", BAC_GIANG),
        ("Các tỉnh phía Bắc đã gieo ⟦9 ha⟧.", None),
        ("Khánh Hòa nuôi nhiều tôm. Toàn tỉnh có ⟦30 doanh nghiệp⟧.", KHANH_HOA),
        ("Khánh Hòa nuôi nhiều tôm. Toàn ngành có ⟦30 doanh nghiệp⟧.", "VN"),
        ("Khánh Hòa đứng đầu khu vực Tây Nguyên và thu ⟦9 tỷ đồng⟧.", KHANH_HOA),
        ("Tốc độ tăng của Khánh Hòa (Bắc Giang: ⟦9%⟧) xếp thứ ⟦4/63⟧.", KHANH_HOA),
    ],
)
def test_area_in_national_news(text: str, area: str | None) -> None:
    assert last(text, area="VN").area.value == area


def test_the_term_that_is_over_is_that_before_a_congress() -> None:
    text = "Nhiệm kỳ vừa qua, kinh tế xã tăng ⟦9%⟧."
    assert last(text, published="2025-08-20").period.value == "2020/2025"
    assert last(text, published="2022-08-20").period.value == "2022"


def test_a_rank_among_the_provinces_of_the_nation_is_the_provinces_own() -> None:
    text = "GRDP tăng ⟦7%⟧, xếp thứ ⟦23/34⟧ tỉnh, thành phố trên cả nước và xếp thứ ⟦3/6⟧ trong vùng."
    assert {one.area.value for one in read(text)} == {HA_TINH}


# --- the seeds ---


def test_every_term_belongs_to_a_concept_or_a_breakdown_and_stands_once_for_it() -> None:
    rows = REGISTRY.indicators.rows
    for terms, owners in (
        (rows.concept_terms, REGISTRY.indicators.concepts),
        (rows.breakdown_terms, REGISTRY.indicators.breakdowns),
    ):
        keys = [(term.owner_id, fold(term.term), term.requires) for term in terms]
        assert {owner for owner, _, _ in keys} <= set(owners)
        assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_every_concept_and_every_breakdown_is_named_by_a_term_unless_the_unit_tells_it() -> None:
    rows = REGISTRY.indicators.rows
    concepts = {term.owner_id for term in rows.concept_terms}
    breakdowns = {term.owner_id for term in rows.breakdown_terms} | {one.breakdown_id for one in rows.breakdown_units}
    assert set(REGISTRY.indicators.concepts) - concepts == set()
    assert set(REGISTRY.indicators.breakdowns) - breakdowns == set()


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        # a breakdown behind its concept, before it, or as the subject of a list under it
        (
            "Kim ngạch xuất khẩu gỗ sang thị trường Hoa Kỳ đạt ⟦2 tỷ USD⟧.",
            "exports__united_states__wood_and_wood_products",
        ),
        ("Tỷ lệ dân số nông thôn được sử dụng nước sạch đạt ⟦98%⟧.", "clean_water_coverage__rural"),
        ("Giá trị sản xuất: công nghiệp tăng ⟦8%⟧; xây dựng tăng ⟦9%⟧.", "output_value__construction_growth"),
        # the one part of a share, and the narrower of two
        ("Xuất khẩu sản phẩm công nghệ cao chiếm ⟦50%⟧ tổng giá trị xuất khẩu.", "exports__high_tech_share"),
        # a rank of growth is none of growth
        ("Tăng trưởng GRDP xếp thứ ⟦9⟧ cả nước.", "grdp_growth_rank"),
        # the printed unit tells the currency
        ("Thu hút dự án với tổng vốn đầu tư đăng ký ⟦556 triệu USD⟧.", "registered_investment__usd"),
        # "Nam" of a province's name is no sex
        ("Tỷ lệ hộ nghèo của Quảng Nam còn ⟦3%⟧.", "poverty_rate"),
    ],
)
def test_concept_breakdowns_and_measure_are_put_together(text: str, indicator: str) -> None:
    assert last(text).indicator.value == indicator


def test_economic_growth_is_of_gdp_in_the_nation_and_of_grdp_in_a_province() -> None:
    text = "Tăng trưởng kinh tế đạt ⟦8%⟧."
    assert last(text).indicator.value == "grdp_growth"
    assert last(text, area="VN").indicator.value == "gdp_growth"
