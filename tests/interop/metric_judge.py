# SPDX-License-Identifier: GPL-3.0-or-later
"""mlc-eval's metrics beside scikit-learn's, on random rows with ties, weights
and slices of one class; what scikit-learn does not have is by its definition
with numpy.  The environment's METRIC_CASES asks for more cases."""
import os
import warnings

import numpy as np
import pandas as pd
from sklearn import metrics as sk

from judge import close, table

CASES = int(os.environ.get("METRIC_CASES", "40"))


def evaluate(rows, options):
    """The metrics of each slice."""
    rows.to_csv("rows.csv", index=False)
    got = table(f"mlc-eval -q --bootstrap 0 -O csv {options} rows.csv")
    return {name: dict(zip(d["metric"], d["value"]))
            for name, d in got.groupby("slice", sort=False)}


def compare(got, want, case):
    """Where scikit-learn says that something is not defined, or has to make
    it finite, ours is NaN."""
    for name, value in want.items():
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            value = value() if callable(value) else value
        doubt = [w for w in said if issubclass(
            w.category, sk._classification.UndefinedMetricWarning)
            or "nan" in str(w.message) or "single label" in str(w.message)
            or "not in y_true" in str(w.message)
            or "No positive class" in str(w.message)]
        if np.isnan(got[name]) and (doubt or not np.isfinite(value)):
            continue
        close(got[name], value, rtol=1e-9, atol=1e-12,
              what=f"case {case}: {name}")


def weights(r, n):
    return r.choice([r.choice([1, .5, 2.25], n), r.uniform(.1, 3, n),
                     np.ones(n)])


def gain(y, s, w, share):
    """Equal scores count in proportion."""
    wanted, got = share * w.sum(), 0.
    for v in np.unique(s)[::-1]:
        tied = s == v
        part = min(1, max(0, wanted) / w[tied].sum())
        got += part * (w * y)[tied].sum()
        wanted -= w[tied].sum()
    return got / (w * y).sum() if y.any() else np.nan


def distance(y, s, w):
    fpr, tpr, _ = sk.roc_curve(y, s, sample_weight=w,
                               drop_intermediate=False)
    return np.abs(tpr - fpr).max()


def binary_case(r, n):
    # Not 0 or 1: how far a log loss is clipped is each program's choice.
    score = r.choice([r.random(n), r.random(n).round(1)]).clip(1e-9, 1 - 1e-9)
    truth = (r.random(n) < score * r.uniform(.3, 1)).astype(int)
    truth[:2] = 0, 1
    group = r.choice(list("abc"), n)
    truth[(group == "b") & (np.arange(n) > 1)] = r.integers(2)
    return pd.DataFrame({"y": truth, "s": score, "w": weights(r, n),
                         "group": group})


def binary_values(y, s, w, cost):
    p = (s >= .5).astype(int)
    rate = {"sample_weight": w, "zero_division": 0}
    share = np.average(y, weights=w)
    fn, fp, tn, tp = cost
    recalls = [sk.recall_score(y == k, p == k, sample_weight=w)
               for k in np.unique(y)]
    return {
        "auc": lambda: sk.roc_auc_score(y, s, sample_weight=w),
        "gini": lambda: 2 * sk.roc_auc_score(y, s, sample_weight=w) - 1,
        "ap": lambda: sk.average_precision_score(y, s, sample_weight=w),
        "ks": lambda: distance(y, s, w),
        "gain": gain(y, s, w, .1),
        "lift": gain(y, s, w, .1) / .1,
        "gain(share=0.35)": gain(y, s, w, .35),
        "logloss": sk.log_loss(y, s, sample_weight=w, labels=[0, 1]),
        "logloss_skill": lambda: sk.d2_log_loss_score(
            y, s, sample_weight=w, labels=[0, 1]) if 0 < share < 1
        else np.nan,
        "brier": np.average((y - s) ** 2, weights=w),
        "brier_skill": 1 - np.average((y - s) ** 2, weights=w) /
        (share * (1 - share)) if 0 < share < 1 else np.nan,
        "accuracy": sk.accuracy_score(y, p, sample_weight=w),
        "balanced_accuracy": lambda: sk.balanced_accuracy_score(
            y, p, sample_weight=w),
        "gmean": np.prod(recalls) ** (1 / len(recalls)),
        "precision": sk.precision_score(y, p, **rate),
        "recall": sk.recall_score(y, p, **rate),
        "f1": sk.f1_score(y, p, **rate),
        "jaccard": sk.jaccard_score(y, p, **rate),
        "specificity": sk.recall_score(y, p, pos_label=0, **rate),
        "npv": sk.precision_score(y, p, pos_label=0, **rate),
        "fpr": 1 - sk.recall_score(y, p, pos_label=0, **rate)
        if (y == 0).any() else 0.,
        "selected": np.average(p, weights=w),
        "support": w[y == 1].sum(),
        "mcc": lambda: sk.matthews_corrcoef(y, p, sample_weight=w),
        "kappa": lambda: sk.cohen_kappa_score(y, p, sample_weight=w),
        f"cost(fn={fn},fp={fp},tn={tn},tp={tp})": np.average(
            fn * (y & ~p & 1) + fp * (p & ~y & 1) + tp * (y & p) +
            tn * (1 - (y | p)), weights=w),
        "recall(average=macro)": sk.recall_score(y, p, average="macro",
                                                 **rate),
    }


