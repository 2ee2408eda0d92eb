"""The number grammar on short sentences of our own: every form of print, and every word that turns its meaning.

A figure is written `text: comparator low high unit kind`, a numeral that is no figure `text: reason`.
"""

import re
import time
import unicodedata
from decimal import Decimal
from itertools import pairwise

import pytest
from chitieu.project import ROOT
from chitieu.reading.figures import Figure, NotAFigure, read_numerals
from chitieu.reading.numbers.printed_numbers import readings
from chitieu.seeds.registry import Registry
from hypothesis import given, settings
from hypothesis import strategies as st

# The only list of reasons: what the reader gives, the seeds must be able to hold.
REASONS = set(Registry.load(ROOT / "seeds" / "reference").codes["exclusion_reason"])
TOKEN = re.compile(r"\d[\d.,/]*\d|\d")


def told(text: str) -> list[str]:
    """What the reader says of a text, in the notation of this file."""
    return [
        f"{found.text}: {found.comparator} {found.low} {found.high} {found.unit} {found.kind}"
        if isinstance(found, Figure)
        else f"{found.text}: {found.reason}"
        for found in read_numerals(text)
    ]


def only(text: str) -> Figure:
    """The one figure of a text."""
    (figure,) = (found for found in read_numerals(text) if isinstance(found, Figure))
    return figure


COMPARATORS = [
    ("đạt trên 5%", ["5%: gt 5 None percent level"]),
    ("tăng hơn 12 nghìn tấn", ["12 nghìn tấn: gt 12 None thousand_tonne growth"]),
    ("vượt mốc 20.000 tỷ đồng", ["20.000 tỷ đồng: gt 20000 None billion_vnd level"]),
    ("đạt vượt 2 triệu lượt", ["2 triệu lượt: gt 2 None million_visit level"]),
    ("ít nhất là 50 mô hình", ["50 mô hình: ge 50 None model level"]),
    ("tối thiểu 30%", ["30%: ge 30 None percent level"]),
    ("không dưới 1.000 tỷ đồng", ["1.000 tỷ đồng: ge 1000 None billion_vnd level"]),
    ("đạt từ 98% trở lên", ["98%: ge 98 None percent level"]),
    ("còn dưới 3%", ["3%: lt None 3 percent level"]),
    ("chưa đến 1%", ["1%: lt None 1 percent level"]),
    ("chưa đầy 2 tỷ đồng", ["2 tỷ đồng: lt None 2 billion_vnd level"]),
    ("không quá 2%", ["2%: le None 2 percent level"]),
    ("tối đa 3 lượt", ["3 lượt: le None 3 visit level"]),
    ("không vượt quá 5%", ["5%: le None 5 percent level"]),
    ("từ 15 triệu đồng trở xuống", ["15 triệu đồng: le None 15 million_vnd level"]),
    ("khoảng 40 ha", ["40 ha: approx 40 40 hectare level"]),
    ("gần 65 tấn", ["65 tấn: approx 65 65 tonne level"]),
    ("xấp xỉ 30%", ["30%: approx 30 30 percent level"]),
    ("trên dưới 500 người", ["500 người: approx 500 500 person level"]),
    ("ước khoảng 7 tỷ USD", ["7 tỷ USD: approx 7 7 billion_usd level"]),
    ("ước tính khoảng 7 tỷ USD", ["7 tỷ USD: approx 7 7 billion_usd level"]),
    ("tỷ lệ còn khoảng 3%", ["3%: approx 3 3 percent level"]),
    ("khoảng trên 20 nghìn tỷ đồng", ["20 nghìn tỷ đồng: gt 20 None thousand_billion_vnd level"]),
    ("giảm còn dưới 0,9%", ["0,9%: lt None 0.9 percent level"]),
    ("đạt ở mức trên 7%", ["7%: gt 7 None percent level"]),
    ("đạt 95% trở lên", ["95%: ge 95 None percent level"]),
    ("hơn nữa, có 12 xã", ["12 xã: eq 12 12 commune level"]),
    ("trên địa bàn có 5 chợ", ["5 chợ: eq 5 5 establishment level"]),
    ("đạt từ 90%", ["90%: ge 90 None percent level"]),
]
SIGNS = [
    ("giảm 2,3%", ["2,3%: eq -2.3 -2.3 percent fall"]),
    ("giảm ít nhất 5%", ["5%: le None -5 percent fall"]),
    ("giảm trên 3%", ["3%: lt None -3 percent fall"]),
    ("giảm dưới 1%", ["1%: gt -1 None percent fall"]),
    ("giảm tối đa 2%", ["2%: ge -2 None percent fall"]),
    ("giảm khoảng 4%", ["4%: approx -4 -4 percent fall"]),
    ("giảm 0,6 - 1%", ["0,6 - 1%: range -1 -0.6 percent fall"]),
    ("giảm từ 3-5%", ["3-5%: range -5 -3 percent fall"]),
    ("hụt thu khoảng từ 10-20%", ["10-20%: range -20 -10 percent fall"]),
    ("thấp hơn 1,2 điểm %", ["1,2 điểm %: eq -1.2 -1.2 percentage_point fall"]),
    ("cắt giảm 12 thủ tục", ["12 thủ tục: eq -12 -12 document fall"]),
    ("giảm 38 vụ", ["38 vụ: eq -38 -38 case fall"]),
    ("tăng 17 người", ["17 người: eq 17 17 person growth"]),
    ("tăng trưởng âm 2,5%", ["2,5%: eq -2.5 -2.5 percent fall"]),
    ("giảm còn 0,71%", ["0,71%: eq 0.71 0.71 percent level"]),
    ("giảm xuống 25 vụ", ["25 vụ: eq 25 25 case level"]),
    ("giảm từ 25 vụ xuống còn 18 vụ", ["25 vụ: eq 25 25 case level", "18 vụ: eq 18 18 case level"]),
    ("tăng từ 5% lên 7,5%", ["5%: eq 5 5 percent level", "7,5%: eq 7.5 7.5 percent level"]),
    (
        "giảm từ 5,2% (năm 2020) xuống 2,1%",
        ["5,2%: eq 5.2 5.2 percent level", "2020: year", "2,1%: eq 2.1 2.1 percent level"],
    ),
    (
        "tăng từ 1,2 lên 1,5 triệu lượt",
        ["1,2: eq 1.2 1.2 million_visit level", "1,5 triệu lượt: eq 1.5 1.5 million_visit level"],
    ),
    ("còn 0,5%", ["0,5%: eq 0.5 0.5 percent level"]),
    ("(-9,28%)", ["-9,28%: eq -9.28 -9.28 percent fall"]),
    ("(+29,6%)", ["+29,6%: eq 29.6 29.6 percent growth"]),
    ("giảm 45 vụ (18,67%)", ["45 vụ: eq -45 -45 case fall", "18,67%: eq -18.67 -18.67 percent fall"]),
    ("giảm 8 người bị thương (16,3%)", ["8 người: eq -8 -8 person fall", "16,3%: eq -16.3 -16.3 percent fall"]),
    ("tăng 7 vụ (6,1%)", ["7 vụ: eq 7 7 case growth", "6,1%: eq 6.1 6.1 percent growth"]),
    (
        "giảm 15,4% về lượng và 12,3% về giá trị",
        ["15,4%: eq -15.4 -15.4 percent fall", "12,3%: eq -12.3 -12.3 percent fall"],
    ),
    ("kéo giảm cả 3 tiêu chí", ["3 tiêu chí: eq 3 3 criterion level"]),
    ("giảm tỷ lệ hộ nghèo 1,2%/năm", ["1,2%/năm: eq -1.2 -1.2 percent fall"]),
    ("giảm nghèo bố trí 50 tỷ đồng", ["50 tỷ đồng: eq 50 50 billion_vnd level"]),
    ("cao hơn 3,1%", ["3,1%: eq 3.1 3.1 percent growth"]),
    ("giảm một nửa", ["một nửa: eq -0.5 -0.5 fraction fall"]),
]
ATTAINMENT = [
    ("bằng 102,6% dự toán", ["102,6%: eq 102.6 102.6 percent attainment"]),
    ("đạt 91,1% kế hoạch", ["91,1%: eq 91.1 91.1 percent attainment"]),
    ("đạt 52,3% KH năm", ["52,3%: eq 52.3 52.3 percent attainment"]),
    ("vượt 128,6% dự toán", ["128,6%: eq 128.6 128.6 percent attainment"]),
    ("vượt 5,2% kế hoạch", ["5,2%: eq 5.2 5.2 percent excess"]),
    ("vượt 1.200 tỷ đồng so với dự toán", ["1.200 tỷ đồng: eq 1200 1200 billion_vnd excess"]),
    ("tăng trưởng vượt 10%", ["10%: gt 10 None percent level"]),
    ("bằng 98,5% so với cùng kỳ", ["98,5%: eq 98.5 98.5 percent proportion"]),
    ("(đạt 74,6% kế hoạch)", ["74,6%: eq 74.6 74.6 percent attainment"]),
    ("chiếm 35,2% tổng số", ["35,2%: eq 35.2 35.2 percent share"]),
    ("giải ngân 100% kế hoạch vốn", ["100%: eq 100 100 percent attainment"]),
]
RANGES = [
    ("8 - 8,5%", ["8 - 8,5%: range 8 8.5 percent level"]),
    ("8-8,5%", ["8-8,5%: range 8 8.5 percent level"]),
    ("7 đến 8%", ["7 đến 8%: range 7 8 percent level"]),
    ("từ 10-20%", ["10-20%: range 10 20 percent level"]),
    ("từ trên 10% đến 15%", ["10% đến 15%: range 10 15 percent level"]),
    ("từ 1,5 đến dưới 2%", ["1,5 đến dưới 2%: range 1.5 2 percent level"]),
    ("50.000-100.000 lao động", ["50.000-100.000 lao động: range 50000 100000 person level"]),
    ("10.000 – 15.000 tấn", ["10.000 – 15.000 tấn: range 10000 15000 tonne level"]),
    ("5 - 7 xã", ["5 - 7 xã: range 5 7 commune level"]),
    ("10% đến 15%", ["10% đến 15%: range 10 15 percent level"]),
    ("Từ 700 nghìn đến 1 triệu đồng", ["700 nghìn đến 1 triệu đồng: range 0.7 1 million_vnd level"]),
    ("từ 500 triệu đến 1 tỷ đồng", ["500 triệu đến 1 tỷ đồng: range 0.5 1 billion_vnd level"]),
    ("25.000 - 27.000 đồng/kg", ["25.000 - 27.000 đồng/kg: range 25000 27000 vnd_per_kilogram level"]),
    ("công suất phòng 65 - 70%", ["65 - 70%: range 65 70 percent level"]),
    ("120 - 150mm", ["120 - 150mm: range 120 150 millimetre level"]),
    ("từ 2 tạ đến 3 tạ", ["2 tạ đến 3 tạ: range 2 3 quintal level"]),
    ("công nghiệp 63% - dịch vụ 30%", ["63%: eq 63 63 percent level", "30%: eq 30 30 percent level"]),
    (
        "cơ cấu 15% - 39% - 46%",
        ["15%: eq 15 15 percent level", "39%: eq 39 39 percent level", "46%: eq 46 46 percent level"],
    ),
]
PAIRS = [
    ("26/28 chỉ tiêu", ["26/28 chỉ tiêu: eq 26 26 target pair", "26/28 chỉ tiêu: eq 28 28 target pair"]),
    ("848/1.154 vụ", ["848/1.154 vụ: eq 848 848 case pair", "848/1.154 vụ: eq 1154 1154 case pair"]),
    (
        "319,59/428,39 ha",
        ["319,59/428,39 ha: eq 319.59 319.59 hectare pair", "319,59/428,39 ha: eq 428.39 428.39 hectare pair"],
    ),
    ("đạt 12/10 xã", ["12/10 xã: eq 12 12 commune pair", "12/10 xã: eq 10 10 commune pair"]),
    ("có 2/3 số xã", ["2/3: eq 0.666667 0.666667 fraction fraction"]),
    ("hơn 1/2 diện tích", ["1/2: gt 0.500000 None fraction fraction"]),
    ("chiếm 1/3", ["1/3: eq 0.333333 0.333333 fraction fraction"]),
    ("trên +3/4", ["3/4: gt 0.750000 None fraction fraction"]),
    ("đứng thứ 15 cả nước", ["15: eq 15 15 rank rank"]),
    ("xếp thứ 3/63", ["3/63: eq 3 3 rank rank", "3/63: eq 63 63 province rank"]),
    ("đứng hạng 5", ["5: eq 5 5 rank rank"]),
    ("đứng thứ 9/114 bộ ngành, địa phương", ["9/114: eq 9 9 rank rank", "9/114: eq 114 114 entity rank"]),
    ("nằm trong top 10", ["10: le None 10 rank rank"]),
    (
        "A đạt 15/15, B 14/15, C 18/18 chỉ tiêu",
        [
            "15/15: eq 15 15 target pair",
            "15/15: eq 15 15 target pair",
            "14/15: eq 14 14 target pair",
            "14/15: eq 15 15 target pair",
            "18/18 chỉ tiêu: eq 18 18 target pair",
            "18/18 chỉ tiêu: eq 18 18 target pair",
        ],
    ),
    (
        "tăng 5,2, 6,3 và 7,1%",
        ["5,2: eq 5.2 5.2 percent growth", "6,3: eq 6.3 6.3 percent level", "7,1%: eq 7.1 7.1 percent level"],
    ),
    ("có 3, 4 huyện", ["3: eq 3 3 district level", "4 huyện: eq 4 4 district level"]),
    ("1 trong 2 đơn vị", ["1: eq 1 1 entity level", "2 đơn vị: eq 2 2 entity level"]),
    (
        "tăng từ 4,5 triệu lên 6,2 triệu đồng/người/tháng",
        [
            "4,5 triệu: eq 4.5 4.5 million_vnd_per_person_per_month level",
            "6,2 triệu đồng/người/tháng: eq 6.2 6.2 million_vnd_per_person_per_month level",
        ],
    ),
    (
        "từ 800 nghìn lên 1,5 triệu đồng",
        ["800 nghìn: eq 0.8 0.8 million_vnd level", "1,5 triệu đồng: eq 1.5 1.5 million_vnd level"],
    ),
    ("Bến Lức (84), Tân Trụ (5).", ["84: eq 84 84 None level", "5: eq 5 5 None level"]),
    ("(1) Về thu; (2) Về chi", ["1: list_number", "2: list_number"]),
    ("45 trên 50 xã", ["45: eq 45 45 commune level", "50 xã: eq 50 50 commune level"]),
    ("9 người trên 2 tàu", ["9 người: eq 9 9 person level", "2 tàu: eq 2 2 vessel level"]),
    ("mỗi hộ trên 50 triệu đồng", ["50 triệu đồng: gt 50 None million_vnd level"]),
    ("16/20 chỉ tiêu kế hoạch", ["16/20 chỉ tiêu: eq 16 16 target pair", "16/20 chỉ tiêu: eq 20 20 target pair"]),
    ("5 vụ/7 đối tượng", ["5 vụ: eq 5 5 case level", "7 đối tượng: eq 7 7 person level"]),
    (
        "9,3 bác sĩ và 31 giường bệnh/1 vạn dân",
        [
            "9,3 bác sĩ: eq 9.3 9.3 per_ten_thousand_people level",
            "31 giường bệnh/1 vạn dân: eq 31 31 per_ten_thousand_people level",
        ],
    ),
]
MULTIPLES = [
    ("gấp 1,5 lần", ["1,5 lần: eq 1.5 1.5 times ratio"]),
    ("gần gấp đôi", ["gấp đôi: approx 2 2 times ratio"]),
    ("tăng gấp đôi", ["gấp đôi: eq 2 2 times ratio"]),
    ("gấp gần 3 lần", ["3 lần: approx 3 3 times ratio"]),
    ("hơn gấp 3 lần", ["3 lần: gt 3 None times ratio"]),
    ("cao gấp 3 lần", ["3 lần: eq 3 3 times ratio"]),
    ("tăng 2,3 lần", ["2,3 lần: eq 2.3 2.3 times ratio"]),
    ("gấp rưỡi", ["gấp rưỡi: eq 1.5 1.5 times ratio"]),
    ("gần một nửa", ["một nửa: approx 0.5 0.5 fraction fraction"]),
    ("không còn hộ nghèo", ["không còn hộ nghèo: eq 0 0 household level"]),
    ("không còn lo lắng", []),
    ("số vụ giảm chín vụ", ["chín vụ: eq -9 -9 case fall"]),
    ("công nhận thêm hai xã", ["hai xã: eq 2 2 commune level"]),
    ("đón hơn một triệu lượt khách", ["một triệu lượt khách: gt 1 None million_visit level"]),
    ("Đề án một triệu héc-ta lúa", []),
    ("giữa hai bên có ba nội dung", []),
    ("hàng triệu lượt", []),
    ("không còn xã dưới 10 tiêu chí", ["10 tiêu chí: lt None 10 criterion level"]),
]
UNITS = [
    ("48 ngàn tỷ đồng", ["48 ngàn tỷ đồng: eq 48 48 thousand_billion_vnd level"]),
    ("2,4 vạn lao động", ["2,4 vạn lao động: eq 2.4 2.4 ten_thousand_person level"]),
    ("3,2 triệu lượt khách", ["3,2 triệu lượt khách: eq 3.2 3.2 million_visit level"]),
    ("2,45 tỉ USD", ["2,45 tỉ USD: eq 2.45 2.45 billion_usd level"]),
    ("3 tỷ đô la", ["3 tỷ đô la: eq 3 3 billion_usd level"]),
    ("15 triệu VNĐ", ["15 triệu VNĐ: eq 15 15 million_vnd level"]),
    ("51 triệu đồng/người/năm", ["51 triệu đồng/người/năm: eq 51 51 million_vnd_per_person level"]),
    ("2,5 triệu đồng/người/tháng", ["2,5 triệu đồng/người/tháng: eq 2.5 2.5 million_vnd_per_person_per_month level"]),
    ("5%/năm", ["5%/năm: eq 5 5 percent level"]),
    ("57,2 giường bệnh/1 vạn dân", ["57,2 giường bệnh/1 vạn dân: eq 57.2 57.2 per_ten_thousand_people level"]),
    ("30 giường bệnh/vạn dân", ["30 giường bệnh/vạn dân: eq 30 30 per_ten_thousand_people level"]),
    ("11,5 bác sĩ trên 1 vạn dân", ["11,5 bác sĩ trên 1 vạn dân: eq 11.5 11.5 per_ten_thousand_people level"]),
    ("245 triệu đồng trên 1 ha", ["245 triệu đồng trên 1 ha: eq 245 245 million_vnd_per_hectare level"]),
    ("12,5/1 vạn dân", ["12,5/1 vạn dân: eq 12.5 12.5 per_ten_thousand_people level"]),
    ("18,5/100.000 trẻ đẻ sống", ["18,5/100.000 trẻ đẻ sống: eq 18.5 18.5 per_hundred_thousand_live_births level"]),
    ("118,2 bé trai/100 bé gái", ["118,2 bé trai/100 bé gái: eq 118.2 118.2 boys_per_hundred_girls level"]),
    ("45 thuê bao/100 dân", ["45 thuê bao/100 dân: eq 45 45 per_hundred_people level"]),
    ("25 học sinh/lớp", ["25 học sinh/lớp: eq 25 25 student_per_class level"]),
    ("65,5 tạ/ha", ["65,5 tạ/ha: eq 65.5 65.5 quintal_per_hectare level"]),
    ("12,5 m2/người", ["12,5 m2/người: eq 12.5 12.5 square_metre_per_person level"]),
    ("12,5 m²", ["12,5 m²: eq 12.5 12.5 square_metre level"]),
    ("350 người/km2", ["350 người/km2: eq 350 350 person_per_square_kilometre level"]),
    ("1,2 tỷ kWh", ["1,2 tỷ kWh: eq 1.2 1.2 billion_kilowatt_hour level"]),
    ("12,5 triệu tấn.km", ["12,5 triệu tấn.km: eq 12.5 12.5 million_tonne_kilometre level"]),
    ("50 MW", ["50 MW: eq 50 50 megawatt level"]),
    ("500 m3/ngày đêm", ["500 m3/ngày đêm: eq 500 500 cubic_metre_per_day level"]),
    ("85.000 đồng/kg", ["85.000 đồng/kg: eq 85000 85000 vnd_per_kilogram level"]),
    ("5,6‰", ["5,6‰: eq 5.6 5.6 per_mille level"]),
    ("0,5 điểm phần trăm", ["0,5 điểm phần trăm: eq 0.5 0.5 percentage_point level"]),
    ("1,2 điểm %", ["1,2 điểm %: eq 1.2 1.2 percentage_point level"]),
    ("tuổi thọ trung bình 75 tuổi", ["75 tuổi: eq 75 75 year_of_age level"]),
    ("43,87 điểm", ["43,87 điểm: eq 43.87 43.87 point level"]),
    ("09 dự án", ["09 dự án: eq 9 9 project level"]),
    ("20 căn nhà ở xã hội", ["20 căn: eq 20 20 dwelling level"]),
    ("20 căn nhà bị sập", ["20 căn nhà: eq 20 20 dwelling level"]),
    ("01 huyện", ["01 huyện: eq 1 1 district level"]),
    ("03 cụm công nghiệp", ["03 cụm công nghiệp: eq 3 3 industrial_cluster level"]),
    ("126 huy chương", ["126 huy chương: eq 126 126 medal level"]),
    ("8,5 triệu/tháng", ["8,5 triệu: eq 8.5 8.5 million_vnd level"]),
    ("1.234 hồ sơ", ["1.234 hồ sơ: eq 1234 1234 document level"]),
    ("250 suất quà", ["250 suất quà: eq 250 250 item level"]),
    ("450.000 con", ["450.000 con: eq 450000 450000 animal level"]),
    ("2,5 kg", ["2,5 kg: eq 2.5 2.5 kilogram level"]),
    ("12,5km", ["12,5km: eq 12.5 12.5 kilometre level"]),
    ("1 tỷ 200 triệu đồng", ["1 tỷ 200 triệu đồng: eq 1.2 1.2 billion_vnd level"]),
    ("5 tỷ 12 triệu tấn", ["5 tỷ 12 triệu tấn: eq 5.012 5.012 billion_tonne level"]),
    ("3 triệu 12 xã", ["3 triệu: eq 3000000 3000000 None level", "12 xã: eq 12 12 commune level"]),
    ("2 nghìn 150 người", ["2 nghìn 150 người: eq 2.15 2.15 thousand_person level"]),
    (
        "1.250 tỷ 300 triệu 45 nghìn đồng",
        ["1.250 tỷ 300 triệu 45 nghìn đồng: eq 1250.300045 1250.300045 billion_vnd level"],
    ),
    ("5 nghìn 2 xã", ["5 nghìn: eq 5000 5000 None level", "2 xã: eq 2 2 commune level"]),
    ("đạt 102%/100%", ["102%: eq 102 102 percent level", "100%: eq 100 100 percent level"]),
    ("mức lương tối thiểu 5 triệu đồng", ["5 triệu đồng: eq 5 5 million_vnd level"]),
    ("1,5 tỷ", ["1,5 tỷ: eq 1.5 1.5 billion_vnd level"]),
]
ESTIMATES = [
    ("ước đạt 33.100 tỷ đồng", ["33.100 tỷ đồng: eq 33100 33100 billion_vnd level"]),
    ("ước tăng 5%", ["5%: eq 5 5 percent growth"]),
    ("ước giảm 5%", ["5%: eq -5 -5 percent fall"]),
    ("ước cả năm đạt 12 nghìn tấn", ["12 nghìn tấn: eq 12 12 thousand_tonne level"]),
    ("đạt 12 nghìn tấn", ["12 nghìn tấn: eq 12 12 thousand_tonne level"]),
]
FOREIGN = [
    ("12.2%", ["12.2%: eq 12.2 12.2 percent level"]),
    ("0.5%", ["0.5%: eq 0.5 0.5 percent level"]),
    ("3,338 USD", ["3,338 USD: eq 3338 3338 usd level"]),
    ("3.338 USD", ["3.338 USD: eq 3338 3338 usd level"]),
    ("126,484 tỷ đồng", ["126,484 tỷ đồng: eq 126.484 126.484 billion_vnd level"]),
    ("1,234 người", ["1,234 người: eq 1234 1234 person level"]),
    ("1,234,567 người", ["1,234,567 người: eq 1234567 1234567 person level"]),
    ("1,234.5 ha", ["1,234.5 ha: eq 1234.5 1234.5 hectare level"]),
    ("1.234,5 ha", ["1.234,5 ha: eq 1234.5 1234.5 hectare level"]),
    ("1.5 triệu tấn", ["1.5 triệu tấn: eq 1.5 1.5 million_tonne level"]),
    ("tăng 3,25 so với năm trước", ["3,25: eq 3.25 3.25 None growth"]),
    ("1.234.567 người", ["1.234.567 người: eq 1234567 1234567 person level"]),
]
NAMES = [
    ("Ngày 5/1", ["5/1: date"]),
    ("sáng 20/1", ["20/1: date"]),
    ("từ ngày 01/7/2024", ["01/7/2024: date"]),
    ("đến 31/12/2023", ["31/12/2023: date"]),
    ("dịp 30/4 - 1/5", ["30/4: date", "1/5: date"]),
    ("từ 1/1 đến 30/6", ["1/1: date", "30/6: date"]),
    ("Ngày 14-5", ["14-5: date"]),
    ("trong hai ngày (28 và 29-5)", ["28 và 29-5: date"]),
    ("hai ngày 17 - 18/5", ["17: date", "18/5: date"]),
    ("từ ngày 5 - 7/12", ["5: date", "7/12: date"]),
    ("từ ngày 13-19.3", ["13: date", "19.3: date"]),
    ("trong 2 ngày 12, 13/10", ["2: period", "12: date", "13/10: date"]),
    ("Hôm nay 10.10", ["10.10: date"]),
    ("ngày truyền thống của ngành (16.10)", ["16.10: date"]),
    ("sáng nay 12-7", ["12-7: date"]),
    ("tháng 5.2015", ["5.2015: date"]),
    ("từ đầu năm đến 10-2019", ["10-2019: date"]),
    ("quý 3-2024", ["3-2024: period"]),
    ("(GMT+7)", ["+7: clock_time"]),
    ("ngày 28 tháng 7 năm 2014", ["28 tháng 7 năm 2014: date"]),
    ("tháng 12 này", ["12: date"]),
    ("tháng 10/2023", ["10/2023: date"]),
    ("tháng 1, 2", ["1: date", "2: date"]),
    ("date 2024-01", ["2024-01: date"]),
    ("quý 2", ["2: period"]),
    ("quý 1/2024", ["1/2024: period"]),
    ("năm 2023", ["2023: year"]),
    ("2021 - 2025", ["2021 - 2025: period"]),
    ("so với 2022", ["2022: year"]),
    ("năm học 2023/2024", ["2023/2024: period"]),
    ("năm 2021, 2022", ["2021: year", "2022: year"]),
    ("năm 2023 tỉnh có", ["2023: year"]),
    ("2000 người", ["2000 người: eq 2000 2000 person level"]),
    ("6 tháng đầu năm", ["6: period"]),
    ("kế hoạch 5 năm", ["5: period"]),
    ("từ 2 đến 3 năm", ["2 đến 3: period"]),
    ("rút ngắn 5 ngày", ["5 ngày: eq 5 5 day level"]),
    ("rút ngắn thời gian từ 40 ngày xuống 30 ngày", ["40 ngày: eq 40 40 day level", "30 ngày: eq 30 30 day level"]),
    ("thời gian chờ là 15 ngày", ["15 ngày: eq 15 15 day level"]),
    ("12 năm tù", ["12 năm: eq 12 12 year level"]),
    ("từ 6 tháng đến 20 năm tù", ["6 tháng: eq 6 6 month level", "20 năm: eq 20 20 year level"]),
    ("7 năm 6 tháng tù", ["7 năm: eq 7 7 year level", "6 tháng: eq 6 6 month level"]),
    ("bình quân 5 năm 2021-2025", ["5: period", "2021-2025: period"]),
    ("trung bình 3 năm qua", ["3: period"]),
    ("tăng 6% trong 6 tháng", ["6%: eq 6 6 percent growth", "6: period"]),
    ("tăng 3 tháng liên tiếp", ["3: period"]),
    ("chờ bình quân 5 ngày", ["5 ngày: eq 5 5 day level"]),
    ("trạm 220kV", ["220: technical_name"]),
    ("máy biến áp 220, 110 kV", ["220: technical_name", "110: technical_name"]),
    ("giống lúa Khang dân 18", ["18: technical_name"]),
    ("mô hình 5 không 3 sạch", ["5: named_set", "3: named_set"]),
    ("lúc 8 giờ 30 phút", ["8: clock_time", "30: clock_time"]),
    ("7h30", ["7: clock_time", "30: clock_time"]),
    ("trực 24/24", ["24/24: clock_time"]),
    ("kỷ niệm 80 năm", ["80: anniversary"]),
    ("95 năm ngày thành lập (1929 - 2024)", ["95: anniversary", "1929 - 2024: anniversary"]),
    ("80 năm ngày mất (07/3/1944 - 07/3/2024)", ["80: anniversary", "07/3/1944 - 07/3/2024: anniversary"]),
    ("176/NQ-HĐND", ["176/NQ-HĐND: document_number"]),
    ("Số 25 - HD/BTG", ["25 - HD/BTG: document_number"]),
    ("68/2022/QH15", ["68/2022/QH15: document_number"]),
    ("Nghị quyết số 27", ["27: document_number"]),
    ("Kế hoạch 3838", ["3838: document_number"]),
    ("Điều 5, khoản 2", ["5: document_number", "2: document_number"]),
    ("Đề án 06", ["06: programme_name"]),
    ("Chương trình 1 triệu cây xanh", ["1: programme_name"]),
    ("(1) Về kinh tế", ["1: list_number"]),
    ("tỷ đồng(1)", ["1: footnote_mark"]),
    ("bị cáo[2]", ["2: footnote_mark"]),
    ("đồng2", ["2: footnote_mark"]),
    ("COP28", ["COP28: event_name"]),
    ("Hội nghị Trung ương 8", ["8: event_name"]),
    ("Hội nghị lần thứ 9", ["9: event_name"]),
    ("bão số 3", ["3: event_name"]),
    ("Covid-19", ["Covid-19: technical_name"]),
    ("H5N1", ["H5N1: technical_name"]),
    ("5G", ["5G: technical_name"]),
    ("đường dây 500 kV", ["500: technical_name"]),
    ("cầu Rạch Miễu 2", ["2: technical_name"]),
    ("quy hoạch tỷ lệ 1/2.000", ["1/2.000: technical_name"]),
    ("Sư đoàn 968", ["968: institution_name"]),
    ("Trường THPT số 2", ["2: institution_name"]),
    ("Quốc lộ 1A", ["1A: road_number"]),
    ("tại Km 45+200", ["45+200: road_number"]),
    ("QL.18", ["QL.18: road_number"]),
    ("tỉnh lộ 753", ["753: road_number"]),
    ("số 15 Lê Lợi", ["15: address"]),
    ("thôn 3", ["3: address"]),
    ("phường 5", ["5: address"]),
    ("gọi 0239.3855.555", ["0239.3855.555: phone"]),
    ("cấp độ 3, 4", ["3: service_level", "4: service_level"]),
    ("khách sạn 5 sao", ["5: service_level"]),
    ("đô thị loại 2", ["2: service_level"]),
    ("gió cấp 8", ["8: service_level"]),
    ("tăng 2 con số", ["2: digit_count"]),
    ("6 vùng kinh tế", ["6: named_set"]),
    ("9 nhóm nhiệm vụ", ["9: named_set"]),
    ("“5 thật”", ["5: named_set"]),
    ("phương châm 4 tại chỗ", ["4: named_set"]),
    ("63 tỉnh, thành phố", ["63: named_set"]),
    ("số bác sĩ/01 vạn dân", ["01: unit_denominator"]),
    ("bình quân trên 1 ha đất", ["1: unit_denominator"]),
    ("trẻ dưới 5 tuổi", ["5: age_group"]),
    ("ca bệnh tăng. Trẻ dưới 1 tuổi", ["1: age_group"]),
    ("quý III/2024 lượng khách", ["2024: year"]),
    ("bình quân 10 tháng", ["10: period"]),
    ("từ 15 đến 49 tuổi", ["15 đến 49: age_group"]),
    ("sinh con thứ 3", ["3: ordinal"]),
    ("thứ 7, ngày 5/3", ["7: date", "5/3: date"]),
    ("thắng 3-1", ["3-1: score"]),
    ("đất ở (m2)", ["m2: unit_symbol"]),
    ("1.23.4", ["1.23.4: unreadable"]),
]


