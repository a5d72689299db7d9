# SPDX-License-Identifier: GPL-3.0-or-later
"""Parquet of three writers: what mlc reads is what they hold."""
import duckdb
import numpy as np
import pandas as pd
import polars
import pyarrow
import pyarrow.parquet

from judge import DATA, close, mlc, table

N = 30000


def rows():
    r = np.random.default_rng(7)
    d = pd.DataFrame({
        "i": r.integers(-2**62, 2**62, N), "small": r.integers(0, 9, N),
        "f": r.normal(size=N), "g": r.normal(size=N).astype(np.float32),
        "b": r.integers(0, 2, N).astype(bool),
        "s": [f"level {k}" for k in r.integers(0, 40, N)],
        "t": [f"text {k} \u00e9" for k in r.integers(0, 10**9, N)],
        "when": pd.to_datetime(r.integers(0, 2 * 10**9, N), unit="s")})
    for c in ("f", "s", "when"):
        d.loc[r.random(N) < 0.1, c] = None
    return d


def same(d):
    got = table("mlc-ingest d.parquet -O csv")
    for c in d:
        if d[c].dtype.kind == "f":
            close(got[c], d[c], rtol=0)
        elif c == "when":
            times = pd.to_datetime(got[c], utc=True, format="ISO8601")
            assert times.dt.tz_localize(None).equals(
                d[c].astype("datetime64[ns]"))
        else:
            assert (got[c].fillna("?") == d[c].fillna("?")).all(), c


def test_pyarrow():
    d = rows()
    t = pyarrow.Table.from_pandas(d)
    for how in ({}, {"compression": "zstd", "row_group_size": 7000},
                {"data_page_version": "2.0", "use_dictionary": False},
                {"data_page_size": 1000, "compression": "gzip"}):
        pyarrow.parquet.write_table(t, "d.parquet", **how)
        same(d)


def test_polars():
    d = rows()
    for codec in ("zstd", "snappy", "lz4", "gzip", "brotli", "uncompressed"):
        polars.from_pandas(d).write_parquet("d.parquet", compression=codec,
                                            row_group_size=11000)
        same(d)


def test_duckdb():
    d = rows()
    for how in ("codec snappy", "codec zstd, parquet_version v2",
                "codec lz4_raw, row_group_size 5000", "codec brotli",
                "codec gzip, parquet_version v2"):
        duckdb.sql("copy (select * from d) to 'd.parquet' "
                   f"(format parquet, {how})")
        same(d)


def test_others_read_ours():
    d = rows()
    pyarrow.parquet.write_table(pyarrow.Table.from_pandas(d), "theirs.parquet")
    mlc("mlc-ingest theirs.parquet -o d.parquet")
    same(d)
    for got in (pyarrow.parquet.read_table("d.parquet").to_pandas(),
                polars.read_parquet("d.parquet").to_pandas(),
                duckdb.sql("from 'd.parquet'").df()):
        for c in d:
            if d[c].dtype.kind in "fib":
                close(got[c], d[c], rtol=0)
            elif c != "when":
                assert (got[c].fillna("?") == d[c].fillna("?")).all(), c
        times = pd.to_datetime(got.when, utc=True).dt.tz_localize(None)
        assert times.astype("datetime64[us]").equals(
            d.when.astype("datetime64[us]"))
    few = duckdb.sql("select count(*) from 'd.parquet' where i > 2**61")
    assert few.fetchall()[0][0] == (d.i > 2**61).sum()


def test_models_are_the_same():
    duckdb.sql(f"copy (from '{DATA}/penguins.csv') to 'p.parquet' "
               "(format parquet)")
    mlc("mlc-ingest p.parquet --no-lineage -t species | "
        "mlc-train gbdt --trees 9 -o a.mlc && "
        f"mlc-ingest {DATA}/penguins.csv --no-lineage -t species | "
        "mlc-train gbdt --trees 9 -o b.mlc")
    a, b = (mlc(f"mlc-serve {m} --only -O csv <p.parquet")
            for m in ("a.mlc", "b.mlc"))
    assert a == b
