# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenLineage's own client takes mlc-track's events apart."""
import datetime
import hashlib
import json
import os
import pathlib
import uuid

from judge import DATA, mlc


def test_events():
    from openlineage.client import event_v2 as ol
    from openlineage.client.generated import dataset_version_dataset as facet
    mlc("mlc-track init -q; mlc-track run -q -n job -- 'mlc-split "
        f"{DATA}/penguins.csv | mlc-train forest --trees 5 -t species "
        "-o m.mlc >/dev/null'; mlc-track events -o events.jsonl")
    events = [json.loads(line) for line in open("events.jsonl")]
    assert [e["eventType"] for e in events] == ["START", "COMPLETE"]
    assert len({e["run"]["runId"] for e in events}) == 1

    def data(kind, o):
        f = o["facets"]["version"]
        version = facet.DatasetVersionDatasetFacet(
            datasetVersion=f["datasetVersion"], producer=f["_producer"])
        assert version._schemaURL == f["_schemaURL"]
        return kind(namespace=o["namespace"], name=o["name"],
                    facets={"version": version})
    for e in events:
        uuid.UUID(e["run"]["runId"])
        datetime.datetime.fromisoformat(e["eventTime"].replace("Z", "+00:00"))
        run = ol.RunEvent(
            eventType=ol.RunState[e["eventType"]], eventTime=e["eventTime"],
            run=ol.Run(runId=e["run"]["runId"]), job=ol.Job(**e["job"]),
            inputs=[data(ol.InputDataset, o) for o in e["inputs"]],
            outputs=[data(ol.OutputDataset, o) for o in e["outputs"]],
            producer=e["producer"])
        assert run.schemaURL == e["schemaURL"]
        assert [i.name for i in run.inputs] == [f"{DATA}/penguins.csv"]
    out = events[1]["outputs"][0]
    assert out["name"] == os.path.realpath("m.mlc")
    assert out["facets"]["version"]["datasetVersion"] == hashlib.sha256(
        pathlib.Path("m.mlc").read_bytes()).hexdigest()
