# SPDX-License-Identifier: GPL-3.0-or-later
"""ARFF as scipy and liac-arff read and write it."""
import arff
import numpy as np
import pandas as pd
import scipy.io.arff

from judge import DATA, close, mlc, table


def test_written_by_liac():
    rng = np.random.default_rng(1)
    words = ["plain", "two words", "it's", 'a "quote"', "per % cent", "a,b",
             "{brace}", "back\\slash", "é€", "tab\there", " led"]
    rows = [[rng.normal() if rng.random() > .1 else None,
             int(rng.integers(-9, 9)),
             words[rng.integers(len(words))],
             str(rng.choice(["no", "ja, so", "it's"]))] for _ in range(500)]
    with open("a.arff", "w") as f:
        arff.dump({"relation": "of all", "attributes": [
            ("x y", "REAL"), ("n", "INTEGER"), ("text", "STRING"),
            ("class", ["no", "ja, so", "it's"])], "data": rows}, f)
    got = table("mlc-ingest a.arff -O csv", keep_default_na=False,
                na_values={"x y": [""]})
    want = pd.DataFrame(rows, columns=["x y", "n", "text", "class"])
    close(got["x y"], want["x y"].astype(float), rtol=0)
    for name in ("n", "text", "class"):
        assert list(got[name]) == list(want[name]), name


def test_sparse_as_liac_reads_it():
    lines = ["@relation s"] + [f"@attribute a{i} numeric" for i in range(30)]
    lines += ["@attribute c {no, yes}", "@data"]
    rng = np.random.default_rng(2)
    for _ in range(200):
        at = sorted(rng.choice(31, rng.integers(0, 9), replace=False))
        lines.append("{" + ", ".join(
            f"{i} {'yes' if i == 30 else rng.normal():}" for i in at) + "}")
    open("s.arff", "w").write("\n".join(lines) + "\n")
    want = pd.DataFrame(arff.load(open("s.arff"))["data"])
    got = table("mlc-ingest s.arff -O csv")
    close(got.iloc[:, :30], want.iloc[:, :30].astype(float), rtol=0)
    assert list(got["c"]) == list(want[30])


def test_as_scipy_reads_it():
    rows = table(f"mlc-ingest {DATA}/penguins.csv -O csv")
    head = ["@relation penguins"]
    for name in rows:
        head.append(f"@attribute {name} " + (
            "numeric" if rows[name].dtype.kind in "if" else
            "{" + ",".join(rows[name].dropna().unique()) + "}"))
    body = rows.to_csv(index=False, header=False, na_rep="?")
    open("p.arff", "w").write("\n".join(head + ["@data", body]))
    want = pd.DataFrame(scipy.io.arff.loadarff("p.arff")[0])
    got = table("mlc-ingest p.arff -O csv")
    for name in rows:
        if rows[name].dtype.kind in "if":
            close(got[name], want[name], rtol=0)
        else:
            assert list(got[name].fillna("?")) == list(
                want[name].str.decode("utf-8")), name
    assert mlc("mlc-ingest p.arff -O csv").count(b"\n") == len(rows) + 1