@pytest.mark.parametrize(("text", "expected"), COMPARATORS)
def test_comparators_are_kept_apart(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("text", "expected"), SIGNS)
def test_falls_are_negative_with_their_bounds_turned(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("text", "expected"), ATTAINMENT)
def test_percentages_of_a_plan_are_attainment(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("text", "expected"), RANGES)
def test_ranges_are_read_in_every_form_of_print(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("text", "expected"), PAIRS)
def test_pairs_fractions_ranks_and_lists_are_told_apart(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("text", "expected"), MULTIPLES)
def test_multiples_and_figures_in_words_are_read(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("text", "expected"), UNITS)
def test_units_are_composed_of_scale_base_and_denominator(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("text", "expected"), ESTIMATES)
def test_an_estimate_keeps_its_value_and_sign(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("text", "expected"), FOREIGN)
def test_foreign_habits_are_read(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_numerals_that_are_no_figure_have_their_reason(text: str, expected: list[str]) -> None:
    assert told(text) == expected


def test_uoc_marks_an_estimate_and_no_approximation() -> None:
    figure = only("ước đạt 33.100 tỷ đồng")
    assert figure.is_estimate
    assert not figure.is_approximate
    assert not only("đạt 33.100 tỷ đồng").is_estimate


def test_an_approximate_range_is_a_range() -> None:
    figure = only("khoảng từ 10-20%")
    assert (figure.comparator, figure.is_approximate) == ("range", True)


def test_an_approximate_bound_keeps_the_bound() -> None:
    figure = only("khoảng trên 20 nghìn tỷ đồng")
    assert (figure.comparator, figure.is_approximate) == ("gt", True)


@pytest.mark.parametrize(
    ("text", "value", "other"),
    [
        ("tăng 12.2%", "12.2", "122"),
        ("đạt 126,484 tỷ đồng", "126.484", "126484"),
        ("đạt 3,338 USD", "3338", "3.338"),
        ("có 1,234 người", "1234", "1.234"),
        ("vượt 128,6% dự toán", "128.6", "228.6"),
        ("vượt 5% kế hoạch", "5", "105"),
    ],
)
def test_an_ambiguous_figure_names_both_readings(text: str, value: str, other: str) -> None:
    figure = only(text)
    assert figure.low == Decimal(value)
    assert Decimal(other) in {alternative.low for alternative in figure.alternatives}


def test_a_missing_percent_sign_is_another_reading_and_not_assumed() -> None:
    figure = only("chỉ số giá tăng 3,25 so với cùng kỳ")
    assert figure.unit is None
    assert [alternative.unit for alternative in figure.alternatives] == ["percent"]


def test_a_clear_figure_has_no_other_reading() -> None:
    assert only("đạt 17.946 tỷ đồng").alternatives == ()


@pytest.mark.parametrize(
    ("printed", "decimals"),
    [("12%", 0), ("12,0%", 1), ("0,71%", 2), ("1.234,567 tấn", 3), ("8 - 8,5%", 1), ("12.25%", 2)],
)
def test_decimals_are_those_printed(printed: str, decimals: int) -> None:
    assert only(printed).decimals == decimals


def test_the_words_that_decided_are_named_by_their_spans() -> None:
    text = "số vụ giảm ít nhất 5%"
    assert {text[start:end] for start, end in only(text).words} == {"giảm", "ít nhất"}


def test_an_unknown_noun_leaves_the_unit_open() -> None:
    figure = only("trao 15 kỷ vật cho bảo tàng")
    assert figure.unit is None
    assert figure.noun == "kỷ vật"


def test_a_scale_before_an_unknown_noun_is_multiplied_into_the_value() -> None:
    figure = only("thả 2,5 triệu ấu trùng")
    assert (figure.low, figure.unit) == (Decimal(2500000), None)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "text", ["hoà vốn, tăng 5% so với cùng kỳ", "hòa vốn, giảm còn dưới 0,9%", "ước đạt 2,4 vạn lao động"]
)
def test_spans_are_code_points_of_the_text_as_given(form: str, text: str) -> None:
    given_text = unicodedata.normalize(form, text)
    figure = only(given_text)
    assert given_text[figure.start : figure.end] == figure.text
    assert (figure.low, figure.high, figure.unit) == (only(text).low, only(text).high, only(text).unit)


