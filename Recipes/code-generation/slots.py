"""Intents and Python as tokens. What an intent quotes becomes a slot, which is filled again after decoding.

The idea is that of the CoNaLa baseline (Yin et al. 2018, section 6): `a` in "sort list `a`" and 'x' in
"split by 'x'" say nothing about the program but their own place in it.
"""

import keyword
import re

QUOTED = re.compile(r"`([^`]+)`|(?<!\w)'([^']+)'(?!\w)|\"([^\"]+)\"")
WORD = re.compile(r"(?:var|str)_\d+|\w+|[^\w\s]")
STRING = r"[rbuRBU]{0,2}(?:'''.*?'''|\"\"\".*?\"\"\"|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\")"
CODE = re.compile(
    rf"(?P<string>{STRING})|(?P<newline>\n[ \t]*)|(?P<space>\s+)|(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|"
    r"(?P<name>\w+)|(?P<operator>\*\*|//|==|!=|<=|>=|->|\+=|-=|<<|>>|.)", re.DOTALL)
INSIDE = re.compile(r"\w+|\s|[^\w\s]")
# A space inside a string and the end of a line with the depth of the next; neither occurs in code.
BLANK, NEWLINE = "▁", "<newline:"
SPACED = {"and", "as", "assert", "else", "for", "from", "if", "import", "in", "is", "lambda", "not", "or",
          "return", "yield", "=", "==", "!=", "<=", ">=", "<", ">", "+", "+=", "-="}


def slots_of(intent: str) -> list[tuple[str, str]]:
    """Slots and their values in the order of the intent; what stands in backquotes is code."""
    values: list[tuple[str, str]] = []
    for match in QUOTED.finditer(intent):
        kind, value = ("var", match[1]) if match[1] else ("str", match[2] or match[3])
        if value.strip() and value not in (known for _, known in values):
            values.append((f"{kind}_{len(values)}", value))
    return values


def source_of(intent: str) -> str:
    """The intent's tokens, each quotation one slot; ordinary words in lower case."""
    names = {value: slot for slot, value in slots_of(intent)}

    def slot(match: re.Match) -> str:
        return f" {names.get(match[1] or match[2] or match[3], match[0])} "

    tokens = WORD.findall(QUOTED.sub(slot, intent))
    # DataFrame and CSV are names that may be copied.
    return " ".join(token.lower() if token.istitle() else token for token in tokens)


def code_tokens(code: str) -> list[str]:
    """Python's tokens; strings are whole, an end of line holds the depth of the next line."""
    tokens = []
    for match in CODE.finditer(code.strip().replace("\r\n", "\n").expandtabs(4)):
        if match.lastgroup == "newline":
            tokens.append(f"{NEWLINE}{len(match[0]) - 1}>")
        elif match.lastgroup != "space":
            tokens.append(match[0])
    return tokens


def is_string(token: str) -> bool:
    """Whether a token of code is a string."""
    return len(token) > 1 and token[-1] in "'\"" and re.fullmatch(STRING, token, re.DOTALL) is not None


def content_of(token: str) -> str:
    """What stands between the quotes."""
    return re.sub(r"^[rbuRBU]{0,2}('''|\"\"\"|'|\")(.*)\1$", r"\2", token, flags=re.DOTALL)


def replaced(tokens: list[str], part: list[str], slot: str) -> list[str]:
    """The tokens with each occurrence of a sequence of tokens as one slot."""
    result, index = [], 0
    while index < len(tokens):
        if part and tokens[index:index + len(part)] == part:
            result.append(slot)
            index += len(part)
        else:
            result.append(tokens[index])
            index += 1
    return result


def may_be_code(slot: str, value: str) -> bool:
    """Whether a value may stand in the code without quotes; a comma or a keyword would be found anywhere."""
    if slot.startswith("str"):
        return re.fullmatch(r"[A-Za-z_][\w.]*", value) is not None and not keyword.iskeyword(value)
    return re.search(r"\w", value) is not None


def target_of(code: str, intent: str) -> str:
    """The tokens of a program, slots in the place of what the intent quotes, other strings in pieces."""
    tokens = code_tokens(code)
    # The longest first, so that `a` does not tear `a[0]` apart.
    for slot, value in sorted(slots_of(intent), key=lambda pair: -len(pair[1])):
        number = slot.split("_")[1]
        tokens = [f"str_{number}" if is_string(token) and content_of(token) in (value, content_of(value))
                  else token for token in tokens]
        if may_be_code(slot, value):
            tokens = replaced(tokens, code_tokens(value), f"var_{number}")
    pieces: list[str] = []
    for token in tokens:
        pieces += [BLANK if piece.isspace() else piece for piece in INSIDE.findall(token)] \
            if is_string(token) else [token]
    return " ".join(pieces)


def quoted(value: str) -> str:
    """The value as a string of Python; what an intent quotes is escaped already as code would be."""
    return f'"{value}"' if "'" in value else f"'{value}'"


def code_of(target: str, intent: str) -> str:
    """The program of a target, slots filled with what the intent quotes."""
    values = {slot.split("_")[1]: value for slot, value in slots_of(intent)}
    text, inside, before = "", "", ""
    for token in target.split():
        match = re.fullmatch(r"(var|str)_(\d+)", token)
        if match and match[2] in values:
            value = values[match[2]]
            token = value if match[1] == "var" or is_string(value) else quoted(value)
        if inside:
            text += " " if token == BLANK else token
            inside = "" if token == inside else inside
        elif token.startswith(NEWLINE):
            text += "\n" + " " * int("0" + re.sub(r"\D", "", token))
        else:
            words = before[-1:].isalnum() and token[:1].isalnum()
            text += " " if before and (words or before == "," or {before, token} & SPACED) else ""
            text += token
            inside = token if token in ("'", '"') else ""
        before = "" if token.startswith(NEWLINE) else token
    return text
