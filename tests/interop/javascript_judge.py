# SPDX-License-Identifier: GPL-3.0-or-later
"""Arrow's JavaScript implementation, where there is a node to run it."""
import difflib
import os

from judge import HERE, mlc


def test_arrow():
    if "NODE_MODULES" not in os.environ:
        return print("# there is no node: not asked")
    got = mlc(f"sh {HERE}/javascript/arrow").decode()
    want = (HERE / "javascript/arrow.want").read_text()
    assert got == want, "\n".join(difflib.unified_diff(
        want.splitlines(), got.splitlines()))
