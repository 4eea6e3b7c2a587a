"""Every key place that the instructions from above name is a kind of point, and has something to check."""

import pytest

from anxun.checklists.files import load

LIBRARY = load()
KINDS = {place.key for place in LIBRARY.location_types}
WITH_LISTS = {kind for checklist in LIBRARY.latest_all() for kind in checklist.location_types}

KEY_PLACES = {
    "高层": "high_rise",
    "食堂": "canteen",
    "宿舍": "dormitory",
    "教学楼": "teaching_building",
    "图书馆": "library",
    "实训室": "training_base",
    "危险品仓库": "chemical_store",
    "物资仓库": "warehouse",
}
VITAL_PLACES = {
    "宿舍": "dormitory",
    "食堂": "canteen",
    "图书馆": "library",
    "体育馆": "sports",
    "实验室": "laboratory",
    "燃气": "gas",
    "供电": "power",
    "特种设备": "special_equipment",
    "储藏室": "storeroom",
    "危险品仓库": "chemical_store",
    "实训基地": "training_base",
}


@pytest.mark.s(90)
def test_the_eight_key_places_can_carry_a_label_with_a_list() -> None:
    assert len(KEY_PLACES) == 8
    assert set(KEY_PLACES.values()) <= KINDS & WITH_LISTS


@pytest.mark.s(112)
def test_the_eleven_vital_places_can_carry_a_label_with_a_list() -> None:
    assert len(VITAL_PLACES) == 11
    assert set(VITAL_PLACES.values()) <= KINDS & WITH_LISTS


def test_only_what_a_later_list_is_for_has_nothing_to_check_yet() -> None:
    left = KINDS - WITH_LISTS

    assert left == {"clinic", "construction_site", "whole_school"}


def test_the_round_of_a_day_holds_only_what_is_due_every_day() -> None:
    of_inspectors = {
        checklist.id
        for checklist in LIBRARY.latest_all()
        if "inspector" in checklist.roles and checklist.frequency in ("daily", "per_meal", "night_2h")
    }

    assert of_inspectors == {"ck-09", "ck-10", "ck-13", "ck-16", "ck-20", "ck-25", "ck-28"}
