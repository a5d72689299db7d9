# SPDX-License-Identifier: GPL-3.0-or-later
"""What the judges share: running mlc, and telling what was found.

A judge is a file *_judge.py with functions test_*; a test fails by an
exception. Each runs in an empty folder of its own.
"""
import importlib
import io
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import traceback

import numpy as np
import pandas as pd

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent / "data"


def mlc(sentence, data=None, status=0):
    """Runs a shell sentence; its stdout as bytes. Other statuses fail."""
    r = subprocess.run(["bash", "-o", "pipefail", "-c", sentence], input=data,
                       capture_output=True)
    if r.returncode != status:
        raise AssertionError(f"{sentence}: status {r.returncode}\n"
                             f"{r.stderr.decode()}")
    return r.stdout


def table(sentence, data=None, **how):
    """The CSV that a sentence writes, as a data frame."""
    return pd.read_csv(io.BytesIO(mlc(sentence, data)),
                       float_precision="round_trip", **how)


def close(got, want, rtol=1e-12, atol=0.0, what=""):
    np.testing.assert_allclose(got, want, rtol=rtol, atol=atol, err_msg=what)


def run_test(name, function):
    folder = tempfile.mkdtemp(prefix="mlc-interop.")
    os.chdir(folder)
    try:
        function()
        print(f"ok - {name}", flush=True)
        return True
    except Exception:
        print("".join("# " + s + "\n"
                      for s in traceback.format_exc().splitlines()), end="")
        print(f"not ok - {name}", flush=True)
        return False
    finally:
        os.chdir("/")
        shutil.rmtree(folder, ignore_errors=True)


def main(words):
    sys.path.insert(0, str(HERE))
    results = []
    for path in sorted(HERE.glob("*_judge.py")):
        module = importlib.import_module(path.stem)
        for name, function in list(vars(module).items()):
            full = f"interop/{path.stem[:-6]}/{name[5:]}"
            if name.startswith("test_") and (
                    not words or any(w in full for w in words)):
                results.append(run_test(full, function))
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
