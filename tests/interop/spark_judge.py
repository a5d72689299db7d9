# SPDX-License-Identifier: GPL-3.0-or-later
"""mlc-serve inside Spark, where PySpark and a Java are installed: by pipe and by
mapInArrow each row has the score that it has outside."""
import os
import shlex
import shutil
import subprocess
import sys
import threading

import pandas as pd
import pyarrow as pa

from judge import DATA, HERE, close, mlc, table

try:
    from pyspark.sql import SparkSession
except ImportError:
    SparkSession = None

RAW = ["species", "island", "bill_length_mm", "bill_depth_mm",
       "flipper_length_mm", "body_mass_g"]
SCHEMA = ("species string, island string, bill_length_mm double, "
          "bill_depth_mm double, flipper_length_mm double, "
          "body_mass_g double")
PIPE = ["mlc-serve", "m.mlc", "--no-header=both", "--na", r"\N",
        "--rows-exact", "-O", "csv", "--only"]


def spark():
    os.environ["PYSPARK_PYTHON"] = sys.executable
    s = (SparkSession.builder.master("local[2]")
         .config("spark.ui.enabled", "false")
         .config("spark.driver.host", "127.0.0.1")
         .config("spark.driver.bindAddress", "127.0.0.1").getOrCreate())
    s.sparkContext.setLogLevel("OFF")
    for name in ("judge.py", "spark_judge.py"):
        s.sparkContext.addPyFile(str(HERE / name))
    return s


def prepare():
    mlc(f"mlc-train gbdt -t sex -o m.mlc {DATA}/penguins.csv")
    rows = pd.read_csv(DATA / "penguins.csv")[RAW]
    rows.to_csv("rows", index=False, header=False, na_rep=r"\N")
    want = table(f"mlc-serve m.mlc --only -O csv <{DATA}/penguins.csv")
    return rows, sorted(want.score)


def answer(batches):
    """The scores of Arrow batches, of a process a partition."""
    p = subprocess.Popen(["mlc-serve", "m.mlc", "-O", "arrow", "--only"],
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def feed():
        writer = None
        for b in batches:
            writer = writer or pa.ipc.new_stream(p.stdin, b.schema)
            writer.write_batch(b)
        if writer:
            writer.close()
        p.stdin.close()

    feeder = threading.Thread(target=feed)
    feeder.start()
    yield from pa.ipc.open_stream(p.stdout)
    feeder.join()
    if p.wait() != 0:
        raise RuntimeError("mlc-serve failed")


def judge_pipe(context):
    _, want = prepare()
    lines = open("rows").read().splitlines()
    command, env = shlex.join(PIPE), dict(os.environ)
    # 3 of the 7 partitions have no rows.
    rdd = context.parallelize(lines, 4).union(context.parallelize([], 3))
    got = rdd.pipe(command, env=env, checkCode=True).collect()
    assert len(got) == len(lines), len(got)
    close(sorted(float(r.split(",")[1]) for r in got), want, rtol=0)
    try:
        context.parallelize(["a,b"], 1).pipe(command, env=env,
                                             checkCode=True).collect()
    except Exception:
        return
    raise AssertionError("a row that is none of the model's was no error")


def judge_arrow(session):
    rows, want = prepare()
    df = session.read.csv("rows", schema=SCHEMA, nullValue=r"\N")
    got = df.repartition(3).mapInArrow(
        answer, "prediction string, score double").collect()
    assert len(got) == len(rows), len(got)
    close(sorted(r.score for r in got), want, rtol=0)


def test_spark():
    if SparkSession is None or shutil.which("java") is None:
        print("# no PySpark or no Java: not judged")
        return
    s = spark()
    try:
        judge_pipe(s.sparkContext)
        judge_arrow(s)
    finally:
        s.stop()
