# SPDX-License-Identifier: GPL-3.0-or-later
"""Recipe and model as an ONNX graph: onnxruntime gives what mlc-serve gives."""
import numpy as np
import onnx
import onnxruntime
import pandas as pd

from judge import DATA, close, mlc, table

CHURN = pd.read_csv(DATA / "churn.csv.gz")
PENGUINS = pd.read_csv(DATA / "penguins.csv")
DIAMONDS = pd.read_csv(DATA / "diamonds.csv.gz").iloc[:5000]
WORDS = {"Yes": 1, "No": 0, True: 1, False: 0}


def many_cities():
    rng = np.random.default_rng(1)
    city = rng.integers(0, 400, 4000)
    d = pd.DataFrame({"city": [f"c{i}" for i in city],
                      "new": rng.integers(0, 2, 4000).astype(bool),
                      "x": rng.normal(size=4000)})
    d["y"] = city % 7 + d.x + d.new
    d.loc[::50, "city"] = np.nan
    return d


def run(d, sentence):
    """The graph's answers and mlc-serve's on the rows of d."""
    d.to_csv("d.csv", index=False)
    mlc(f"{sentence} -o m.mlc >/dev/null && mlc-train export onnx m.mlc "
        "-o m.onnx")
    onnx.checker.check_model(onnx.load("m.onnx"), full_check=True)
    s = onnxruntime.InferenceSession("m.onnx",
                                     providers=["CPUExecutionProvider"])
    rows = {}
    for i in s.get_inputs():
        c = d[i.name]
        if i.type == "tensor(string)":
            c = c.fillna("").astype(object)
        else:
            c = (c.map(WORDS) if c.dtype in (object, bool) else c)
            c = c.astype(float)
        rows[i.name] = c.to_numpy().reshape(-1, 1)
    got = dict(zip([o.name for o in s.get_outputs()], s.run(None, rows)))
    want = table("mlc-serve -q m.mlc --only -O csv <d.csv",
                 keep_default_na=False, na_values=[""])
    return got, want


def same(d, sentence):
    got, want = run(d, sentence)
    names = [c for c in want if c.startswith("score")]
    if names:
        close(got["score"], want[names].to_numpy(float), rtol=1e-11)
        labels = want.prediction.fillna("").astype(str).to_numpy()
        assert (got["prediction"].ravel() == labels).all()
    else:
        close(got["prediction"].ravel(), want.prediction.to_numpy(float),
              rtol=1e-11)


def test_trees():
    for d, how in ((CHURN, "-t churn"), (DIAMONDS, "-t price"),
                   (DIAMONDS, "-t price --objective poisson"),
                   (PENGUINS, "-t species"), (many_cities(), "-t y")):
        same(d, f"mlc-train gbdt {how} --trees 30 d.csv")


def test_steps():
    for d, clean, encode, learner in (
            (CHURN, "-i auto -t churn", "--auto", "logistic"),
            (PENGUINS, "-i auto -t species", "--auto", "logistic"),
            (DIAMONDS, "-i auto -t price", "--auto", "linear"),
            (PENGUINS, "-t species", "--target-encode island", "gbdt"),
            (DIAMONDS, "--clip x=q05:q95 --na cut=Good --cast depth=int "
             "--replace color=E:F -i cut=mode -t price",
             "--onehot cut,color,clarity", "linear"),
            (DIAMONDS, "-i table=mean --indicator -t price",
             "--target-encode cut --ordinal color --count clarity --bin "
             "carat=7 --scale x=log --scale y=robust --scale z=minmax",
             "linear"),
            (DIAMONDS, "-i auto -t price", "--auto",
             "linear --objective poisson"),
            (many_cities(), "-t y", "--onehot city --max-levels 5000",
             "linear"),
            (many_cities(), "-t y", "--onehot city --max-levels 5000",
             "gbdt --min-leaf 2")):
        same(d, f"mlc-clean {clean} d.csv | mlc-encode {encode} | "
             f"mlc-train {learner}")


def test_imported():
    for name in ("xgboost-3.1.1-categories.ubj", "xgboost-3.1.1-dart.json",
                 "lightgbm-4.6.0-forest.txt"):
        path = DATA / "models" / name
        d = PENGUINS
        mlc(f"mlc-train import {path} -o m.mlc && "
            "mlc-train export onnx m.mlc -o m.onnx")
        s = onnxruntime.InferenceSession("m.onnx",
                                         providers=["CPUExecutionProvider"])
        d.to_csv("d.csv", index=False)
        want = table("mlc-serve -q m.mlc --only -O csv <d.csv")
        rows = {i.name: (d[i.name].fillna("").astype(object)
                         if i.type == "tensor(string)" else d[i.name])
                .to_numpy().reshape(-1, 1) for i in s.get_inputs()}
        got = s.run(None, rows)[-1]
        names = [c for c in want if c.startswith("score")] or ["prediction"]
        close(got, want[names].to_numpy(float), rtol=1e-5)
