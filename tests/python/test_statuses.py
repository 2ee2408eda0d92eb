"""What a text says of how firm a figure is, and whose plan it is."""

import pytest
from chitieu.reading.expressions import plans, statuses


@pytest.mark.parametrize(
    ("before", "is_estimate", "code"),
    [
        ("Thu ngân sách ước đạt ", True, "E"),
        ("Theo số liệu sơ bộ, thu ngân sách đạt ", False, "P"),
        ("GRDP sơ bộ năm nay tăng ", False, "P"),
        ("GRDP tăng ", False, "A"),
        ("Số sơ bộ của năm trước là cao; GRDP năm nay tăng ", False, "A"),
        ("Hội nghị sơ bộ kết quả lần 2, tăng ", False, "A"),
    ],
)
def test_an_estimate_and_a_provisional_number_are_told_apart(before: str, is_estimate: bool, code: str) -> None:
    assert statuses.status(f"{before}8,5%", len(before), 0, is_estimate) == code


def test_what_follows_from_an_estimate_is_no_firmer() -> None:
    assert statuses.least_firm("A", "E") == statuses.least_firm("E", "P") == "E"
    assert statuses.least_firm("A", "P") == "P"


@pytest.mark.parametrize(
    ("before", "giver"),
    [
        ("bằng 116,4% kế hoạch Thủ tướng Chính phủ giao (", "prime_minister"),
        ("dự toán HĐND tỉnh giao là ", "council"),
        ("chỉ tiêu Đại hội Đảng bộ tỉnh đề ra ", "congress"),
        ("dự toán Trung ương giao ", "central"),
        ("kế hoạch UBND tỉnh giao đầu năm ", "own"),
        ("kế hoạch giao ", None),
        ("kế hoạch năm 2024 là ", None),
    ],
)
def test_the_words_before_a_target_name_who_gave_it(before: str, giver: str | None) -> None:
    assert plans.giver_before(f"{before}700 tỷ đồng", len(before), 0) == giver


@pytest.mark.parametrize(
    ("after", "giver"),
    [
        (" dự toán HĐND tỉnh giao và tăng 5%", "council"),
        (" so với chỉ tiêu Đại hội đề ra", "congress"),
        (" kế hoạch tỉnh giao", "own"),
        (" dự toán giao", None),
        (" kế hoạch", None),
    ],
)
def test_the_words_after_an_attainment_name_whose_plan_it_is_of(after: str, giver: str | None) -> None:
    assert plans.giver_after(f"110%{after}", 4) == giver
