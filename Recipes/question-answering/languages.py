"""The words and sentences of the stories, in English and in Korean."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))

from hangul import with_particle


def parted(word: str, particle: str) -> str:
    """The word, and the particle that its last sound asks for, apart."""
    return f"{word} {with_particle(word, particle).removeprefix(word)}"


class English:
    """Stories in English."""

    people = ("Mary John Sandra Daniel Emma Oliver Grace Henry Alice Peter Sophie George Lucy Martin Clara "
              "Simon Julia Victor Nora Walter Irene Felix Helen Oscar Paula Robert Stella Thomas Vera Leo").split()
    places = ("kitchen garden bedroom bathroom office library hallway garage attic cellar park school hospital "
              "bakery museum theatre gym market classroom pharmacy").split()
    objects = ("apple book ball umbrella cup letter key lamp hat guitar bottle camera clock basket pencil "
               "scarf").split()
    numbers = ("none", "one", "two", "three", "four")
    yes, no = "yes", "no"

    moves = ("{who} went to the {place} .", "{who} moved to the {place} .", "{who} walked to the {place} .",
             "{who} is in the {place} now .")
    takes = ("{who} took the {thing} .", "{who} picked up the {thing} .", "{who} grabbed the {thing} .")
    drops = ("{who} put down the {thing} .", "{who} left the {thing} there .", "{who} dropped the {thing} .")

    def move(self, form: int, who: str, place: str) -> str:
        return self.moves[form % len(self.moves)].format(who=who, place=place)

    def take(self, form: int, who: str, thing: str) -> str:
        return self.takes[form % len(self.takes)].format(who=who, thing=thing)

    def drop(self, form: int, who: str, thing: str) -> str:
        return self.drops[form % len(self.drops)].format(who=who, thing=thing)

    def where_is_person(self, who: str) -> str:
        return f"Where is {who} ?"

    def where_is_thing(self, thing: str) -> str:
        return f"Where is the {thing} ?"

    def is_there(self, who: str, place: str) -> str:
        return f"Is {who} in the {place} ?"

    def how_many(self, who: str) -> str:
        return f"How many things is {who} holding ?"


class Korean:
    """Stories in Korean.

    A particle is a token of its own, as morphological analysers cut them: so a name is the same token in every
    sentence, and can be copied.
    """

    people = ("민지 지훈 서연 도윤 하은 준호 수빈 예린 현우 지민 유진 태현 소영 민석 은주 재현 다은 승우 가영 동현 "
              "혜진 상민 나래 경수 보라 성훈 미나 우진 선영 기태").split()
    places = "부엌 정원 침실 욕실 사무실 도서관 복도 차고 다락방 지하실 공원 학교 병원 빵집 박물관 극장 체육관 시장 교실 약국".split()
    objects = "사과 책 공 우산 컵 편지 열쇠 등불 모자 기타 물병 사진기 시계 바구니 연필 목도리".split()
    numbers = ("없음", "한 개", "두 개", "세 개", "네 개")
    yes, no = "네", "아니요"

    def move(self, form: int, who: str, place: str) -> str:
        topic, subject = parted(who, "topic"), parted(who, "subject")
        towards = parted(place, "direction")
        return (f"{topic} {towards} 갔다 .", f"{topic} {towards} 걸어갔다 .", f"{subject} {towards} 들어갔다 .",
                f"{topic} 지금 {place} 에 있다 .")[form % 4]

    def take(self, form: int, who: str, thing: str) -> str:
        topic, subject = parted(who, "topic"), parted(who, "subject")
        what = parted(thing, "object")
        return (f"{topic} {what} 집었다 .", f"{subject} {what} 챙겼다 .", f"{topic} {what} 들었다 .")[form % 3]

    def drop(self, form: int, who: str, thing: str) -> str:
        topic, subject = parted(who, "topic"), parted(who, "subject")
        what = parted(thing, "object")
        return (f"{topic} {what} 내려놓았다 .", f"{subject} {what} 거기에 두었다 .",
                f"{topic} {what} 떨어뜨렸다 .")[form % 3]

    def where_is_person(self, who: str) -> str:
        return f"{parted(who, 'topic')} 어디에 있나요 ?"

    def where_is_thing(self, thing: str) -> str:
        return f"{parted(thing, 'topic')} 어디에 있나요 ?"

    def is_there(self, who: str, place: str) -> str:
        return f"{parted(who, 'topic')} {place} 에 있나요 ?"

    def how_many(self, who: str) -> str:
        return f"{parted(who, 'topic')} 물건을 몇 개 들고 있나요 ?"


LANGUAGES = {"english": English(), "korean": Korean()}
