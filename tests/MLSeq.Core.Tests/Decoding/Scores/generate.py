"""Records what sacreBLEU computes for made-up outputs, for SacreBleuTests. Run in this folder: python3 generate.py (needs sacrebleu 2)."""

import json
import random

from sacrebleu.metrics import BLEU, CHRF

SENTENCES = [
    "The dog bit the man; nobody - not even he - was surprised.",
    "Prices rose by 1,250.75 euros (3.5%), i.e. from $20-$25 to $30.",
    "She said: \"I don't know, ask O'Neill's brother-in-law!\"",
    "A 10-year-old boy, 1.5 m tall, ran 100m in 12,3 s.",
    "Die Straße war naß, größer & älter als früher, sagte Frau Müller-Lüdenscheidt.",
    "L'été à Paris : « c'est magnifique », n'est-ce pas ?",
    "He wrote &quot;a &lt; b &amp;&amp; c&quot; on the black-\nboard.",
    "Email me@example.org or visit http://example.org/a_b?c=d#e [1].",
    "これは 日本語 の 文 です 。 😀 😀 👍",
    "one",
    "two words",
    "... , . ' -- 5- 6-7 .5 5. ,x x, 1,2,3 {a} ~b^ `c` |d|",
    "a a a a a a b",
    "Non\u00a0breaking\u2009spaces and\ttabs  double.",
]

BLEU_OPTIONS = [
    ("exp", None, "13a", False, False),
    ("exp", None, "none", True, True),
    ("floor", None, "13a", True, False),
    ("floor", 0.5, "none", False, True),
    ("add-k", None, "13a", False, True),
    ("add-k", 2, "13a", False, False),
    ("none", None, "13a", False, False),
]

CHRF_OPTIONS = [(0, False, 2, False), (2, False, 2, False), (1, True, 3, True), (2, True, 1, False)]


def corrupt(sentence, chooser):
    """Drops, doubles, swaps and replaces words and characters."""
    words = sentence.split(" ")
    for _ in range(chooser.randrange(4)):
        i = chooser.randrange(len(words))
        kind = chooser.randrange(5)
        if kind == 0 and len(words) > 1:
            del words[i]
        elif kind == 1:
            words.insert(i, words[i])
        elif kind == 2:
            j = chooser.randrange(len(words))
            words[i], words[j] = words[j], words[i]
        elif kind == 3:
            words[i] = words[i][:-1] + chooser.choice("xyz.,'-")
        else:
            words[i] = words[i].upper()
    return " ".join(words)


def main():
    chooser = random.Random(3)
    cases = []
    for _ in range(12):
        size = chooser.randrange(1, len(SENTENCES))
        chosen = chooser.sample(SENTENCES, size)
        outputs = [corrupt(s, chooser) for s in chosen]
        references = [[corrupt(s, chooser) for s in chosen] for _ in range(chooser.randrange(1, 4))]
        cases.append((outputs, references))
    cases.append((["", "a b"], [["a b", "a b"]]))
    cases.append((["", ""], [["a b", "a b"]]))
    cases.append((["x y z"], [["a b c"]]))
    cases.append((["abc de fgh"], [["abc"]]))
    result = []
    for outputs, references in cases:
        case = {"outputs": outputs, "references": references, "bleu": [], "chrf": []}
        for smooth, value, tokenize, lowercase, effective in BLEU_OPTIONS:
            metric = BLEU(smooth_method=smooth, smooth_value=value, tokenize=tokenize, lowercase=lowercase, effective_order=effective)
            score = metric.corpus_score(outputs, references)
            sentence = BLEU(smooth_method=smooth, smooth_value=value, tokenize=tokenize, lowercase=lowercase, effective_order=True).sentence_score(
                outputs[0], [r[0] for r in references])
            case["bleu"].append({
                "smooth": smooth, "value": value, "tokenize": tokenize, "lowercase": lowercase, "effective": effective,
                "score": score.score, "text": str(score), "sentence": sentence.score,
            })
        for order, whitespace, beta, lowercase in CHRF_OPTIONS:
            metric = CHRF(word_order=order, beta=beta, whitespace=whitespace, lowercase=lowercase)
            score = metric.corpus_score(outputs, references)
            case["chrf"].append({
                "order": order, "beta": beta, "whitespace": whitespace, "lowercase": lowercase, "score": score.score,
                "text": str(score), "sentence": metric.sentence_score(outputs[0], [r[0] for r in references]).score,
            })
        result.append(case)
    with open("sacrebleu.json", "w", encoding="utf-8", newline="\n") as file:
        json.dump(result, file, ensure_ascii=True, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
