"""What is compared with what, and what is claimed of it."""

import dataclasses
import enum


class Kind(enum.Enum):
    """How a figure of the project is held against the peer's."""

    RATE = "more a second"  # ratio: ours over the peer's
    TIME = "less time"  # ratio: the peer's over ours
    MEMORY = "less memory"  # ratio: the peer's over ours; a half is 2
    SHARE = "share of the peak"  # no peer


@dataclasses.dataclass(frozen=True)
class Claim:
    """A row of the page: the project's program against the best of its peers."""

    what: str
    ours: str  # a program's name
    peers: tuple  # programs' names; the best of them counts
    figure: str
    kind: Kind
    at_least: float

    def better(self, first, second):
        """Whether the first of two figures is the better one."""
        return first > second if self.kind is Kind.RATE else first < second

    def ratio(self, ours, peer):
        """How many times as good as the peer the project is."""
        return ours / peer if self.kind is Kind.RATE else peer / ours


@dataclasses.dataclass(frozen=True)
class Comparison:
    """Programs that run by turns, on the same data at the same sizes."""

    key: str  # what ROWS calls it
    title: str
    programs: tuple
    claims: tuple
    rounds: int = 0  # of its own where it is not 0: more, where a round takes a moment
    updates_factor: int = 1  # its updates, in those of the others
    needs: str = ""  # what it cannot be measured without: "models" or "pronunciation"

    def program(self, name):
        """The program of that name."""
        return next(program for program in self.programs if program.name == name)
