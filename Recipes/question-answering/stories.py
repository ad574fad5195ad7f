"""Makes short stories of facts with a question each. The same seed makes the same stories."""

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))

from inputs import share_of

KINDS = ("one-fact", "two-facts", "yes-no", "counting")
# What is learnt last makes up half of it.
TRAINING_KINDS = ("one-fact", "yes-no", "two-facts", "yes-no", "counting", "yes-no")
SHARES = {"dev": 0.1, "test": 0.2}
MOST_HELD = 4

# Source, answer, kind.
Row = tuple[str, str, str]


def split_of(who: str, place: str) -> str:
    """The one split in whose stories this person may be at this place."""
    share = share_of(f"{who} {place}")
    # A tenth each for dev and test.
    return "dev" if share < SHARES["dev"] else "test" if share < SHARES["test"] else "train"


def allowed_places(language, split: str) -> dict[str, list[str]]:
    """The places of each person in a split's stories; whoever has but one cannot go about."""
    places = {who: [place for place in language.places if split_of(who, place) == split]
              for who in language.people}
    return {who: mine for who, mine in places.items() if len(mine) >= 2}


class Story:
    """People who go about, take things and put them down; knows where everyone and everything is.

    The language's n-th place is gone to as often as n to the power of minus `skew`: all alike with 0. With `few`, each keeps
    to two to four places.
    """

    def __init__(self, language, allowed: dict[str, list[str]], source: random.Random, skew: float, few: bool) -> None:
        self.language, self.random = language, source
        self.often = {place: (number + 1) ** -skew for number, place in enumerate(language.places)}
        self.people = source.sample(sorted(allowed), source.randint(2, 3))
        self.places = {who: source.sample(allowed[who], source.randint(2, 4)) if few else allowed[who]
                       for who in self.people}
        self.things = source.sample(language.objects, 5)
        self.at: dict[str, str] = {}
        self.visited: dict[str, list[str]] = {who: [] for who in self.people}
        self.held_by: dict[str, str] = {}
        self.left_at: dict[str, str] = {}
        self.facts: list[str] = []

    def held(self, who: str) -> list[str]:
        """What a person holds."""
        return [thing for thing, holder in self.held_by.items() if holder == who]

    def move(self, who: str) -> None:
        """Someone goes elsewhere, or appears."""
        others = [one for one in self.places[who] if one != self.at.get(who)]
        place = self.random.choices(others, [self.often[one] for one in others])[0]
        self.at[who] = place
        self.visited[who].append(place)
        self.facts.append(self.language.move(self.random.randrange(12), who, place))

    def take(self, who: str) -> None:
        """Someone takes what lies here, or what has not been spoken of yet."""
        free = [thing for thing in self.things if thing not in self.held_by
                and self.left_at.get(thing, self.at[who]) == self.at[who]]
        if not free or len(self.held(who)) == MOST_HELD:
            self.move(who)
            return
        thing = self.random.choice(free)
        self.held_by[thing] = who
        self.left_at.pop(thing, None)
        self.facts.append(self.language.take(self.random.randrange(12), who, thing))

    def drop(self, who: str) -> None:
        """Someone puts down one of the things held."""
        thing = self.random.choice(self.held(who))
        del self.held_by[thing]
        self.left_at[thing] = self.at[who]
        self.facts.append(self.language.drop(self.random.randrange(12), who, thing))

    def go_on(self, facts: int, busy: bool) -> None:
        """Tells so many facts; things are taken and put down often in a busy story, else seldom."""
        while len(self.facts) < facts:
            who = self.random.choice(self.people)
            draw = self.random.random()
            if who not in self.at or draw < (0.3 if busy else 0.7):
                self.move(who)
            elif self.held(who) and draw > 0.8:
                self.drop(who)
            else:
                self.take(who)


def ask(story: Story, kind: str, number: int) -> tuple[str, str] | None:
    """A question about a story, and its answer; nothing if the story gives no such question."""
    language, draw = story.language, story.random
    who = draw.choice(sorted(story.at))
    if kind == "one-fact":
        return language.where_is_person(who), story.at[who]
    if kind == "yes-no":
        # Half of the answers are yes; for the others, a place that was left is asked for first.
        if number % 2 == 0:
            return language.is_there(who, story.at[who]), language.yes
        left = [place for place in story.visited[who] if place != story.at[who]]
        others = left or [place for place in story.places[who] if place != story.at[who]]
        return language.is_there(who, draw.choice(others)), language.no
    if kind == "counting":
        # Small numbers come by themselves; go through them evenly.
        wanted = number % (MOST_HELD + 1)
        fitting = [one for one in sorted(story.at) if len(story.held(one)) == wanted]
        if not fitting:
            return None
        return language.how_many(draw.choice(fitting)), language.numbers[wanted]
    places = {thing: story.at[holder] for thing, holder in story.held_by.items()} | story.left_at
    if not places:
        return None
    thing = draw.choice(sorted(places))
    return language.where_is_thing(thing), places[thing]


def make_first(language, count: int) -> list[Row]:
    """What is learnt first: half of them different, half few short ones again and again.

    What is seen often is learnt soon, and what was learnt from it carries over to what is seen once (Charton and Kempe 2024,
    "Emergent properties with repeated examples").
    """
    few = make(language, "train", count // 16, seed=2, more=2)
    return shuffled(make(language, "train", count // 2) + 8 * few)


def make_training(language, count: int) -> list[Row]:
    """A third short ones in which few places are gone to most of the time, a third short, a third long.

    Whether two places are the same is found out for some that come often long before it is found out for many (Zucchet et
    al. 2025, "How do language models learn facts?"); the others take what was found over to all places. There each person
    keeps to few places, as the pairs that are held back leave no more in dev and the test: people come back to where they
    were, and only the last fact tells where somebody is.
    """
    def third(seed: int, **kinds) -> list[Row]:
        return make(language, "train", count // 3, seed=seed, kinds=TRAINING_KINDS, **kinds)

    return shuffled(third(3, more=2, skew=1.5) + third(5, more=2, few=True) + third(4, few=True))


def shuffled(rows: list[Row]) -> list[Row]:
    """In another order, always the same."""
    random.Random(1).shuffle(rows)
    return rows


def make(language, split: str, count: int, seed: int = 1, more: int = 6, kinds: tuple[str, ...] = KINDS,
         skew: float = 0, few: bool = False) -> list[Row]:
    """So many (source, answer, kind), the kinds by turns, no source twice; up to `more` facts than an answer needs."""
    # A string seeds alike in every version of Python and on every machine.
    source = random.Random(f"{split} {seed} {language.yes}")
    allowed = allowed_places(language, split)
    made, seen = [], set()
    while len(made) < count:
        number = len(made) // len(kinds)
        kind = kinds[len(made) % len(kinds)]
        story = Story(language, allowed, source, skew, few)
        # From the shortest story that can hold the answer on: in those a model first finds out what to look for.
        least = number % (MOST_HELD + 1) + 1 if kind == "counting" else 1 + (kind == "two-facts")
        story.go_on(source.randint(least, least + more), busy=kind in ("two-facts", "counting"))
        question = ask(story, kind, number)
        if question is None:
            continue
        # What is to be looked for stands nearest to where the answer begins.
        text = " ".join([*story.facts, question[0]])
        if text not in seen:
            seen.add(text)
            made.append((text, question[1], kind))
    return made
