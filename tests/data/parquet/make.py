# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the files here with pyarrow (21.0.0) and DuckDB (1.4.2), which "make
interop" installs: make.py FOLDER. rows.arrow holds the same rows as all files
of rows-*.parquet, as pyarrow has them."""
import datetime as dt
import decimal
import pathlib
import random
import sys

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

OUT = pathlib.Path(sys.argv[1])
N = 60
R = random.Random(1)


def some(values, missing=0.15):
    return [None if R.random() < missing else v for v in values]


def ints(low, high):
    return [R.randrange(low, high) for _ in range(N)]


def times(unit):
    return [dt.datetime(1960, 1, 1) + dt.timedelta(**{unit: k})
            for k in ints(0, 10**9)]


def decimals(digits, scale):
    return [decimal.Decimal(k).scaleb(-scale)
            for k in ints(-10**digits, 10**digits)]


ROWS = {
    "i8": (pa.int8(), some(ints(-128, 128))),
    "u8": (pa.uint8(), some(ints(0, 256))),
    "i32": (pa.int32(), ints(-2**31, 2**31)),
    "u32": (pa.uint32(), some(ints(0, 2**32))),
    "i64": (pa.int64(), some(ints(-2**63, 2**63))),
    "u64": (pa.uint64(), some(ints(0, 2**40))),
    "f16": (pa.float16(), [float(k) / 8 for k in ints(-99, 99)]),
    "f32": (pa.float32(), some([k / 1024 for k in ints(-10**6, 10**6)])),
    "f64": (pa.float64(), [R.gauss(0, 1) for _ in range(N)]),
    "bool": (pa.bool_(), some([k == 1 for k in ints(0, 2)])),
    "yes": (pa.bool_(), [k % 7 < 5 for k in range(N)]),
    "level": (pa.string(), some(["level%d" % k for k in ints(0, 5)])),
    "text": (pa.string(), ["common %d, \u00e9" % k for k in ints(0, 10**6)]),
    "empty": (pa.string(), some(["" if k else "x" for k in ints(0, 3)])),
    "date": (pa.date32(), some([t.date() for t in times("seconds")])),
    "ms": (pa.timestamp("ms"), times("milliseconds")),
    "us": (pa.timestamp("us"), some(times("microseconds"))),
    "utc": (pa.timestamp("us", "UTC"), times("seconds")),
    "clock": (pa.time64("us"), some([t.time() for t in times("seconds")])),
    "d9": (pa.decimal128(9, 3), decimals(9, 3)),
    "d18": (pa.decimal128(18, 2), some(decimals(17, 2))),
    "d38": (pa.decimal128(38, 10), decimals(38, 10)),
    "fixed": (pa.binary(4), some([b"abc%d" % k for k in ints(0, 10)])),
    "bytes": (pa.binary(), [b"\x01%d" % k for k in ints(0, 99)]),
    "list": (pa.list_(pa.float64()),
             some([[k / 4] * (k % 4) for k in ints(0, 99)])),
    "vector": (pa.list_(pa.float32()), [[k / 2, 1.5, -k] for k in range(N)]),
    "texts": (pa.list_(pa.string()),
              some([some(["a%d" % j for j in range(k)])
                    for k in ints(0, 4)])),
    "s": (pa.struct([("x", pa.int64()), ("y", pa.string()),
                     ("z", pa.struct([("w", pa.float64())]))]),
          some([{"x": k, "y": None if k % 3 else "q%d" % k,
                 "z": {"w": k / 8} if k % 2 else None}
                for k in ints(0, 99)])),
    "deep": (pa.list_(pa.struct([("k", pa.int64()),
                                 ("v", pa.list_(pa.int64()))])),
             some([[{"k": j, "v": None if j % 2 else [j] * j}
                    for j in range(k)] for k in ints(0, 4)])),
    "none": (pa.null(), [None] * N),
}
TABLE = pa.table({name: pa.array(v, t) for name, (t, v) in ROWS.items()})


def write(name, table=TABLE, **options):
    pq.write_table(table, OUT / f"{name}.parquet", **options)


def encodings():
    found = {}
    for f in TABLE.schema:
        if pa.types.is_integer(f.type) or pa.types.is_temporal(f.type):
            found[f.name] = "DELTA_BINARY_PACKED"
        elif pa.types.is_string(f.type) or f.name == "fixed":
            found[f.name] = "DELTA_BYTE_ARRAY"
        elif pa.types.is_binary(f.type):
            found[f.name] = "DELTA_LENGTH_BYTE_ARRAY"
        elif pa.types.is_floating(f.type) or pa.types.is_decimal(f.type):
            found[f.name] = "BYTE_STREAM_SPLIT"
        elif pa.types.is_boolean(f.type):
            found[f.name] = "RLE"
    found["list.list.element"] = "BYTE_STREAM_SPLIT"
    found["texts.list.element"] = "DELTA_LENGTH_BYTE_ARRAY"
    return found


def codecs():
    names = ["none", "snappy", "gzip", "brotli", "lz4", "zstd"]
    leaves = [c.path for c in pq.ParquetFile(OUT / "rows-plain.parquet").schema]
    return {c: names[k % len(names)] for k, c in enumerate(leaves)}


with pa.OSFile(str(OUT / "rows.arrow"), "wb") as f:
    with pa.ipc.new_file(f, TABLE.schema) as w:
        w.write_table(TABLE)
write("rows-plain", use_dictionary=False, compression="none")
write("rows-dictionary")
write("rows-encodings", use_dictionary=False, column_encoding=encodings(),
      data_page_version="2.0", compression="none")
write("rows-codecs", compression=codecs())
write("rows-pages", data_page_size=40, row_group_size=25, write_batch_size=7,
      data_page_version="2.0", write_page_checksum=True)
write("int96", TABLE.select(["ms", "us"]),
      use_deprecated_int96_timestamps=True)
write("map", pa.table({"m": pa.array([[("a", 1)]],
                                     pa.map_(pa.string(), pa.int64()))}))
write("small", pa.table({"a": [1, None, 3], "b": ["x", "y", "x"]}),
      write_page_checksum=True, compression="none")
DUCK = TABLE.drop_columns(["f16", "none", "fixed", "u64", "d38"])
duckdb.sql(f"copy (select *, uuid '00112233-4455-6677-8899-aabbccddeeff' id "
           f"from DUCK) to '{OUT}/duckdb.parquet' "
           "(format parquet, codec zstd, parquet_version v2)")
