# Every tool that reads rows meets the same list of bad inputs with a clear
# message, exit 2, and no output file touched.
set -e
cp "$MLC_DATA/penguins.csv" p.csv
mlc-ingest p.csv -t species | mlc-split | mlc-train baseline -o m.mlc >/dev/null
printf '' >empty.csv
printf 'a,b\n1,2\n3\n' >ragged.csv
printf 'a,a\n1,2\n' >twice.csv
printf 'a,b\n1,"2\n' >quote.csv
printf '\377\376a\0,\0b\0\n\0' >utf16.csv
printf 'a,b\n1,\0002\n' >nul.csv
printf '#mlc {"mlc":1,"columns":[{"name":"a","type":"int"}],"recipe":[]}\na\nx\n#end\n' >type.mlcs
printf '#mlc {"mlc":1,"columns":[\na\n1\n#end\n' >head.mlcs
printf '#mlc {"mlc":1,"columns":[{"name":"a","type":"int"}],"recipe":[]}\na\n1\n' >cut.mlcs
printf '#mlc {"mlc":9,"columns":[],"recipe":[]}\n\n#end\n' >newer.mlcs
printf '{"a":1}\n{"a":\n' >bad.jsonl
head -c 300 p.csv | gzip | head -c 120 >cut.csv.gz
try() {
	echo keep >out
	must_exit 2 "$@" >stdout 2>err || { echo "$*"; cat err; }
	[ -s err ] || echo "$*: no message"
	[ "$(wc -l <err)" -le 2 ] || { echo "$*: long message"; cat err; }
	grep -q "^$1: " err || { echo "$*: message without the name"; cat err; }
	[ "$(cat out)" = keep ] || echo "$*: the output was touched"
}
for t in mlc-ingest mlc-clean mlc-split mlc-encode mlc-profile mlc-eval \
    "mlc-train baseline"; do
	for f in empty.csv ragged.csv twice.csv quote.csv utf16.csv nul.csv \
	    type.mlcs head.mlcs cut.mlcs newer.mlcs bad.jsonl cut.csv.gz \
	    nosuch.csv; do
		try $t -o out $f
	done
	try $t --nosuch p.csv
	try $t -O nosuch p.csv
done
# A value that is no value is missing when rows are scored or watched.
for f in empty.csv twice.csv quote.csv utf16.csv nul.csv head.mlcs cut.mlcs \
    newer.mlcs cut.csv.gz; do
	try mlc-serve m.mlc -o out <$f
	try mlc-drift m.mlc -o out $f
done
mlc-ingest ragged.csv 2>&1 | cat
mlc-ingest twice.csv 2>&1 | cat
mlc-ingest quote.csv 2>&1 | cat
mlc-clean cut.mlcs 2>&1 >/dev/null | cat
mlc-clean type.mlcs 2>&1 >/dev/null | cat
mlc-ingest --types sex=strin p.csv 2>&1 | cat
mlc-clean -t speces p.csv 2>&1 | cat
