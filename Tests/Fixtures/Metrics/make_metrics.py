"""Writes metrics.json: what scikit-learn, SciPy and NumPy say about small random and degenerate predictions.

    python make_metrics.py    (scikit-learn 1.x, scipy, numpy; recorded with the versions in the file)
"""

import json
import pathlib
import warnings

import numpy as np
import scipy
import sklearn
from scipy.stats import binomtest, chi2
from sklearn.metrics import (accuracy_score, balanced_accuracy_score, confusion_matrix, f1_score,
                             precision_recall_fscore_support)

warnings.simplefilter("ignore")
RNG = np.random.default_rng(20240607)


def predictions(n, classes, speakers, skill=0.5, truths=None):
    truth = RNG.integers(0, classes, n) if truths is None else np.asarray(truths)
    logits = RNG.normal(size=(n, classes))
    logits[np.arange(n), truth] += 2 * skill
    p = np.round(np.exp(logits) / np.exp(logits).sum(1, keepdims=True), 4)
    return dict(classes=classes, truth=truth.tolist(), probabilities=p.tolist(),
                speaker=RNG.integers(0, speakers, n).tolist())


def ece(p, truth, bins=10):
    """Guo et al. 2017, bins (low, high]."""
    confidence, right = p.max(1), p.argmax(1) == truth
    edges = np.linspace(0, 1, bins + 1)
    total = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            total += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return total


def bootstrap(truth, guess, speaker, score, draws=20000):
    rng = np.random.default_rng(1)
    names = np.unique(speaker)
    rows = [np.flatnonzero(speaker == name) for name in names]
    values = []
    for _ in range(draws):
        picked = np.concatenate([rows[i] for i in rng.integers(0, len(names), len(names))])
        values.append(score(truth[picked], guess[picked]))
    return np.percentile(values, [2.5, 97.5]).tolist()


def uar(truth, guess):
    return np.mean([np.mean(guess[truth == c] == c) for c in np.unique(truth)])


def expected(case, with_bootstrap):
    truth, p, speaker = (np.array(case[k]) for k in ("truth", "probabilities", "speaker"))
    guess, labels = p.argmax(1), np.arange(case["classes"])
    precision, recall, f1, support = precision_recall_fscore_support(truth, guess, labels=labels, zero_division=np.nan)
    case["expected"] = dict(
        guess=guess.tolist(), uar=balanced_accuracy_score(truth, guess), war=accuracy_score(truth, guess),
        macroF1=f1_score(truth, guess, average="macro"),
        confusion=confusion_matrix(truth, guess, labels=labels).tolist(),
        precision=[None if np.isnan(v) else v for v in precision],
        recall=[None if np.isnan(v) else v for v in recall],
        f1=[None if np.isnan(v) else v for v in f1], support=support.tolist(), ece=ece(p, truth))
    if with_bootstrap:
        case["expected"]["uarInterval"] = bootstrap(truth, guess, speaker, uar)
        case["expected"]["warInterval"] = bootstrap(truth, guess, speaker, lambda t, g: np.mean(t == g))
    return case


def mcnemar(b, c):
    n = b + c
    statistic = max(abs(b - c) - 1, 0) ** 2 / n if n else 0.0
    return dict(b=b, c=c, exactP=binomtest(b, n, 0.5).pvalue if n else 1.0, chiSquare=statistic,
                chiSquareP=chi2.sf(statistic, 1))


def main():
    cases = {
        "eight classes, twelve speakers": (predictions(160, 8, 12), True),
        "two classes, unbalanced": (predictions(60, 2, 7, truths=(RNG.random(60) < 0.15).astype(int)), True),
        "five classes, six speakers": (predictions(90, 5, 6, skill=1.0), True),
        "a class without test rows": (predictions(40, 4, 5, truths=RNG.integers(0, 3, 40)), False),
        "a class without rows and without predictions": (
            {**predictions(30, 3, 5, truths=RNG.integers(0, 2, 30)),
             "probabilities": [[round(v, 4), round(1 - v, 4), 0.0] for v in RNG.random(30)]}, False),
        "one class only": (predictions(12, 3, 3, truths=np.zeros(12, int)), False),
        "one speaker": (predictions(20, 3, 1), False),
        "one row": (predictions(1, 3, 1), False),
        "ties": ({**predictions(24, 4, 6), "probabilities": [[0.25] * 4] * 12 + [[0.1, 0.4, 0.4, 0.1]] * 12}, False),
        "never right": ({**predictions(9, 3, 3, truths=[0, 1, 2] * 3),
                         "probabilities": [[0, 1, 0], [0, 0, 1], [1, 0, 0]] * 3}, False),
        "always right and sure": ({**predictions(9, 3, 3, truths=[0, 1, 2] * 3),
                                   "probabilities": [[1, 0, 0], [0, 1, 0], [0, 0, 1]] * 3}, False),
        "six classes, four speakers": (predictions(240, 6, 4), True),
        "three classes, three speakers": (predictions(90, 3, 3), True),
        "two classes, two speakers": (predictions(60, 2, 2), True),
    }
    document = dict(
        made_by="make_metrics.py", versions=dict(sklearn=sklearn.__version__, scipy=scipy.__version__,
                                                 numpy=np.__version__),
        cases=[dict(name=name, **expected(case, boot)) for name, (case, boot) in cases.items()],
        mcnemar=[mcnemar(b, c) for b, c in
                 [(0, 0), (1, 0), (5, 5), (6, 5), (3, 12), (12, 3), (40, 70), (0, 30), (300, 350), (2000, 2100)]])
    target = pathlib.Path(__file__).with_name("metrics.json")
    target.write_text(json.dumps(document, indent=None, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
