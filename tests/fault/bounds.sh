# Memory follows the length of the input: each bound of base/bounds.h is hit,
# in an address space that has no room for what the text asks for.
case $MLC_BUILD in
*/release) ;;
*) echo "ASan and valgrind need more memory than the limits have"; exit 77 ;;
esac

# limited PROGRAM ARGUMENT...: status and messages of it, in 400 MB.
limited() {
	(ulimit -v 400000; timeout 60 "$@" 2>&1 >out) | cut -c1-100
	wc -c <out | awk '{ print ($1 > 0 ? "rows" : "nothing") }'
}

# text N: so many times the letter k.
text() {
	head -c "$1" /dev/zero | tr '\0' k
}

# Names of members that are nested in one with a long name.
nested() {
	printf '{"x":1,"'
	text "$1"
	awk -v n="$2" 'BEGIN { printf "\":{"
		for (i = 0; i < n; i++) printf "%s\"a%d\":1", i ? "," : "", i
		print "}}" }'
}
echo names
nested 900000 5000 >long.jsonl
limited mlc-ingest --mem 64M long.jsonl
nested 60000 6000 >many.jsonl
limited mlc-ingest --mem 64M many.jsonl
sed '1s/^/[/; $s/$/]/' many.jsonl >many.json
limited mlc-ingest --mem 64M many.json
text 70000 >name.csv
printf ',y\n1,2\n' >>name.csv
limited mlc-ingest name.csv
awk 'BEGIN { printf "{\"mlc\":1,\"columns\":[{\"name\":\"" }' >head
{ printf '#mlc '; cat head; text 70000
  printf '","type":"int"}],"recipe":[],"lineage":[]}\nx\n1\n#end\n'; } >name.mlcs
limited mlc-ingest name.mlcs

echo columns
awk 'BEGIN { for (i = 0; i < 70000; i++) printf "%s", (i ? "," : "") "c" i
	print ""; print 1 }' >columns.csv
limited mlc-ingest columns.csv
awk 'BEGIN { for (i = 0; i < 70000; i++) print "{\"k" i "\":1}" }' >keys.jsonl
limited mlc-ingest keys.jsonl

echo "values of a batch"
head -n 3000 keys.jsonl >few.jsonl
limited mlc-ingest -O arrow few.jsonl
mlc-ingest -O csv few.jsonl | wc -lc

# vector WIDTH ROWS
vector() {
	printf '#mlc {"mlc":1,"columns":[{"name":"v","type":"vector",'
	printf '"width":%s}],"recipe":[],"lineage":[]}\nv\n' "$1"
	awk -v n="$2" 'BEGIN { for (i = 0; i < n; i++) print "" }'
	echo '#end {}'
}
echo vectors
vector 268435456 5 >wide.mlcs
limited mlc-ingest wide.mlcs
vector 1000000 200 >rows.mlcs
limited mlc-ingest -O arrow rows.mlcs
awk 'BEGIN { printf "#mlc {\"mlc\":1,\"columns\":["
	for (i = 0; i < 6; i++) printf "%s{\"name\":\"v" i "\",\"type\":" \
	    "\"vector\",\"width\":1000000}", i ? "," : ""
	print "],\"recipe\":[],\"lineage\":[]}"
	print "v0,v1,v2,v3,v4,v5\n,,,,,\n#end {}" }' >six.mlcs
limited mlc-ingest six.mlcs

echo brackets
{ printf '{"a":['; awk 'BEGIN { for (i = 0; i < 3000000; i++) printf "{},"
	printf "{}]}\n" }'; } >brackets.jsonl
limited mlc-ingest brackets.jsonl

echo archives
mkdir many
awk 'BEGIN { for (i = 0; i < 2000; i++) {
	print "a,b\n1," i >"many/f" i ".csv"; close("many/f" i ".csv") } }'
tar -czf many.tar.gz many
limited mlc-ingest -O csv many.tar.gz
mlc-ingest -O csv many.tar.gz >got
mlc-ingest -O csv many | cmp - got

echo models
serve_model
# forged FILE: a model file of members in folder f.
forged() {
	(cd f && tar -cf ../f.tar --format=ustar --owner=0 --group=0 "$@")
	zstd -qf f.tar -o forged.mlc
}
mkdir f
zstd -dqc m.mlc | tar -xf - -C f
{ printf '{"mlc_model":1,"x":['
  awk 'BEGIN { for (i = 0; i < 20000000; i++) printf "{},"; print "{}]}" }'
} >f/manifest.json
forged manifest.json
limited mlc-serve forged.mlc <new.csv
{ printf '{"mlc_model":1,"x":['
  awk 'BEGIN { for (i = 0; i < 1200000; i++) printf "{},"; print "{}]}" }'
} >f/manifest.json
forged manifest.json
limited mlc-serve forged.mlc <new.csv
zstd -dqc m.mlc | tar -xf - -C f manifest.json
head -c 900000000 /dev/zero >f/model.json
forged manifest.json model.json
limited mlc-serve forged.mlc <new.csv
rm f/model.json

echo arrow
limited mlc-ingest -O csv "$MLC_DATA/arrow/repeat.arrows"
wc -c <out

echo requests
. "$MLC_TOP/tests/fault/http_server"
limits='-v 800000'
serve m.mlc -j2
# post FILE: status of the answer, and whether the server's peak is low.
post() {
	curl -sS -o answer -w '%{http_code} ' \
	    -H "Content-Type: ${2-application/json}" \
	    --data-binary "@$1" "$url/invocations"
	awk '/VmHWM/ { print ($2 < 300000 ? "low" : $2) }' /proc/$pid/status
}
{ printf '{"instances":['; cat long.jsonl; printf ']}'; } >names
post names
{ printf '{"dataframe_records":['; nested 1000000 900000
  printf ']}'; } >names
post names
{ printf '{"instances":[{"age":30}'; awk 'BEGIN {
	for (i = 1; i < 100000; i++) printf ",{}"; printf "]}" }'; } >rows
post rows
post columns.csv text/csv
awk 'BEGIN { printf "age"; for (i = 0; i < 300000; i++) printf ",c" i
	print ""; print 1 }' >unknown.csv
post unknown.csv text/csv
sleep 0.1
awk '/VmRSS/ { print ($2 < 60000 ? "given back" : $2) }' /proc/$pid/status
stop

# Out of memory in a request ends the request, and not the server.
{ printf '{"instances":[{"age":30}'; awk 'BEGIN {
	for (i = 1; i < 90000; i++) printf ",{\"age\":%d,\"city\":\"%0140d\"}",
	    i, i; printf "]}" }'; } >rows
head -n 1 new.jsonl | sed 's/.*/{"instances":[&]}/' >one
for kb in 135000 150000 165000; do
	limits="-v $kb"
	serve m.mlc -j1
	for i in 1 2 3; do
		post rows >>statuses
	done
	post one
	limits=
	stop
done
grep -c 503 statuses
grep -v -e 503 -e 200 statuses
:
