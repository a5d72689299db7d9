# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the files here with pyarrow (21.0.0, "make interop" installs it):
make.py FOLDER. What they hold is what the code says; the tests have it as the
text that pyarrow's own values have."""
import pathlib
import sys

import pyarrow as pa

OUT = pathlib.Path(sys.argv[1])


def write(name, table, codec=None, stream=False, rows=None):
    o = pa.ipc.IpcWriteOptions(compression=codec)
    new = pa.ipc.new_stream if stream else pa.ipc.new_file
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
        write(codec + ".arrow", t, codec, rows=200)
        write(codec + ".arrows", t, codec, stream=True, rows=128)


compressed()
