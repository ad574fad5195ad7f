#!/usr/bin/env python3
"""Writes Tests/TextTests/Fixtures/metrics.json: corpora with the scores that sacreBLEU and rouge-score give them,
and what definitions written out here give: BLEU of programs and distinct n-grams.

Needs the Python packages sacrebleu and rouge-score. ROUGE is left out where a line is not in NFC or holds <unk>,
which this project takes for something else than its letters. The corpora are written here or drawn from a fixed seed, so that
the file changes only when this script or sacreBLEU does.
"""

import collections
import json
import math
import pathlib
import random
import re
import unicodedata

import sacrebleu
from rouge_score import rouge_scorer, tokenizers
from sacrebleu.metrics import BLEU, CHRF

OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "Tests/TextTests/Fixtures/metrics.json"
TOKENIZATIONS = ["none", "13a", "char"]

# name: [(hypothesis, reference), ...]
WRITTEN = {
    "english": [
        ("The cat sat on the mat.", "The cat is sitting on the mat."),
        ("He said that he would come tomorrow.", "He said he would be here tomorrow."),
        ("Please close the door behind you!", "Please close the door behind you."),
        ("I don't know what you're talking about.", "I do not know what you are talking about."),
    ],
    "german": [
        ("Zwei Männer stehen am Herd und kochen.", "Zwei Männer stehen am Herd und bereiten Essen zu."),
        ("Ein Mädchen läuft über die Straße.", "Ein kleines Mädchen überquert die Straße."),
        ("Größe: 1.000,5 m² – übrigens „schön“.", "Die Größe: 1.000,5 m² – übrigens „sehr schön“."),
    ],
    "korean": [
        ("나는 너를 사랑해.", "나는 너를 정말 사랑해."),
        ("파일을 열 수 없습니다", "이 파일을 열 수가 없습니다"),
        ("새 문서를 만들고 저장하십시오.", "새 문서를 만든 다음 저장하십시오."),
        ("오늘은 날씨가 좋네요!", "오늘 날씨가 참 좋네요!"),
    ],
    "japanese and chinese": [
        ("今日は天気がいいです。", "今日はとても天気が良いです。"),
        ("我爱你,也爱这个世界。", "我爱你,而且爱这个世界。"),
    ],
    "canonically equivalent": [
        ("cafe\u0301 na\u0308he U\u0308ber", "café nähe Über"),
        ("한국어는 재미있다", "한국어는 재미있다".replace("한", "\u1112\u1161\u11ab")),
        ("A\u0301 B C D E", "A\u0301 B C D E"),
    ],
    "punctuation": [
        ("Wait... what?! (Really?) [yes] {no}", "Wait... what?? (Really) [yes]; {no}!"),
        ("a.b,c;d:e/f\\g|h", "a.b ,c ;d :e/f \\g | h"),
        ("... ,,, .,., --- '' \"\" ``", "... ,, .,., -- ' \" `"),
        ("'tis the rock-'n'-roll -- isn't it?", "'Tis the rock 'n' roll - isn't it?"),
        ("x=y+1; *p++ -> q[0] & ~r ^ s % t @ u # v $ w", "x = y + 1; *p++ -> q[0] & r ^ s % t"),
        ("—“quoted”—‘single’…", "—“quoted”— ‘single’ …"),
    ],
    "stops between words": [
        ("a..b a.,b ..a b.. .5. 5.,5 a,.,b", "a..b a.,b ..a b.. .5. 5.,5 a,.,b c"),
        (".", "."), (",.", ". ,"), ("a.", "a ."), (".a", ". a"), ("end. Start,again", "end . Start , again"),
    ],
    "numbers": [
        ("It cost 1,000.5 dollars in 1990-1995.", "It cost $1,000.50 in 1990-95."),
        ("3.14, 2,718 and 1.", "3.14 , 2,718 and 1 ."),
        ("5-year-old 10- -10 1-2-3 1--2", "5 -year-old 10 - -10 1 -2 -3 1 - -2"),
        ("100% of 50.000,00€ at 12:30", "100 % of 50.000,00 € at 12:30"),
        ("٣.٤ १,२ ³.² 1.² a.1 1.a", "٣ . ٤ १ , २ ³ . ² 1 . ² a . 1 1 . a"),
    ],
    "entities": [
        ("He said &quot;hello&quot; &amp; left", 'He said "hello" & left'),
        ("&lt;b&gt;bold&lt;/b&gt;", "<b>bold</b>"),
        ("&amp;quot; &amp;lt; &amp;amp; &amp;gt;", '&quot; < &amp; >'),
        ("&apos; &nbsp; &#39; &QUOT; &amp &lt", "' &nbsp; &#39; &QUOT; & <"),
        ("<skipped> a <skip<skipped>ped> b", "a b"),
        ("one &amp;amp;lt; two three four", "one &lt; two three four"),
    ],
    "empty lines": [
        ("", ""), ("", "something was expected here"), ("something nobody asked for", ""),
        ("and one line that is right", "and one line that is right"),
    ],
    "only empty lines": [("", ""), ("", "")],
    "empty hypotheses": [("", "a reference of five words"), ("", "another one")],
    "empty references": [("a hypothesis of five words", ""), ("another one", "")],
    "only white space": [("   ", "\t\u3000"), (" \u00a0 ", "")],
    "identical": [
        ("The quick brown fox jumps over the lazy dog.", "The quick brown fox jumps over the lazy dog."),
        ("Franz jagt im komplett verwahrlosten Taxi quer durch Bayern.",
         "Franz jagt im komplett verwahrlosten Taxi quer durch Bayern."),
    ],
    "fully different": [("aaa bbb ccc ddd", "xyz uvw rst opq"), ("eee", "lmn")],
    "single words": [("house", "house"), ("tree", "trees"), ("water", "fire")],
    "one word": [("house", "house")],
    "one letter": [("a", "a")],
    "four words": [("we are here now", "we are here now")],
    "three words": [("we are here", "we are here")],
    "unigrams only": [("d c b a", "a b c d"), ("h g f e", "e f g h")],
    "bigrams at most": [("a b x c d y", "a b z c d w q"), ("one two", "one two")],
    "repeated": [("the the the the the the the", "the cat is on the mat"), ("a a a a a", "a a a")],
    "too short": [("the cat", "the cat sat on the mat and looked out of the window")],
    "too long": [("the cat sat on the mat and looked out of the window", "the cat")],
    "short references": [("abcdef abcdef", "abc"), ("hello there general", "hi"), ("x", "xyz xyz xyz")],
    "emoji": [
        ("I love you ❤️😍!", "I love you ❤😍!!"),
        ("👨‍👩‍👧‍👦 family 🇰🇷 flag", "👨‍👩‍👧 family 🇰🇷🇩🇪 flags"),
        ("👍🏽 ok 👍", "👍 ok 👍🏽"),
    ],
    "white space": [
        ("a\tb\tc\td e", "a b c d e"),
        ("  leading and   inner  ", "leading and inner"),
        ("no\u00a0break\u2003em\u3000ideographic\u2028line\u0085next", "no break em ideographic line next"),
        ("a\u001cb\u001db\u001ec\u001fd", "a b b c d"),
        ("zero\u200bwidth\ufeffmark", "zero width mark"),
        ("carriage return here\r", "carriage return here"),
        ("tab then stop\t. next", "tab then stop . next"),
    ],
    "line breaks inside": [
        ("a hy-\nphenated word and\nmore", "a hyphenated word and more"),
        ("ends in a hyphen-\n", "ends in a hyphen-"),
        ("ends in a hyphen- \n ", "ends in a hyphen -"),
        ("crlf-\r\nhere", "crlf- here"),
    ],
    "control": [("nul \u0000 in \u0007 line", "nul in line"), ("\u0000", "\u0000")],
    "case": [("THE CAT SAT ON THE MAT", "the cat sat on the mat"), ("Der Hund ist groß", "der Hund ist GROSS")],
    "unknown words": [("<unk> the <unk> of", "monks the house of"), ("drunk <unk>.", "drunk <unk>.")],
    "ends in stop": [("It is over .", "It is over."), ("It is over. ", "It is over.")],
    "programs": [
        ("print(\"a b\".join(xs))", "print('a b'.join(x for x in xs))"),
        ("df.groupby(['colA'])['colB'].sum()", 'df.groupby("colA")["colB"].sum()'),
        ("sorted(d, key=lambda x: d[x])", "sorted(d, key=d.get)"),
        ("getHTTPResponseCode2XX_ok = aB cD ABc", "getHttpResponseCode2XX_ok = aB cD Abc"),
        ("", "pass"),
    ],
    "one-word lines": [("yes", "yes"), ("no", "yes"), ("yes no", "yes no")],
    "high code points": [("𐍈𐍉𐍊 𝒳𝒴 \U0010ffff", "𐍈𐍉 𝒳𝒴𝒵 \U0010ffff"), ("㉿헣 ab", "ab㉿ 헣")],
}

