# SPDX-License-Identifier: GPL-3.0-or-later
"""Models to and from XGBoost and LightGBM: the same numbers, to the last bit."""
import lightgbm
import numpy as np
import pandas as pd
import xgboost

from judge import DATA, close, mlc, table

CHURN = pd.read_csv(DATA / "churn.csv.gz")
PENGUINS = pd.read_csv(DATA / "penguins.csv")
DIAMONDS = pd.read_csv(DATA / "diamonds.csv.gz").iloc[:5000]
NUMBERS = CHURN[["tenure", "monthly_charges", "total_charges"]]
MIXED = CHURN[["tenure", "contract", "payment_method", "monthly_charges"]]
MIXED = MIXED.astype({"contract": "category", "payment_method": "category"})
LEFT = (CHURN.churn == "Yes").astype(int)
BILLS = PENGUINS[["bill_length_mm", "bill_depth_mm", "flipper_length_mm"]]
SPECIES = PENGUINS.species.astype("category").cat.codes
SIZES = DIAMONDS[["carat", "depth", "table", "x", "y", "z"]]


def scores(model, x):
    x.to_csv("x.csv", index=False)
    d = table(f"mlc-serve -q {model} --only -O csv <x.csv")
    names = [c for c in d if c.startswith("score")] or ["prediction"]
    return d[names].to_numpy(float)


def imported(path, x, want, single):
    mlc(f"mlc-train import {path} -o m.mlc")
    got = scores("m.mlc", x)
    want = np.asarray(want).reshape(len(x), -1)
    odd = (got.astype(np.float32) if single else got) != want
    assert not odd.any(), f"{odd.any(axis=1).sum()} rows differ"


def test_xgboost():
    for params, x, y, n in (
            ({"objective": "binary:logistic"}, NUMBERS, LEFT, 20),
            ({"objective": "multi:softprob", "num_class": 3}, BILLS, SPECIES,
             20),
            ({"objective": "multi:softprob", "num_class": 3,
              "num_parallel_tree": 4, "subsample": 0.5}, BILLS, SPECIES, 3),
            ({"objective": "reg:squarederror"}, SIZES, DIAMONDS.price, 20),
            ({"objective": "reg:squarederror", "booster": "dart",
              "rate_drop": 0.3}, SIZES, DIAMONDS.price, 20),
            ({"objective": "count:poisson"}, SIZES, DIAMONDS.price, 20),
            ({"objective": "reg:tweedie"}, SIZES, DIAMONDS.price, 20),
            ({"objective": "reg:quantileerror", "quantile_alpha": 0.3}, SIZES,
             DIAMONDS.price, 20),
            ({"objective": "binary:logistic", "max_cat_to_onehot": 1}, MIXED,
             LEFT, 20),
            ({"objective": "binary:logistic", "max_cat_to_onehot": 9}, MIXED,
             LEFT, 20)):
        data = xgboost.DMatrix(x, label=y, enable_categorical=True)
        model = xgboost.train(params, data, n)
        for path in ("m.json", "m.ubj"):
            model.save_model(path)
            imported(path, x, model.predict(data), True)


def test_lightgbm():
    zeros = NUMBERS.copy()
    zeros.loc[::3, "tenure"] = 0
    zeros.loc[::5, "monthly_charges"] = np.nan
    for params, x, y in (
            ({"objective": "binary", "sigmoid": 2.5}, NUMBERS, LEFT),
            ({"objective": "binary"}, MIXED, LEFT),
            ({"objective": "binary", "zero_as_missing": True}, zeros, LEFT),
            ({"objective": "binary", "use_missing": False}, zeros, LEFT),
            ({"objective": "cross_entropy"}, zeros, LEFT),
            ({"objective": "multiclass", "num_class": 3}, BILLS, SPECIES),
            ({"objective": "multiclassova", "num_class": 3}, BILLS, SPECIES),
            ({"objective": "tweedie"}, SIZES, DIAMONDS.price),
            ({"objective": "regression", "boosting": "rf", "bagging_freq": 1,
              "bagging_fraction": 0.5}, SIZES, DIAMONDS.price),
            ({"objective": "regression", "boosting": "dart"}, SIZES,
             DIAMONDS.price)):
        model = lightgbm.train({**params, "verbose": -1},
                               lightgbm.Dataset(x, label=y), 20)
        model.save_model("m.txt")
        imported("m.txt", x, model.predict(x), False)


def test_contributions():
    for params, x, y in (
            ({"objective": "binary:logistic"}, NUMBERS, LEFT),
            ({"objective": "multi:softprob", "num_class": 3}, BILLS, SPECIES),
            ({"objective": "binary:logistic"}, MIXED, LEFT)):
        data = xgboost.DMatrix(x, label=y, enable_categorical=True)
        model = xgboost.train(params, data, 30)
        want = model.predict(data, pred_contribs=True)
        if want.ndim == 3:
            want = want[np.arange(len(x)), model.predict(data).argmax(axis=1)]
        model.save_model("m.json")
        x.to_csv("x.csv", index=False)
        got = table("mlc-train import m.json -o m.mlc && "
                    "mlc-serve -q m.mlc --explain --only -O csv <x.csv")
        got = got[[c for c in got if c.startswith("explain_")]].to_numpy()
        close(np.roll(got, -1, axis=1), want, rtol=0, atol=1e-5)


def test_lightgbm_reads_ours():
    for d, target, how in ((CHURN, "churn", ""), (DIAMONDS, "price", ""),
                           (DIAMONDS, "price", "--objective poisson"),
                           (PENGUINS.drop(columns="sex"), "species", "")):
        d.to_csv("d.csv", index=False)
        mlc(f"mlc-train gbdt -t {target} --trees 20 --early-stop 0 {how} "
            "-o m.mlc d.csv && mlc-train export lightgbm m.mlc -o m.txt")
        model = lightgbm.Booster(model_file="m.txt")
        x = d[model.feature_name()].copy()
        for c in x.select_dtypes(object):
            x[c] = x[c].astype("category")
        got = np.asarray(model.predict(x)).reshape(len(x), -1)
        # Of two classes the logistic function is written in another way.
        close(got, scores("m.mlc", d), rtol=1e-15)


def test_xgboost_reads_ours():
    for d, target, how in ((CHURN, "churn", ""), (DIAMONDS, "price", ""),
                           (DIAMONDS, "price", "--objective poisson"),
                           (PENGUINS, "species", "")):
        d = d[d[target].notna()]
        d.to_csv("d.csv", index=False)
        mlc(f"mlc-train gbdt -t {target} --trees 20 --early-stop 0 {how} "
            "-o m.mlc d.csv && mlc-train export xgboost m.mlc -o m.json")
        model = xgboost.Booster(model_file="m.json")
        x = d[model.feature_names].copy()
        for c in x.select_dtypes(object):
            # Codes in another order than the model's.
            levels = sorted(x[c].dropna().unique(), reverse=True)
            x[c] = pd.Categorical(x[c], levels)
        data = xgboost.DMatrix(x, enable_categorical=True)
        got = model.predict(data).reshape(len(x), -1)
        close(got, scores("m.mlc", d), rtol=1e-5)
        want = model.predict(data, pred_contribs=True)
        if want.ndim == 3:
            want = want[np.arange(len(x)), got.argmax(axis=1)]
        ours = table("mlc-serve -q m.mlc --explain --only -O csv <x.csv")
        ours = ours[[c for c in ours if c.startswith("explain_")]].to_numpy()
        close(np.roll(ours, -1, axis=1), want, rtol=0,
              atol=1e-6 * np.abs(want).max())
