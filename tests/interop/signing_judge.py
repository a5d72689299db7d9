# SPDX-License-Identifier: GPL-3.0-or-later
"""The verifier of OpenSSF Model Signing reads our signatures, and we its."""
import pathlib
import subprocess
import sys

from judge import DATA, mlc

THEIRS = str(pathlib.Path(sys.executable).with_name("model_signing"))


def theirs(verb, *args):
    return subprocess.run([THEIRS, verb, "key", "m.mlc", *args],
                          capture_output=True).returncode


def make():
    mlc(f"mlc-train -q baseline -t species -o m.mlc {DATA}/penguins.csv")
    mlc("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 "
        "-out key.pem && openssl pkey -in key.pem -pubout -out key.pub")


def test_ours():
    make()
    mlc("mlc-track sign -k key.pem m.mlc")
    ask = ("--public_key", "key.pub", "--signature", "m.mlc.sig")
    assert theirs("verify", *ask) == 0
    with open("m.mlc", "ab") as f:
        f.write(b"x")
    assert theirs("verify", *ask) != 0


def test_theirs():
    make()
    assert theirs("sign", "--private_key", "key.pem", "--signature",
                  "m.mlc.sig") == 0
    mlc("mlc-track check -k key.pub m.mlc")
    mlc("printf x >>m.mlc; mlc-track check -k key.pub m.mlc", status=1)