def test_binary():
    r = np.random.default_rng(1)
    for case in range(CASES):
        d = binary_case(r, int(r.integers(5, 3000)))
        cost = (r.integers(1, 50), 1, 0, r.integers(-3, 1))
        asked = ("'all,gain(share=0.35),recall(average=macro),"
                 "cost(fn={},fp={},tn={},tp={})'".format(*cost))
        got = evaluate(d, "--truth y --score s --positive 1 --by group "
                       f"--role w=weight --metrics {asked}")
        for name, part in [("all", d)] + [
                (f"group={k}", d[d["group"] == k]) for k in "abc"]:
            if len(part):
                compare(got[name], binary_values(*(
                    part[c].to_numpy() for c in "ysw"), cost),
                    f"{case} {name}")


def class_values(truth, p, w, k):
    names = np.arange(k)
    guess = p.argmax(1)
    rate = {"sample_weight": w, "zero_division": 0}
    share = np.bincount(truth, w, k) / w.sum()
    present = np.unique(truth)
    recalls = [sk.recall_score(truth == c, guess == c, sample_weight=w)
               for c in present]
    brier = np.average(((np.eye(k)[truth] - p) ** 2).sum(1), weights=w)
    several = {"average": None, "labels": names, **rate}
    want = {
        "auc": lambda: np.mean([
            sk.roc_auc_score(truth == c, p[:, c], sample_weight=w)
            for c in present]) if len(present) > 1 else np.nan,
        "ap": lambda: np.mean([
            sk.average_precision_score(truth == c, p[:, c], sample_weight=w)
            for c in present]),
        "ks": np.mean([distance(truth == c, p[:, c], w) for c in present])
        if len(present) > 1 else np.nan,
        "logloss": sk.log_loss(truth, p, sample_weight=w, labels=names),
        "logloss_skill": sk.d2_log_loss_score(
            truth, p, sample_weight=w, labels=names)
        if len(present) > 1 else np.nan,
        "brier": brier,
        "brier_skill": 1 - brier / (1 - (share ** 2).sum())
        if len(present) > 1 else np.nan,
        "accuracy": sk.accuracy_score(truth, guess, sample_weight=w),
        "balanced_accuracy": lambda: sk.balanced_accuracy_score(
            truth, guess, sample_weight=w),
        "gmean": np.prod(recalls) ** (1 / len(recalls)),
        "mcc": lambda: sk.matthews_corrcoef(truth, guess, sample_weight=w),
        "kappa": lambda: sk.cohen_kappa_score(truth, guess, sample_weight=w),
        "support(class=c0)": w[truth == 0].sum(),
    }
    for j in (1, 2, 3):
        want[f"topk(k={j})"] = sk.top_k_accuracy_score(
            truth, p, k=j, sample_weight=w, labels=names) if j < k else 1.
    for name, of in [("precision", sk.precision_score), ("f1", sk.f1_score),
                     ("recall", sk.recall_score),
                     ("jaccard", sk.jaccard_score)]:
        for a in ("macro", "weighted", "micro"):
            want[f"{name}(average={a})"] = of(truth, guess, average=a, **rate)
        for c, v in enumerate(of(truth, guess, **several)):
            want[f"{name}(class=c{c})"] = v
    want["specificity(class=c1)"] = sk.recall_score(
        truth != 1, guess != 1, **rate)
    want["npv(class=c1)"] = sk.precision_score(truth != 1, guess != 1, **rate)
    return want


def test_classes():
    r = np.random.default_rng(2)
    for case in range(CASES):
        k, n = int(r.integers(3, 7)), int(r.integers(30, 2000))
        names = [f"c{i}" for i in range(k)]
        p = r.dirichlet(np.ones(k), n)
        if r.integers(2):                    # ties, and still sums of 1
            p = r.multinomial(10, p) + .5
            p = (p / p.sum(1, keepdims=True))
        truth = np.array([r.choice(k, p=q) for q in p])
        truth[:k] = np.arange(k)
        group = r.choice(list("abc"), n)
        truth[group == "b"] = r.integers(k)
        truth[group == "c"] %= 2
        d = pd.DataFrame(p, columns=["score_" + c for c in names])
        d.insert(0, "y", [names[i] for i in truth])
        d["w"], d["group"] = weights(r, n), group
        asked = [f"{m}({a})" for m in ("precision", "recall", "f1", "jaccard")
                 for a in ["average=macro", "average=weighted",
                           "average=micro"] + [f"class={c}" for c in names]]
        asked += ["all", "topk(k=1)", "topk(k=2)", "topk(k=3)",
                  "support(class=c0)", "specificity(class=c1)",
                  "npv(class=c1)"]
        got = evaluate(d, "--truth y --by group --role w=weight " + " ".join(
            f"--score score_{c}" for c in names) +
            f" --metrics '{','.join(asked)}'")
        for name, at in [("all", np.ones(n, bool))] + [
                (f"group={g}", group == g) for g in "abc"]:
            if at.any():
                compare(got[name], class_values(
                    truth[at], p[at], d["w"].to_numpy()[at], k),
                    f"{case} {name}")


