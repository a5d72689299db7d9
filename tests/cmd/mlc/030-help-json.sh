# --help=json is JSON that names the options of --help, for every tool.
for t in "$MLC_BUILD"/mlc-*; do
	$t --help=json >help.json || exit 2
	# The tools' own reader is the judge: an array of objects.
	sed -n '/"options":\[$/,/^\]}$/p' help.json | sed '1s/.*/[/; $s/.*/]/' |
	    mlc-ingest -O csv | mlc-clean --keep name -O csv |
	    sed '1d; s/^/--/' | sort >from.json
	$t --help | grep -o '^ .\{4,6\}--[a-z0-9-]*' | grep -o -- '--.*' |
	    sort >from.text
	cmp -s from.json from.text || echo "$t: $(diff from.json from.text)"
done
mlc-split --help=json | head -n 3
must_exit 2 mlc-split --help=yaml
