# SPDX-License-Identifier: GPL-3.0-or-later
"""MLflow reads the runs that mlc-track exports, and mlc-track MLflow's."""
import json
import math
import os
import pathlib

from judge import DATA, close, mlc, table

os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"


def use(folder):
    import mlflow
    mlflow.set_tracking_uri("file://" + os.path.abspath(folder))
    return mlflow


def test_export():
    mlc("mlc-track init -q; mlc-track run -q -n good -- 'mlc-split "
        f"{DATA}/penguins.csv | mlc-train forest --trees 5 -t species "
        "-o m.mlc | mlc-eval -q -O csv' >metrics.csv; "
        "mlc-track run -q -n bad -- 'exit 7' || "
        "mlc-track export -q -n 'our runs' mlruns")
    mlflow = use("mlruns")
    runs = mlflow.search_runs(experiment_names=["our runs"])
    assert sorted(runs["status"]) == ["FAILED", "FINISHED"]
    run = runs[runs["tags.mlflow.runName"] == "good"].iloc[0]
    assert run["params.mlc-train.trees"] == "5"
    ours = table("cat metrics.csv")
    for row in ours[ours["slice"] == "split=test"].itertuples():
        if not math.isnan(row.value):
            close(run[f"metrics.{row.metric}"], row.value)
            close(run[f"metrics.split.test/{row.metric}"], row.value)
    client = mlflow.MlflowClient()
    got = client.download_artifacts(run["run_id"], "m.mlc", ".")
    assert pathlib.Path(got).read_bytes() == \
        pathlib.Path("m.mlc").read_bytes()


def test_import():
    mlflow = use("theirs")
    mlflow.set_experiment("a name: of - \u00fc, #1 " + "and more " * 20)
    with mlflow.start_run(run_name="caf\u00e9 # first: [run]") as run:
        mlflow.log_params({"lr": 0.1, "model/depth": "5\n6"})
        for step in range(20):
            mlflow.log_metric("loss", 1 / (step + 1), step=step)
        mlflow.log_metric("loss", 7.5, step=3)
        mlflow.log_metrics({"val/auc": 0.1 + 0.2, "none": float("nan"),
                            "most": float("inf")})
        mlflow.log_text("hello\n", "sub/art.txt")
    mlc("mlc-track init -q; mlc-track import -q theirs")
    ours = json.loads(mlc("mlc-track show --json"))
    assert ours["experiment"].startswith("a name: of - \u00fc, #1 and")
    assert ours["name"] == "caf\u00e9 # first: [run]"
    program = ours["programs"][0]
    assert program["options"] == {"lr": "0.1", "model/depth": "5\n6"}
    theirs = mlflow.get_run(run.info.run_id).data.metrics
    for row in program["metrics"]:
        close(float(row["value"]), theirs[row["metric"]])
    assert len(program["metrics"]) == len(theirs)
    # And back: MLflow reads what it wrote.
    mlc("mlc-track export -q back")
    client = use("back").MlflowClient()
    back = client.search_runs([e.experiment_id for e in
                               client.search_experiments()])[0]
    assert back.data.params == program["options"]
    assert len(client.get_metric_history(back.info.run_id, "loss")) == 21
    close(back.data.metrics["loss"], theirs["loss"])
