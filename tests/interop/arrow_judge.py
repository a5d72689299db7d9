# SPDX-License-Identifier: GPL-3.0-or-later
"""Arrow streams: ours read by pyarrow, polars and DuckDB, theirs by mlc."""
import base64
import datetime
import hashlib
import io
import json

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

from judge import DATA, mlc

MIXED = b'''i,f,s,b,t,v
1,1.5,a,true,2024-01-02T03:04:05.25Z,0.1
,,"",,,2.5
-9007199254740993,1e-300,"x,""y""",false,1969-12-31T00:00:00Z,-7
'''


def read_ours(sentence, data=None):
    return pa.ipc.open_stream(mlc(sentence, data)).read_all()


def write_theirs(t):
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, t.schema) as w:
        w.write_table(t)
    return sink.getvalue()


def rows_of(data):
    return [json.loads(line) for line in
            mlc("mlc-ingest -O jsonl", data).splitlines()]


def test_ours_in_pyarrow():
    t = read_ours("mlc-ingest -O arrow", MIXED)
    utc = datetime.timezone.utc
    assert t.to_pylist() == [
        {"i": 1, "f": 1.5, "s": "a", "b": True, "v": .1,
         "t": datetime.datetime(2024, 1, 2, 3, 4, 5, 250000, utc)},
        {"i": None, "f": None, "s": "", "b": None, "v": 2.5, "t": None},
        {"i": -9007199254740993, "f": 1e-300, "s": 'x,"y"', "b": False,
         "v": -7., "t": datetime.datetime(1969, 12, 31, tzinfo=utc)}], t


def test_ours_in_polars_and_duckdb():
    path = DATA / "diamonds.csv.gz"
    bytes_ = mlc(f"mlc-ingest {path} -O arrow")
    want = pd.read_csv(path)
    p = pl.read_ipc_stream(io.BytesIO(bytes_))
    assert p.height == len(want)
    ours = pa.ipc.open_stream(bytes_).read_all()
    d = duckdb.sql("select count(*), sum(price), max(carat), "
                   "count(distinct cut) from ours").fetchone()
    assert d == (len(want), want["price"].sum(), want["carat"].max(),
                 want["cut"].nunique()), d
    for c in want:
        assert p[c].to_list() == want[c].tolist(), c


def test_attachments():
    """They stand beside the head, and stop no reader."""
    rows = "k,y\n" + "".join(f"key {i % 1500},{i % 7}\n"
                              for i in range(6000))
    bytes_ = mlc("mlc-encode -t y --target-encode k -O arrow", rows.encode())
    t = pa.ipc.open_stream(bytes_).read_all()
    said = json.loads(t.schema.metadata[b"mlc"])["attachments"]
    assert len(said) == 1, said
    part = base64.b64decode(
        t.schema.metadata[b"mlc:" + said[0]["name"].encode()], validate=True)
    assert len(part) == said[0]["size"]
    assert hashlib.sha256(part).hexdigest() == said[0]["sha256"]
    assert int.from_bytes(part[:8], "little") == 1500
    want = [float(r["k"]) for r in rows_of(bytes_)]
    assert t["k"].to_pylist() == want
    assert pl.read_ipc_stream(io.BytesIO(bytes_))["k"].to_list() == want
    assert t.to_pandas()["k"].tolist() == want
    n, total = duckdb.sql("select count(*), sum(k) from t").fetchone()
    assert n == 6000 and abs(total - sum(want)) < 1e-6, (n, total)


def test_theirs():
    t = pa.table({
        "i8": pa.array([1, None, -128], pa.int8()),
        "u32": pa.array([0, 4294967295, None], pa.uint32()),
        "f32": pa.array([.5, None, -1.25], pa.float32()),
        "s": ["a", None, "\u00e9\u20ac"],
        "ls": pa.array(["x" * 100, "", None], pa.large_string()),
        "d": pa.array(["k", "l", "k"]).dictionary_encode(),
        "b": [True, None, False],
        "ts": pa.array([0, 1, None], pa.timestamp("ms", "UTC")),
        "day": pa.array([0, 19000, None], pa.date32()),
    })
    want = [
        {"i8": 1, "u32": 0, "f32": .5, "s": "a", "ls": "x" * 100, "d": "k",
         "b": True, "ts": "1970-01-01", "day": "1970-01-01"},
        {"i8": None, "u32": 4294967295, "f32": None, "s": None, "ls": "",
         "d": "l", "b": None, "ts": "1970-01-01T00:00:00.001000Z",
         "day": "2022-01-08"},
        {"i8": -128, "u32": None, "f32": -1.25, "s": "\u00e9\u20ac",
         "ls": None, "d": "k", "b": False, "ts": None, "day": None}]
    got = rows_of(write_theirs(t))
    assert got == want, got


def test_there_and_back():
    path = DATA / "diamonds.csv.gz"
    t = read_ours(f"mlc-ingest {path} -O arrow")
    again = read_ours("mlc-ingest -O arrow",
                      write_theirs(t.replace_schema_metadata(None)))
    assert again.equals(t)
