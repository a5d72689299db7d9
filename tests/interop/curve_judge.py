# SPDX-License-Identifier: GPL-3.0-or-later
"""mlc-eval's curves and thresholds beside scikit-learn's, on random rows with
ties and weights."""
import numpy as np
import pandas as pd
from sklearn import metrics as sk
from sklearn.calibration import calibration_curve

from judge import close, table

CASES = 25


def draw(r):
    n = int(r.integers(10, 2000))
    s = r.choice([r.random(n), r.random(n).round(1)])
    y = (r.random(n) < s).astype(int)
    y[:2] = 0, 1
    return pd.DataFrame({"y": y, "s": s, "w": r.choice([1, .5, 2.25], n)})


def curve(kind, weighted, more=""):
    d = table("mlc-eval -q -O csv --truth y --score s --positive 1 --curve "
              f"{kind} {more} rows.csv" +
              (" --role w=weight" if weighted else ""))
    return d[d["curve"] == kind]


def test_points():
    r = np.random.default_rng(5)
    for case in range(CASES):
        d = draw(r)
        d.to_csv("rows.csv", index=False)
        weighted = bool(case % 2)
        y, s = d["y"], d["s"]
        w = d["w"] if weighted else np.ones(len(d))
        fpr, tpr, at = sk.roc_curve(y, s, sample_weight=w,
                                    drop_intermediate=False)
        got = curve("roc", weighted)
        for name, want in ("x", fpr), ("y", tpr):
            close(got[name], want, rtol=1e-9, atol=1e-12, what=f"{case} roc")
        close(got["threshold"][1:], at[1:])
        close(got["tp"], tpr * w[y == 1].sum(), rtol=1e-9, atol=1e-9)
        precision, recall, at = sk.precision_recall_curve(
            y, s, sample_weight=w)
        got = curve("pr", weighted)[::-1]
        close(got["x"], recall, rtol=1e-9, atol=1e-12, what=f"{case} pr")
        close(got["y"], precision, rtol=1e-9, atol=1e-12)
        close(got["threshold"][:-1], at)
        fpr, fnr, at = sk.det_curve(y, s, sample_weight=w)
        got = curve("det", weighted).set_index("threshold").loc[at]
        close(got["x"], fpr, rtol=1e-9, atol=1e-12, what=f"{case} det")
        close(got["y"], fnr, rtol=1e-9, atol=1e-12)


def test_calibration():
    r = np.random.default_rng(6)
    for case in range(CASES):
        d = draw(r)
        d["s"] = r.random(len(d))
        d.to_csv("rows.csv", index=False)
        share, mean = calibration_curve(d["y"], d["s"], n_bins=10,
                                        strategy="quantile")
        got = curve("calibration", False)
        close(got["x"], mean, rtol=1e-9, what=f"{case}")
        close(got["y"], share, rtol=1e-9)
        assert ((got["low"] <= got["y"]) & (got["y"] <= got["high"])).all()


def test_threshold():
    """The best one of valid rows, by trying each."""
    r = np.random.default_rng(7)
    for case in range(CASES):
        d = draw(r)
        d["split"] = r.choice(["valid", "test"], len(d))
        d.to_csv("rows.csv", index=False)
        fn = int(r.integers(1, 30))
        for name, of in ("f1", sk.f1_score), ("cost", None):
            valid = d[d["split"] == "valid"]
            tried = {}
            for t in np.unique(valid["s"]):
                p = (valid["s"] >= t).astype(int)
                tried[t] = of(valid["y"], p, zero_division=0) if of else -(
                    fn * ((p == 0) & (valid["y"] == 1)) +
                    ((p == 1) & (valid["y"] == 0))).mean()
            if of is None:
                tried[np.nextafter(valid["s"].max(), 9)] = -fn * (
                    valid["y"] == 1).mean()
            got = table(
                "mlc-eval -q -O csv --bootstrap 0 --truth y --score s "
                f"--positive 1 --role split=split --cost fn={fn},fp=1 "
                f"--threshold best:{name} --metrics f1,cost\\(fn={fn},fp=1\\)"
                " rows.csv").set_index(["slice", "metric"])["value"]
            best = max(tried.values())
            close(got["split=valid", "f1" if of else f"cost(fn={fn},fp=1)"],
                  abs(best), rtol=1e-9, atol=1e-12, what=f"{case} {name}")
            t = got["split=test", "threshold"]
            assert np.isclose(tried[t], best)
            test = d[d["split"] == "test"]
            close(got["split=test", "f1"], sk.f1_score(
                test["y"], test["s"] >= t, zero_division=0), rtol=1e-9)


def test_errors():
    r = np.random.default_rng(8)
    for case in range(CASES):
        n = int(r.integers(10, 2000))
        d = pd.DataFrame({"y": r.normal(size=n)})
        d["p"] = d["y"] + r.normal(size=n)
        d.to_csv("rows.csv", index=False)
        bins = np.searchsorted(np.percentile(d["p"], np.arange(10, 100, 10)),
                               d["p"])
        means = d.groupby(bins).mean()
        for kind, y in (("calibration", means["y"]),
                        ("residuals", means["y"] - means["p"])):
            got = table("mlc-eval -q -O csv --truth y --prediction p "
                        f"--curve {kind} rows.csv")
            close(got["x"], means["p"], rtol=1e-9, what=f"{case} {kind}")
            close(got["y"], y, rtol=1e-9, atol=1e-12)
