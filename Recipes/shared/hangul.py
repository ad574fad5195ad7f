"""Hangul, and Korean particles, whose form follows from the last sound of the word before."""

# Final consonants of the digits as they are read: 영 일 이 삼 사 오 육 칠 팔 구.
DIGIT_FINALS = {"0": 21, "1": 8, "2": 0, "3": 16, "4": 0, "5": 0, "6": 1, "7": 8, "8": 8, "9": 0}
RIEUL = 8
# Form after a consonant, form after a vowel.
PARTICLES = {"topic": ("은", "는"), "subject": ("이", "가"), "object": ("을", "를"), "with": ("과", "와")}


def is_syllable(character: str) -> bool:
    """Whether it is a whole syllable of Hangul."""
    return "가" <= character <= "힣"


def final(word: str) -> int:
    """The number of the final consonant of a word in Unicode's order; 0 without one."""
    last = word[-1]
    if last in DIGIT_FINALS:
        return DIGIT_FINALS[last]
    return (ord(last) - 0xAC00) % 28 if is_syllable(last) else 0


def with_particle(word: str, particle: str) -> str:
    """The word with a particle of that kind."""
    if particle == "direction":
        # 으로 after a consonant other than ㄹ: 부엌으로, but 교실로.
        return word + ("으로" if final(word) not in (0, RIEUL) else "로")
    after_consonant, after_vowel = PARTICLES[particle]
    return word + (after_consonant if final(word) else after_vowel)
