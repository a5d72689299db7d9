# Options, formats and tools that there are not.
. "$MLC_TOP/tests/fault/every_tool"

usage() {
	refuses "$1 $2" "$3" 2
	grep -q "^try '$(program "$1") --help'" err || complain "$1" "no try"
}

each usage good.csv --nosuch 'no option "--nosuch"'
each usage good.csv -Z 'no option "-Z"'
each usage good.csv --otput=x 'no option "--otput" \(did you mean "--output"'
each usage good.csv --quiet=yes '--quiet takes no value'
each usage good.csv "-O jsnl" 'no output format "jsnl" \(did you mean "jsonl"'
MLC_FORMAT=jsnl
export MLC_FORMAT
each usage good.csv "" 'MLC_FORMAT: no output format "jsnl"'
unset MLC_FORMAT

# A tool that is not in the list would be in none of these tests; mlc-show and
# mlc-track read no rows.
for path in "$MLC_BUILD"/mlc-*; do
	case ${path##*/} in mlc-show | mlc-track) continue ;; esac
	commands x | grep -q "^${path##*/} " || echo "${path##*/} is not tested"
done
for arguments in --nosuch nosuch; do
	must_exit 2 mlc $arguments 2>&1
done
must_exit 2 mlc | head -n 1
