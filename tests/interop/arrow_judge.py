# SPDX-License-Identifier: GPL-3.0-or-later
"""Arrow streams: ours read by pyarrow, polars and DuckDB, theirs by mlc."""
import base64
import datetime
import decimal
import hashlib
import io
import json

import duckdb
import numpy as np
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


def rows_of_file(name):
    path = DATA / "arrow" / name
    new = pa.ipc.open_file if name.endswith(".arrow") else pa.ipc.open_stream
    rows = mlc(f"mlc-ingest -O jsonl {path}").splitlines()
    return new(str(path)).read_all(), [json.loads(r) for r in rows]


def as_ours(v, kind):
    """What pyarrow's value v of a column is in ours, as JSON."""
    if v is None or kind == pa.null():
        return None
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or \
            pa.types.is_fixed_size_binary(kind) or kind == pa.binary_view():
        return "".join(chr(c) if 32 <= c <= 126 and chr(c) not in "\\'\""
                       else f"\\x{c:02X}" for c in v)
    if pa.types.is_decimal(kind):
        return float(v) if kind.scale > 0 else int(v)
    if pa.types.is_floating(kind):
        return float(v)
    return v


def test_their_types():
    """Every type, beside the values that pyarrow reads."""
    t, got = rows_of_file("types.arrows")
    for field in t.schema:
        column = t[field.name]
        if pa.types.is_duration(field.type):
            column = column.cast(pa.int64())
        elif pa.types.is_time(field.type):
            if field.type == pa.time64("ns"):
                continue        # Python's have no nanoseconds
            want = [None if v is None else str(v)
                    for v in column.to_pylist()]
            assert [r[field.name] for r in got] == want, field
            continue
        elif pa.types.is_temporal(field.type):
            us = column.cast(pa.timestamp("us", getattr(
                field.type, "tz", None))).cast(pa.int64()).to_pylist()
            read = pa.ipc.open_stream(mlc(
                f"mlc-ingest -O arrow {DATA}/arrow/types.arrows"))
            ours = read.read_all()[field.name].cast(pa.int64()).to_pylist()
            assert ours == us, field
            continue
        want = [as_ours(v, field.type) for v in column.to_pylist()]
        if field.name in ("u64w", "sumw"):      # beyond 64 bits: text
            want = [None if v is None else str(v) for v in want]
        assert [r[field.name] for r in got] == want, (field, want)


def test_their_decimals():
    """Correctly rounded, whatever the precision and scale."""
    rng = np.random.default_rng(7)
    for make, digits in ((pa.decimal32, 9), (pa.decimal64, 18),
                         (pa.decimal128, 38), (pa.decimal256, 76)):
        columns = {}
        for scale in (1, digits // 2, digits):
            values = []
            for _ in range(300):
                n = int(rng.integers(1, digits + 1))
                v = int("".join(map(str, rng.integers(0, 10, n))))
                with decimal.localcontext(decimal.Context(prec=100)):
                    values.append(decimal.Decimal(
                        v * (-1) ** int(rng.integers(2))).scaleb(-scale))
            columns[f"s{scale}"] = pa.array(values, make(digits, scale))
        t = pa.table(columns)
        got = rows_of(write_theirs(t))
        for name in columns:
            want = [float(v) for v in t[name].to_pylist()]
            assert [r[name] for r in got] == want, (make, name)


def test_their_lists():
    t, got = rows_of_file("nested.arrow")
    for c in "vec", "fixed", "view":
        i = t.schema.names.index(c)
        assert [r[c] for r in got] == t.column(i).to_pylist(), c
    for c in "hole", "ragged", "ids", "words", "cats":
        read = [None if r[c] is None else json.loads(r[c]) for r in got]
        assert read == t[c].to_pylist(), c
    flat = t.select(["st"]).flatten().flatten()
    for c in "st.a", "st.b.c":
        assert [r[c] for r in got] == flat[c].to_pylist(), c


def test_their_files():
    """All codecs, formats and sizes of batches, as pyarrow and polars write
    them, give the rows of the table."""
    rng = np.random.default_rng(3)
    n = 20000
    t = pa.table({
        "i": pa.array(rng.integers(-9, 9, n), mask=rng.random(n) < .1),
        "f": rng.normal(size=n),
        "s": [f"text {k}" * (k % 4) for k in rng.integers(0, 99, n)],
        "d": pa.array([str(k) for k in rng.integers(0, 9, n)])
        .dictionary_encode(),
        "v": pa.FixedSizeListArray.from_arrays(
            pa.array(rng.normal(size=3 * n).astype(np.float32)), 3)})
    want = mlc("mlc-ingest -O csv", write_theirs(t))
    got = pd.read_csv(io.BytesIO(want), keep_default_na=False,
                      float_precision="round_trip")
    assert got["f"].tolist() == t["f"].to_pylist()
    assert got["s"].tolist() == t["s"].to_pylist()
    assert got["d"].tolist() == [int(x) for x in t["d"].to_pylist()]
    for codec in None, "lz4", "zstd":
        for rows in 1000, 20000:
            for new in pa.ipc.new_stream, pa.ipc.new_file:
                o = pa.ipc.IpcWriteOptions(compression=codec)
                with new("their.arrow", t.schema, options=o) as w:
                    w.write_table(t, rows)
                assert mlc("mlc-ingest -O csv their.arrow") == want
        p = pl.from_arrow(t.cast(pa.schema(
            [f if f.name != "d" else pa.field("d", pa.string())
             for f in t.schema])))
        p.write_ipc("their.arrow", compression=codec or "uncompressed")
        assert mlc("mlc-ingest -O csv their.arrow") == want, codec
    pd.DataFrame({"a": [1, 2]}).to_feather("their.feather")
    assert mlc("mlc-ingest -O csv their.feather") == b"a\n1\n2\n"