def naive_scale(y, season):
    steps = np.abs(y[season:] - y[:-season])
    return steps.mean() if len(y) > season and steps.any() else np.nan


def d2_of(y, w, of):
    """scikit-learn's, where the truth is not constant."""
    return of() if len(y) > 1 and len(np.unique(y)) > 1 else np.nan


def error_values(d, weighted):
    y, p, low, high = (d[c].to_numpy() for c in ("y", "p", "low", "high"))
    w = d["w"].to_numpy() if weighted else None
    by = {"sample_weight": w}
    e = np.abs(y - p)
    mean = lambda v: np.average(v, weights=w)
    mae = sk.mean_absolute_error(y, p, **by)
    want = {
        "rmse": sk.root_mean_squared_error(y, p, **by),
        "mse": sk.mean_squared_error(y, p, **by),
        "mae": mae,
        "median_error": sk.median_absolute_error(y, p, **by),
        "max_error": sk.max_error(y, p),
        "r2": d2_of(y, w, lambda: sk.r2_score(y, p, **by)),
        "explained_variance": d2_of(
            y, w, lambda: sk.explained_variance_score(y, p, **by)),
        "mape": sk.mean_absolute_percentage_error(y, p, **by)
        if (y != 0).all() else mean_of_nonzero(y, e, w),
        "smape": mean(np.divide(2 * e, np.abs(y) + np.abs(p),
                                out=np.zeros(len(y)), where=e > 0)),
        "mase": mae / naive_scale(y, 1),
        "mase(season=4)": mae / naive_scale(y, 4),
        "d2_absolute": d2_of(
            y, w, lambda: sk.d2_absolute_error_score(y, p, **by)),
        "coverage": mean((low <= y) & (y <= high)),
        "width": mean(high - low),
        "winkler(level=0.8)": mean(
            high - low + 2 / .2 * (np.maximum(0, low - y) +
                                   np.maximum(0, y - high))),
    }
    for q in (.1, .5, .9):
        want[f"pinball(q={q})"] = sk.mean_pinball_loss(y, p, alpha=q, **by)
        want[f"d2_pinball(q={q})"] = d2_of(
            y, w, lambda: sk.d2_pinball_score(y, p, alpha=q, **by))
    positive = y.min() > 0 and p.min() > 0
    want["rmsle"] = sk.root_mean_squared_log_error(y, p, **by) \
        if y.min() > -1 and p.min() > -1 else np.nan
    for power in (0, 1, 1.5, 2, 3):
        fits = positive or power == 0
        want[f"deviance(power={power})"] = sk.mean_tweedie_deviance(
            y, p, power=power, **by) if fits else np.nan
        want[f"d2_deviance(power={power})"] = d2_of(
            y, w, lambda: sk.d2_tweedie_score(y, p, power=power, **by)) \
            if fits else np.nan
    return want


def mean_of_nonzero(y, e, w):
    at = y != 0
    return np.average(e[at] / np.abs(y[at]),
                      weights=None if w is None else w[at]) \
        if at.any() else np.nan


def test_regression():
    r = np.random.default_rng(3)
    asked = ["all", "mase(season=4)", "winkler(level=0.8)"]
    asked += [f"{m}(q={q})" for m in ("pinball", "d2_pinball")
              for q in (.1, .5, .9)]
    asked += [f"{m}(power={p})" for m in ("deviance", "d2_deviance")
              for p in (0, 1, 1.5, 2, 3)]
    for case in range(CASES):
        n = int(r.integers(2, 3000))
        y = r.normal(r.uniform(-5, 5), r.uniform(.1, 100), n) + .125
        p = y + r.normal(0, y.std(), n)
        if r.integers(2):
            y, p = np.exp(y / y.std()), np.exp(p / y.std())
        if r.integers(2):
            y, p = y.round(1) + .05, p.round(1) + .05
        d = pd.DataFrame({"y": y, "p": p, "w": weights(r, n)})
        d["low"], d["high"] = p - r.exponential(y.std(), n), p + y.std()
        d["group"] = r.choice(list("abc"), n)
        d.loc[d["group"] == "b", "y"] = d["y"].iloc[0]
        weighted = bool(r.integers(2))
        got = evaluate(d, "--truth y --prediction p --low low --high high "
                       f"--by group --metrics '{','.join(asked)}'" +
                       (" --role w=weight" if weighted else ""))
        for name, part in [("all", d)] + [
                (f"group={k}", d[d["group"] == k]) for k in "abc"]:
            if len(part):
                compare(got[name], error_values(part, weighted),
                        f"{case} {name}")
