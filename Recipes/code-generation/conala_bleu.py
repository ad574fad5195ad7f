"""BLEU as CoNaLa's leaderboard computes it.

Tokens are runs of letters, digits and underscores, cut where a small letter meets a capital one, and every other
character by itself; all quotes count as one kind. BLEU is that of a corpus with up to four tokens (Papineni et al.
2002), not smoothed, one reference each. Whitespace has no part in it.
"""

import math
import re
from collections import Counter


def tokens_of(code: str) -> list[str]:
    """The tokens that are compared."""
    code = re.sub(r"([^A-Za-z0-9_])", r" \1 ", code)
    code = re.sub(r"([a-z])([A-Z])", r"\1 \2", code)
    return code.replace('"', "`").replace("'", "`").split()


def conala_bleu(hypotheses: list[str], references: list[str]) -> float:
    """BLEU in percent."""
    matches, totals = [0] * 4, [0] * 4
    length = reference_length = 0
    for hypothesis, reference in zip(map(tokens_of, hypotheses), map(tokens_of, references)):
        length += len(hypothesis)
        reference_length += len(reference)
        for order in range(1, 5):
            mine, true = (Counter(tuple(tokens[i:i + order]) for i in range(len(tokens) - order + 1))
                          for tokens in (hypothesis, reference))
            matches[order - 1] += sum((mine & true).values())
            totals[order - 1] += sum(mine.values())
    if min(matches) == 0:
        return 0.0
    precision = sum(math.log(match / total) for match, total in zip(matches, totals)) / 4
    brevity = min(0.0, 1 - reference_length / length)
    return 100 * math.exp(precision + brevity)