def test_both_spellings_of_the_tone_mark_name_the_same_unit() -> None:
    assert only("đạt 5 uỷ viên").unit == only("đạt 5 ủy viên").unit == "person"


@pytest.mark.parametrize("blank", ["\u00a0", "\u202f", "  ", "\t"])
def test_any_blank_separates_as_a_space_does(blank: str) -> None:
    text = "đạt trên 17.946 tỷ đồng".replace(" ", blank)
    figure = only(text)
    assert (figure.comparator, figure.low, figure.unit) == ("gt", Decimal(17946), "billion_vnd")


def test_capitals_do_not_change_a_reading() -> None:
    assert told("GIẢM 5% SỐ VỤ")[0].split(": ")[1] == told("giảm 5% số vụ")[0].split(": ")[1]


def test_a_line_break_ends_a_figure() -> None:
    assert told("đạt 5%\n- 10 xã") == ["5%: eq 5 5 percent level", "10 xã: eq 10 10 commune level"]


def test_a_line_that_goes_on_in_lower_case_only_wraps_the_sentence() -> None:
    assert told("đạt 65,5\nnghìn tấn")[0].endswith(": eq 65.5 65.5 thousand_tonne level")


def test_lines_are_numbered_and_counts_at_a_line_start_are_not() -> None:
    assert told("1. Về kinh tế\n2.1- Kết quả\n3) Khác\n4 xã đạt chuẩn") == [
        "1: list_number",
        "2.1: list_number",
        "3: list_number",
        "4 xã: eq 4 4 commune level",
    ]


