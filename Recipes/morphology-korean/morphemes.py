"""How an eojeol with its neighbours becomes a source, and morphemes with tags a target, and back."""

import unicodedata

# None of them occurs in text: words in angle brackets are the recipe's own.
SPACE, BEGIN, END = "<space>", "<eojeol>", "</eojeol>"
NEIGHBOURS = 2


def source_of(forms: list[str], place: int) -> str:
    """The syllables of an eojeol between marks, with those of its neighbours on both sides."""
    tokens: list[str] = []
    first = max(0, place - NEIGHBOURS)
    for index, form in enumerate(forms[first:place + NEIGHBOURS + 1], start=first):
        if tokens:
            tokens.append(SPACE)
        syllables = list(unicodedata.normalize("NFC", form))
        tokens += [BEGIN, *syllables, END] if index == place else syllables
    return " ".join(tokens)


def sources_of_sentence(sentence: str) -> list[str]:
    """A source for each eojeol of a sentence."""
    forms = sentence.split()
    return [source_of(forms, place) for place in range(len(forms))]


def target_of(lemma: str, tags: str) -> str | None:
    """`프 랑 스 /NNP 의 /JKG` of `프랑스+의` and `NNP+JKG`; nothing if their numbers differ."""
    morphemes, names = pieces(lemma), tags.split("+")
    if len(morphemes) != len(names):
        return None
    tokens: list[str] = []
    for morpheme, name in zip(morphemes, names):
        tokens += [*unicodedata.normalize("NFC", morpheme), "/" + name]
    return " ".join(tokens)


def pieces(lemma: str) -> list[str]:
    """The morphemes of a lemma; a plus sign that is a morpheme itself stays one."""
    if set(lemma) == {"+"}:
        return [lemma]
    return lemma.split("+")


def analysis_of(target: str) -> tuple[str, str]:
    """Lemma and tags of a target, each joined by plus signs. A morpheme without a tag is kept."""
    morphemes, tags, letters = [], [], ""
    for token in target.split():
        # A slash alone is a letter of the text.
        if token.startswith("/") and len(token) > 1:
            morphemes.append(letters)
            tags.append(token[1:])
            letters = ""
        else:
            letters += token
    if letters:
        morphemes.append(letters)
    return "+".join(morphemes), "+".join(tags)
