# SPDX-License-Identifier: GPL-3.0-or-later
"""S3: a server of moto has the files, and before it botocore, AWS's own code,
signs each request anew and lets pass what has the same signature."""
import contextlib
import http.server
import logging
import os
import threading
import urllib.parse
import urllib.request

import boto3
import botocore.auth
import botocore.awsrequest
import botocore.credentials
import urllib.error
from moto.server import ThreadedMotoServer

from judge import mlc

KEY, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"


def signature(url, headers):
    """That of a GET by botocore, of the headers that were signed."""
    said = headers["Authorization"]
    names = said.split("SignedHeaders=")[1].split(",")[0].split(";")
    request = botocore.awsrequest.AWSRequest(
        "GET", url, headers={n: headers[n] for n in names})
    request.context["timestamp"] = headers["X-Amz-Date"]
    auth = botocore.auth.S3SigV4Auth(
        botocore.credentials.Credentials(KEY, SECRET), "s3", "eu-central-1")
    canonical = auth.canonical_request(request)
    return auth.signature(auth.string_to_sign(request, canonical), request)


class Gate(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        url = f"http://{self.headers['Host']}{self.path}"
        said = (self.headers["Authorization"] or "").split("Signature=")[-1]
        if not said or said != signature(url, self.headers):
            return self.give(403, {}, b"")
        headers = {k: v for k, v in self.headers.items()}
        headers["Host"] = urllib.parse.urlsplit(self.server.behind).netloc
        request = urllib.request.Request(self.server.behind + self.path,
                                         headers=headers)
        try:
            with urllib.request.urlopen(request) as r:
                self.give(r.status, r.headers, r.read())
        except urllib.error.HTTPError as e:
            self.give(e.code, e.headers, e.read())

    def give(self, status, headers, body):
        self.send_response(status)
        for name in ("ETag", "Content-Range", "Last-Modified"):
            if name in headers:
                self.send_header(name, headers[name])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@contextlib.contextmanager
def lake(bucket):
    """A client of the server, and mlc sent to the gate."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    gate = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gate)
    host, port = moto.get_host_and_port()
    gate.behind = f"http://{host}:{port}"
    threading.Thread(target=gate.serve_forever, daemon=True).start()
    os.environ.update(
        AWS_ACCESS_KEY_ID=KEY, AWS_SECRET_ACCESS_KEY=SECRET,
        AWS_REGION="eu-central-1",
        AWS_ENDPOINT_URL=f"http://127.0.0.1:{gate.server_port}")
    client = boto3.client("s3", endpoint_url=gate.behind,
                          region_name="eu-central-1")
    client.create_bucket(Bucket=bucket, CreateBucketConfiguration={
        "LocationConstraint": "eu-central-1"})
    try:
        yield client
    finally:
        gate.shutdown()
        moto.stop()


def test_s3():
    rows = b"id,x\n" + b"".join(b"%d,%d.5\n" % (i, i) for i in range(20000))
    open("a.csv", "wb").write(rows)
    mlc("mlc-ingest a.csv -o a.parquet")
    with lake("lake") as client:
        keys = ["a.csv", "b c+d.csv", "y=1/dé & (1).csv", "z~*'!$@,;:.csv"]
        for key in keys:
            client.put_object(Bucket="lake", Key="in/" + key, Body=rows)
        client.upload_file("a.parquet", "lake", "p/a.parquet")
        for key in keys:
            quoted = key.replace("'", "'\\''")
            assert mlc(f"mlc-ingest 's3://lake/in/{quoted}' -O csv") == rows
        assert mlc("mlc-ingest s3://lake/p/a.parquet -O csv") == rows
        every = mlc("mlc-ingest s3://lake/in/ --source-column s -O csv")
        assert every.count(b"\n") == 80001
        names = {line.split(b",", 2)[2].strip(b'"').decode()
                 for line in every.splitlines()[1:]}
        assert names == {"s3://lake/in/" + key for key in keys}, names
        mlc("mlc-ingest s3://lake/in/none.csv", status=2)
        mlc("mlc-ingest s3://lake/none/", status=2)
        mlc("mlc-ingest s3://nolake/", status=2)
        mlc("AWS_SECRET_ACCESS_KEY=other mlc-ingest s3://lake/in/a.csv",
            status=2)
        mlc("AWS_SECRET_ACCESS_KEY=other mlc-ingest s3://lake/in/", status=2)


def test_many_keys():
    """More than a page of the list, which has a thousand."""
    with lake("many") as client:
        for i in range(1005):
            client.put_object(Bucket="many", Key=f"in/{i:04}.csv",
                              Body=b"i\n%d\n" % i)
        got = mlc("mlc-ingest s3://many/in/ -O csv").split()
        assert got == [b"i"] + [b"%d" % i for i in range(1005)]