def test_both_rows_of_a_pair_have_the_same_span() -> None:
    first, second = read_numerals("đạt 26/28 chỉ tiêu")
    assert (first.start, first.end) == (second.start, second.end)
    assert [first.component, second.component] == [1, 2]


def test_every_reason_has_a_definition() -> None:
    assert len(REASONS) > 15
    given_reasons = {row.split(": ")[-1] for _, rows in NAMES for row in rows if " " not in row.split(": ")[-1]}
    assert given_reasons <= set(REASONS)


def test_printed_numbers_have_one_reading_unless_two_habits_fit() -> None:
    assert [reading.value for reading in readings("17.946,5")] == [Decimal("17946.5")]
    assert readings("0.125")[0].value == Decimal("0.125")
    assert readings("1.23.4") == ()
    assert readings("9" * 40) == ()


WORDS = st.sampled_from(
    [
        "tăng",
        "giảm",
        "trên",
        "dưới",
        "từ",
        "đến",
        "khoảng",
        "5",
        "5,2",
        "12.2",
        "3/4",
        "26/28",
        "2023",
        "5/1/2024",
        "tỷ",
        "triệu",
        "đồng",
        "%",
        "/",
        "-",
        "–",
        "(",
        ")",
        ".",
        ",",
        "người",
        "xã",
        "tháng",
        "năm",
        "ngày",
        "số",
        "thứ",
        "gấp",
        "đôi",
        "không",
        "còn",
        "hộ",
        "nghèo",
        "lần",
        "vạn",
        "dân",
        "1",
        "01",
        "ha",
        "Nghị",
        "quyết",
        "QĐ-TTg",
        "\n",
        "1.000",
        "kế",
        "hoạch",
        "vượt",
        "đạt",
        "chiếm",
        "m2",
        "COP28",
        "h",
        "1.2.3",
        "nghìn",
        "250",
        "hai",
        "tù",
        "giống",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=80), st.lists(WORDS, max_size=30).map(" ".join), st.lists(WORDS, max_size=30).map("".join)
)


