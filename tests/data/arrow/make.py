# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the files here with pyarrow (21.0.0, "make interop" installs it):
make.py FOLDER. What they hold is what the code says."""
import decimal
import pathlib
import sys

import pyarrow as pa

OUT = pathlib.Path(sys.argv[1])
D = decimal.Decimal


def write(name, table, rows=None, **options):
    o = pa.ipc.IpcWriteOptions(**options)
    new = pa.ipc.new_file if name.endswith(".arrow") else pa.ipc.new_stream
    with new(str(OUT / name), table.schema, options=o) as w:
        w.write_table(table, rows)


def compressed():
    n = 300
    t = pa.table({
        "i": pa.array([None if i % 7 == 0 else i // 3 for i in range(n)],
                      pa.int32()),
        "s": ["text %d" % (i % 5) if i % 11 else None for i in range(n)],
        "f": [i / 4 for i in range(n)],
        "b": [i % 2 == 0 for i in range(n)]})
    for codec in "lz4", "zstd":
        write(codec + ".arrow", t, 200, compression=codec)
        write(codec + ".arrows", t, 128, compression=codec)


def types():
    """A value, a missing one, and one at the edge."""
    columns = {
        "u8": (pa.uint8(), 7, 255), "u16": (pa.uint16(), 7, 65535),
        "u32": (pa.uint32(), 7, 2**32 - 1),
        "u64": (pa.uint64(), 7, 2**63 - 1),
        "u64w": (pa.uint64(), 7, 2**64 - 1),
        "i8": (pa.int8(), 7, -128), "i16": (pa.int16(), 7, -2**15),
        "i32": (pa.int32(), 7, -2**31), "i64": (pa.int64(), 7, -2**63),
        "f16": (pa.float16(), 1.5, -65504.), "f32": (pa.float32(), .5, -1e30),
        "f64": (pa.float64(), .1, 5e-324),
        "d32": (pa.decimal32(9, 2), D("1.20"), D("-1234567.89")),
        "d64": (pa.decimal64(18, 3), D("1.200"), D("-999999999999999.999")),
        "d128": (pa.decimal128(38, 10), D("0.1000000000"),
                 D("-1234567890123456789012345678.0123456789")),
        "d256": (pa.decimal256(76, 38), D("1e-38"), D(10)**37),
        "sum": (pa.decimal128(38, 0), D(7), D(-2**63)),
        "sumw": (pa.decimal128(38, 0), D(7), D(10)**37),
        "big": (pa.decimal128(5, -3), D(7000), D(-99999000)),
        "s": (pa.string(), "\u00e9\u20ac", ""),
        "ls": (pa.large_string(), "x", "y" * 20),
        "sv": (pa.string_view(), "twelve bytes", "more than twelve"),
        "b": (pa.binary(), b"a\x00\xff\\'", b""),
        "lb": (pa.large_binary(), b"x", b"\x80"),
        "bv": (pa.binary_view(), b"\x01", b"more than twelve\n"),
        "fb": (pa.binary(3), b"abc", b"\x00\x00\x00"),
        "date": (pa.date32(), 0, -719162), "date64": (pa.date64(), 0, -86400000),
        "t_s": (pa.time32("s"), 1, 86399), "t_ms": (pa.time32("ms"), 1, 86399999),
        "t_us": (pa.time64("us"), 1, 86399000000),
        "t_ns": (pa.time64("ns"), 1, 86399999999999),
        "ts_s": (pa.timestamp("s"), 1, 253402300799),
        "ts_ms": (pa.timestamp("ms", "Asia/Tokyo"), 1, -1),
        "ts_us": (pa.timestamp("us", "UTC"), 1, -1),
        "ts_ns": (pa.timestamp("ns", "+02:00"), 1000, -1000),
        "du_s": (pa.duration("s"), 1, -1), "du_ms": (pa.duration("ms"), 1, -1),
        "du_us": (pa.duration("us"), 1, -1), "du_ns": (pa.duration("ns"), 1, -1),
        "bool": (pa.bool_(), True, False), "none": (pa.null(), None, None),
    }
    write("types.arrows", pa.table(
        {k: pa.array([v[1], None, v[2]], v[0]) for k, v in columns.items()}))


def nested():
    f = pa.float32()
    t = pa.table({
        "vec": pa.array([[1, .5], None, [-3, 1e9]], pa.list_(pa.float64())),
        "fixed": pa.array([[1, 2, 3], [4, 5, 6], None], pa.list_(pa.int16(), 3)),
        "view": pa.array([[1.5], [2.5], [3.5]], pa.list_view(f)),
        "hole": pa.array([[1, None], None, [3, 4]], pa.list_(f, 2)),
        "ragged": pa.array([[1], [], None], pa.large_list(f)),
        "ids": pa.array([[2**24 + 1], [1], [2]], pa.list_(pa.int64())),
        "words": pa.array([["a", 'b"\\'], [None], None], pa.list_(pa.string())),
        "st": pa.array([{"a": 1, "b": {"c": "x"}}, {"a": None, "b": None}, None],
                       pa.struct([("a", pa.int8()),
                                  ("b", pa.struct([("c", pa.string())]))])),
        "deep": pa.array([[{"d": D("1.50"), "t": 1, "u": 2**64 - 1,
                            "l": [b"\xff"]}], [None], []],
                         pa.list_(pa.struct([
                             ("d", pa.decimal128(9, 2)),
                             ("t", pa.timestamp("s")), ("u", pa.uint64()),
                             ("l", pa.list_(pa.binary()))]))),
        "cat": pa.array(["k", None, "l"]).dictionary_encode(),
        "cats": pa.array([["p", "q"], ["p"], None],
                         pa.list_(pa.dictionary(pa.int8(), pa.string()))),
    })
    t = t.append_column("vec", t["cat"])        # a second column of a name
    t = t.append_column("", pa.array([1, 2, 3]))
    write("nested.arrow", t)


def dictionaries():
    """Values that grow from batch to batch, and others that replace them."""
    def batch(index, words):
        return pa.record_batch([pa.DictionaryArray.from_arrays(
            pa.array(index, pa.uint16()), pa.array(words))], ["k"])

    for name, second in (("delta", ["a", "b", "c"]), ("other", ["z", "y", "x"])):
        b = [batch([0, 1, None], ["a", "b"]), batch([2, 0], second)]
        o = pa.ipc.IpcWriteOptions(emit_dictionary_deltas=True)
        with pa.ipc.new_stream(str(OUT / (name + ".arrows")), b[0].schema,
                               options=o) as w:
            for x in b:
                w.write_batch(x)


def repeated():
    """A long text that every row refers to."""
    write("repeat.arrows", pa.table({"k": pa.DictionaryArray.from_arrays(
        pa.array([0] * 600, pa.int8()), pa.array(["k" * (1 << 20)]))}),
        compression="zstd")


def refused():
    for name, a in {
            "map": pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int8())),
            "union": pa.UnionArray.from_sparse(
                pa.array([0], pa.int8()), [pa.array([1])]),
            "interval": pa.array([(1, 2, 3)], pa.month_day_nano_interval()),
            "runs": pa.RunEndEncodedArray.from_arrays([2], pa.array([1]))
    }.items():
        n = len(a)
        write(name + ".arrows", pa.table({
            "x": list(range(n)),
            "s": pa.StructArray.from_arrays([a], ["in"])}))


compressed()
types()
nested()
dictionaries()
repeated()
refused()
