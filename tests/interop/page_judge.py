# SPDX-License-Identifier: GPL-3.0-or-later
"""Chromium, where there is one: the page of mlc-profile in a browser."""
import html
import pathlib
import re
import shutil
import subprocess

from judge import DATA, mlc

LOOK = """<script>
const table = document.querySelector('table'), out = [];
const column = i => [...table.tBodies[0].rows].map(r => r.cells[i].textContent);
const press = i => table.querySelectorAll('th button')[i].click();
press(5); out.push(column(5).join());
press(5); out.push(column(5).join());
press(0); out.push(column(0).join());
out.push(table.querySelector('th').getAttribute('aria-sort'));
out.push(document.documentElement.scrollWidth <= innerWidth ? 'fits' :
    'wider');
out.push(performance.getEntriesByType('resource').length);
document.title = out.join('|');
</script>"""


def browse(sentence, width):
    mlc(sentence)
    page = pathlib.Path("page.html").read_text()
    path = pathlib.Path("looked.html").absolute()
    path.write_text(page.replace("</html>", LOOK + "</html>"))
    dom = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu",
         f"--window-size={width},900", "--dump-dom", path.as_uri()],
        capture_output=True, text=True, timeout=120).stdout
    title = re.search("<title>(.*?)</title>", dom).group(1)
    return html.unescape(title).split("|")


def test_sorting():
    """What is missing comes last either way; no page is wider than its room,
    and none asks for anything."""
    if shutil.which("chromium") is None:
        return print("# there is no chromium: not asked")
    down = "0.8822,0.8413,0.8245,0.8183,0.6598,0.01208".split(",")
    names = ("bill_depth_mm,bill_length_mm,body_mass_g,flipper_length_mm,"
             "island,sex,species")
    for width in 500, 1280:
        got = browse("mlc-profile -t species --html page.html "
                     f"{DATA}/penguins.csv", width)
        assert got == [",".join(down + ["\u2013"]),
                       ",".join(down[::-1] + ["\u2013"]),
                       names, "ascending", "fits", "0"], got


def test_hostile_text():
    """Names and values that are markup, or would run, are text."""
    if shutil.which("chromium") is None:
        return print("# there is no chromium: not asked")
    name = "<img src=x onerror=document.title=1>"
    pathlib.Path("t.csv").write_text(
        f'{name},"</table><script>a()</script>",y\n' +
        '1,"x\'""><script>document.title=2</script>",u\n' +
        '5,"</style></title>",v\n2,"<!--",u\n')
    got = browse("mlc-profile -t y --html page.html t.csv", 500)
    assert sorted(got[2].split(",")) == [
        "</table><script>a()</script>", name, "y"], got
    assert got[4:] == ["fits", "0"], got
