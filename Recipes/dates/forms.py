"""How people write a day in English and in Korean. Each form takes a date and gives a text."""

from datetime import date
from typing import Callable

MONTHS = ("January February March April May June July August September October November December").split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
KOREAN_WEEKDAYS = "월요일 화요일 수요일 목요일 금요일 토요일 일요일".split()
KOREAN_DIGITS = ["", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"]
# Two digits of a year are read as lying between these.
SHORT_YEARS = range(1950, 2050)

Form = Callable[[date], str]


def ordinal(day: int) -> str:
    """1st, 2nd, 3rd, 4th, … 11th, 12th, 13th."""
    ending = "th" if 11 <= day % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def in_sino_korean(number: int) -> str:
    """이천이십일 for 2021: a one before ten, hundred and thousand is not said."""
    text = ""
    for power, unit in ((1000, "천"), (100, "백"), (10, "십"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("" if digit == 1 and unit else KOREAN_DIGITS[digit]) + unit
    return text


def month_in_korean(month: int) -> str:
    """Months are read as numbers, but for two: 유월 and 시월."""
    return {6: "유", 10: "시"}.get(month, in_sino_korean(month)) + "월"


def english_forms() -> list[Form]:
    """Where all is in digits, the month comes first, as in American English."""
    return [
        lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year}",
        lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
        lambda d: f"{MONTHS[d.month - 1]} {ordinal(d.day)}, {d.year}",
        lambda d: f"the {ordinal(d.day)} of {MONTHS[d.month - 1]}, {d.year}",
        lambda d: f"{MONTHS[d.month - 1][:3]} {d.day} {d.year}",
        lambda d: f"{d.day} {MONTHS[d.month - 1][:3]}. {d.year}",
        lambda d: f"{WEEKDAYS[d.weekday()]}, {MONTHS[d.month - 1]} {d.day}, {d.year}",
        lambda d: f"{WEEKDAYS[d.weekday()][:3]} {d.day} {MONTHS[d.month - 1][:3]} {d.year}",
        lambda d: f"{d.month}/{d.day}/{d.year}",
        lambda d: f"{d.month:02}/{d.day:02}/{d.year}",
        lambda d: f"{d.year}/{d.month:02}/{d.day:02}",
        lambda d: f"{d.year}-{d.month}-{d.day}",
        lambda d: f"{d.year}{d.month:02}{d.day:02}",
        lambda d: f"{d.month}/{d.day}/{d.year % 100:02}",
        lambda d: f"{MONTHS[d.month - 1][:3]} {d.day}, '{d.year % 100:02}",
    ]


def korean_forms() -> list[Form]:
    """In figures and in words, with and without the day of the week."""
    return [
        lambda d: f"{d.year}년 {d.month}월 {d.day}일",
        lambda d: f"{d.year}년 {d.month}월 {d.day}일 {KOREAN_WEEKDAYS[d.weekday()]}",
        lambda d: f"{d.year}년 {d.month}월 {d.day}일({KOREAN_WEEKDAYS[d.weekday()][0]})",
        lambda d: f"{d.year}. {d.month}. {d.day}.",
        lambda d: f"{d.year}.{d.month:02}.{d.day:02}",
        lambda d: f"{d.year}년{d.month}월{d.day}일",
        lambda d: f"서기 {d.year}년 {d.month:02}월 {d.day:02}일",
        lambda d: f"{d.year % 100:02}년 {d.month}월 {d.day}일",
        lambda d: f"'{d.year % 100:02}. {d.month}. {d.day}.",
        lambda d: f"{in_sino_korean(d.year)}년 {month_in_korean(d.month)} {in_sino_korean(d.day)}일",
        lambda d: (f"{in_sino_korean(d.year)}년 {month_in_korean(d.month)} {in_sino_korean(d.day)}일 "
                   f"{KOREAN_WEEKDAYS[d.weekday()]}"),
    ]


def is_unambiguous(form_text: str, day: date) -> bool:
    """Whether the text says which century is meant, or the rule for two digits does."""
    return str(day.year) in form_text or in_sino_korean(day.year) in form_text or day.year in SHORT_YEARS