PIECES = {
    "words": ["the ", "cat ", "sat ", "on ", "mat ", "a ", "of ", "and "],
    "ascii": [chr(code) for code in range(0x20, 0x7F)] + [" "] * 30,
    "stops": list(".,.,.,-- 019 ab\t'"),
    "entities": ["&amp;", "&lt;", "&gt;", "&quot;", "amp;", "quot;", "&", " ", "a", "<skipped>", "<skip", "ped>", "\n", "-"],
    "hangul": [chr(0xAC00 + 7 * index) for index in range(60)] + list("    ."),
    "mixed": list("aàa\u0300äé한나다😀👍🏽e\u0301漢字 .,-0 7\u00a0\u2028\u3000\u200b\u0000\u001f\u0085") + ["   "],
    "programs": list("aAbB_09()[]'\"=.,:  \t") + ["for ", "fooBar", "é", "한"],
    "two letters": list("aab b "),
}


def random_corpora():
    source = random.Random(20200501)
    for kind, pieces in PIECES.items():
        for number in range(6):
            lines = []
            for _ in range(source.randint(1, 6)):
                reference = [source.choice(pieces) for _ in range(source.randint(0, 40))]
                error_rate = source.choice([0.0, 0.1, 0.3, 0.9])
                hypothesis = []
                for piece in reference:
                    if source.random() < error_rate:
                        count = source.randint(0, 2)
                        hypothesis += [source.choice(pieces) for _ in range(count)]
                    else:
                        hypothesis.append(piece)
                lines.append(("".join(hypothesis), "".join(reference)))
            yield f"random {kind} {number}", lines


class WhiteSpaceTokenizer(tokenizers.Tokenizer):
    def tokenize(self, text):
        return text.split()


ROUGE = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeL"], tokenizer=WhiteSpaceTokenizer())


def rouge(hypotheses, references):
    if any("<unk>" in line or not unicodedata.is_normalized("NFC", line) for line in hypotheses + references):
        return None
    lines = [ROUGE.score(reference, hypothesis) for hypothesis, reference in zip(hypotheses, references)]
    return {
        kind: 100 * math.fsum(line[kind].fmeasure for line in lines) / len(lines)
        for kind in ("rouge1", "rouge2", "rougeL")
    }


def distinct(hypotheses, order):
    grams = []
    for line in hypotheses:
        words = [unicodedata.normalize("NFC", word) for word in line.split()]
        grams += list(zip(*(words[start:] for start in range(order))))
    return 100 * len(set(grams)) / len(grams) if grams else 0.0


def code_tokens(line):
    """Ling et al. 2016, as the evaluation of the CoNaLa baseline has it."""
    line = re.sub(r"([^A-Za-z0-9_])", r" \1 ", line)
    line = re.sub(r"([a-z])([A-Z])", r"\1 \2", line)
    line = re.sub(r"\s+", " ", line).replace('"', "`").replace("'", "`")
    return [token for token in line.split(" ") if token]


def code_bleu(hypotheses, references):
    """BLEU-4 of a corpus without smoothing: Papineni et al. 2002, equations 1 to 3."""
    matched, total = [0] * 4, [0] * 4
    hypothesis_length = reference_length = 0
    for hypothesis, reference in zip(map(code_tokens, hypotheses), map(code_tokens, references)):
        hypothesis_length += len(hypothesis)
        reference_length += len(reference)
        for n in range(4):
            grams = [
                collections.Counter(tuple(side[i : i + n + 1]) for i in range(len(side) - n))
                for side in (hypothesis, reference)
            ]
            matched[n] += sum((grams[0] & grams[1]).values())
            total[n] += sum(grams[0].values())
    if min(matched) == 0:
        return 0.0
    brevity = 1.0 if hypothesis_length > reference_length else math.exp(1 - reference_length / hypothesis_length)
    return 100 * brevity * math.exp(sum(math.log(m / t) for m, t in zip(matched, total)) / 4)


def scored(name, lines):
    hypotheses = [hypothesis for hypothesis, _ in lines]
    references = [reference for _, reference in lines]
    return {
        "name": name,
        "hypotheses": hypotheses,
        "references": references,
        "bleu": {
            tokenization: BLEU(tokenize=tokenization, force=True)
            .corpus_score(hypotheses, [references])
            .score
            for tokenization in TOKENIZATIONS
        },
        "chrf": CHRF().corpus_score(hypotheses, [references]).score,
        "rouge": rouge(hypotheses, references),
        "conala": code_bleu(hypotheses, references),
        "distinct": [distinct(hypotheses, order) for order in (1, 2)],
    }


def main():
    corpora = list(WRITTEN.items()) + list(random_corpora())
    fixture = {
        "sacrebleu": sacrebleu.__version__,
        "corpora": [scored(name, lines) for name, lines in corpora],
    }
    text = json.dumps(fixture, indent=1, ensure_ascii=True)
    OUTPUT.write_text(text + "\n", encoding="utf-8")
    print(f"{OUTPUT.name}: {len(corpora)} corpora, {len(text)} bytes, sacreBLEU {sacrebleu.__version__}")


if __name__ == "__main__":
    main()