@settings(max_examples=600, deadline=None)
@given(TEXTS)
def test_every_number_of_any_text_is_in_exactly_one_span(text: str) -> None:
    found = read_numerals(text)
    spans = sorted({(item.start, item.end) for item in found})
    for item in found:
        assert 0 <= item.start < item.end <= len(text)
        assert text[item.start : item.end] == item.text
    assert all(before[1] <= after[0] for before, after in pairwise(spans)), "spans overlap"
    for match in TOKEN.finditer(text):
        assert sum(start <= match.start() and match.end() <= end for start, end in spans) == 1, match.group()
    assert [item.start for item in found] == sorted(item.start for item in found)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_every_interval_is_in_order_and_fits_its_comparator(text: str) -> None:
    for item in read_numerals(text):
        if isinstance(item, NotAFigure):
            assert item.reason in REASONS
            continue
        if item.comparator in ("eq", "approx"):
            assert item.low == item.high is not None
        elif item.comparator == "range":
            assert item.low < item.high
        elif item.comparator in ("gt", "ge"):
            assert item.low is not None and item.high is None
        else:
            assert item.comparator in ("lt", "le")
            assert item.low is None and item.high is not None


@pytest.mark.parametrize(
    "piece",
    [
        *("0123456789", "(", "(1)", "(5%)", "1 ", "1, ", "5%-", "-1", "tăng giảm ", "từ trên ", "1-", "1/", "1."),
        *("5, 6 và 7% ", "nghị quyết số "),
    ],
)
def test_an_endless_text_of_one_piece_takes_time_in_proportion(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece)) + " 5%"
        started = time.process_time()
        assert read_numerals(text)
        return time.process_time() - started

    seconds(1000)
    small, large = seconds(10_000), seconds(80_000)
    assert large < 8 * 4 * small + 0.2, "four times the proportion, of processor time"


def test_hundreds_of_numbers_without_a_word_are_cells_and_no_figures() -> None:
    assert {row.split(": ")[1] for row in told("12% 5, " * 300)} == {"unreadable"}
    assert told("12% 5, " * 100)[0] == "12%: eq 12 12 percent level"
