# SPDX-License-Identifier: GPL-3.0-or-later
"""mlc-eval's metrics beside scikit-learn's, on random rows with ties, weights
and few rows of a class."""
import numpy as np
import pandas as pd
from sklearn import metrics as sk

from judge import close, table

CASES = 40


def evaluate(rows, options):
    rows.to_csv("rows.csv", index=False)
    got = table(f"mlc-eval --bootstrap 0 -O csv {options} rows.csv")
    return dict(zip(got["metric"], got["value"]))


def compare(got, want, case):
    for name, value in want.items():
        close(got[name], value, rtol=1e-9, atol=1e-12,
              what=f"case {case}: {name}")


def binary_case(r, n):
    # Not 0 or 1: how far a log loss is clipped is each program's choice.
    score = r.choice([r.random(n), r.random(n).round(1)]).clip(1e-9, 1 - 1e-9)
    truth = (r.random(n) < score * r.uniform(.3, 1)).astype(int)
    truth[:2] = 0, 1
    return pd.DataFrame({"y": truth, "s": score,
                         "w": r.choice([1, .5, 2.25], n)})


def test_binary():
    r = np.random.default_rng(1)
    for case in range(CASES):
        d = binary_case(r, int(r.integers(5, 3000)))
        y, s, w = d["y"], d["s"], d["w"]
        p = (s >= .5).astype(int)
        got = evaluate(d, "--truth y --score s --positive 1 --role w=weight")
        compare(got, {
            "auc": sk.roc_auc_score(y, s, sample_weight=w),
            "ap": sk.average_precision_score(y, s, sample_weight=w),
            "logloss": sk.log_loss(y, s, sample_weight=w),
            "brier": sk.brier_score_loss(y, s, sample_weight=w),
            "accuracy": sk.accuracy_score(y, p, sample_weight=w),
            "precision": sk.precision_score(y, p, sample_weight=w,
                                            zero_division=0),
            "recall": sk.recall_score(y, p, sample_weight=w),
            "f1": sk.f1_score(y, p, sample_weight=w, zero_division=0),
            "mcc": sk.matthews_corrcoef(y, p, sample_weight=w),
        }, case)


def test_classes():
    r = np.random.default_rng(2)
    for case in range(CASES):
        k, n = int(r.integers(3, 7)), int(r.integers(30, 2000))
        names = [f"c{i}" for i in range(k)]
        p = r.dirichlet(np.ones(k), n)
        truth = np.array([r.choice(k, p=q) for q in p])
        truth[:k] = np.arange(k)
        d = pd.DataFrame(p, columns=["score_" + c for c in names])
        d.insert(0, "y", [names[i] for i in truth])
        guess = p.argmax(1)
        got = evaluate(d, "--truth y " + " ".join(
            f"--score score_{c}" for c in names))
        macro = {"average": "macro", "zero_division": 0}
        compare(got, {
            "auc": sk.roc_auc_score(truth, p, multi_class="ovr"),
            "logloss": sk.log_loss(truth, p),
            "accuracy": sk.accuracy_score(truth, guess),
            "precision": sk.precision_score(truth, guess, **macro),
            "recall": sk.recall_score(truth, guess, **macro),
            "f1": sk.f1_score(truth, guess, **macro),
            "mcc": sk.matthews_corrcoef(truth, guess),
        }, case)


def test_regression():
    r = np.random.default_rng(3)
    for case in range(CASES):
        n = int(r.integers(2, 3000))
        y = r.normal(r.uniform(-5, 5), r.uniform(.1, 100), n) + .125
        p = y + r.normal(0, y.std(), n)
        d = pd.DataFrame({"y": y, "p": p, "w": r.choice([1, .5, 3], n)})
        got = evaluate(d, "--truth y --prediction p --role w=weight")
        w = d["w"]
        compare(got, {
            "rmse": sk.root_mean_squared_error(y, p, sample_weight=w),
            "mae": sk.mean_absolute_error(y, p, sample_weight=w),
            "r2": sk.r2_score(y, p, sample_weight=w),
            "mape": sk.mean_absolute_percentage_error(y, p, sample_weight=w),
        }, case)
