# SPDX-License-Identifier: GPL-3.0-or-later
"""CSV as mlc reads it beside DuckDB and pandas on the tables of the tests."""
import duckdb
import pandas as pd

from judge import DATA, close, mlc, table

TABLES = ["churn.csv.gz", "diamonds.csv.gz", "penguins.csv"]


def test_values_as_duckdb():
    for name in TABLES:
        theirs = duckdb.sql(f"select * from read_csv('{DATA / name}', "
                            "nullstr=['', 'NA'], sample_size=-1)").df()
        open("t.csv", "wb").write(mlc(f"mlc-ingest {DATA / name} -O csv"))
        ours = duckdb.sql("select * from read_csv('t.csv', "
                          "sample_size=-1)").df()
        pd.testing.assert_frame_equal(ours, theirs, check_dtype=False)


def test_profile_as_pandas():
    for name in TABLES:
        want = pd.read_csv(DATA / name)
        got = table(f"mlc-profile -O csv {DATA / name}").set_index("column")
        assert list(got.index) == list(want.columns)
        for c in want:
            g, w = got.loc[c], want[c]
            assert g["n"] == w.count() and g["missing"] == w.isna().sum()
            # Exact up to 4096 numbers; beyond, four standard errors of 1.6 %.
            slack = 0 if w.nunique() <= 4096 else .064 * w.nunique()
            assert abs(g["distinct"] - w.nunique()) <= slack, c
            if w.dtype == object:
                assert g["top_share"] == w.value_counts().iloc[0] / w.count()
                continue
            for key, value in (("mean", w.mean()), ("sd", w.std()),
                               ("min", w.min()), ("max", w.max())):
                close(g[key], value, rtol=1e-9, what=f"{c}: {key}")
            # Exact up to 32768 values; beyond, within 1 % of the ranks.
            rank = 0 if w.count() <= 32768 else .01
            for key, q in (("p25", .25), ("median", .5), ("p75", .75)):
                low, high = w.quantile(q - rank), w.quantile(q + rank)
                slack = 1e-9 * abs(high)
                assert low - slack <= g[key] <= high + slack, (c, key)
