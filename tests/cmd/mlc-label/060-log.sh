# Labels of a log joined to rows: who counts where labelers differ, at what time.
cat >log.jsonl <<'END1'
{"id":"1","label":"yes","labeler":"ann","time":"2026-01-01T10:00:00Z"}
{"id":"1","label":"no","labeler":"bob","time":"2026-01-02T10:00:00Z"}
{"id":"1","label":"yes","labeler":"cid","time":"2026-01-03"}
{"id":"2","label":"no","labeler":"bob","time":"2026-01-03T10:00:00Z"}
{"id":"2","label":"yes","labeler":"ann","time":"2026-01-02T10:00:00Z"}
{"id":"3","label":"yes","labeler":"ann","time":"2026-01-01T10:00:00Z"}
{"id":"3","label":null,"labeler":"ann","time":"2026-01-04T10:00:00Z"}
{"id":"4","label":"yes","labeler":"ann","time":"2026-01-01T10:00:00Z"}
{"id":"4","label":"no","labeler":"ann","time":"2026-01-02T10:00:00Z"}
{"id":"9","label":"no","labeler":"cid","time":"2026-01-02T10:00:00+02:00"}
END1
printf '{"id":"4","label":"yes","lab' >>log.jsonl
printf 'n,y\n1,a\n2,a\n3,a\n4,b\n5,b\n,b\n' >rows.csv
label() {
	echo "# $*"
	mlc-label --log log.jsonl --role n=id -O csv --no-lineage "$@" \
		rows.csv | cut -d, -f 1,3- | tail -n +2
}
label
label --policy majority
label --policy trusted --trust cid,bob
label --as-of 2026-01-02T09:00
label --as-of 2026-01-01T10:00:00Z --policy majority
mlc-label --log log.jsonl -t y --role n=id --into z rows.csv | head -n 1 |
	tr '{' '\n' | grep -E '^"name":"(z|y).*role'
# The labels train a model, and tell which rows need not be asked for.
mlc-label --log log.jsonl --role n=id rows.csv >l.mlcs
mlc-clean --drop-missing label l.mlcs | mlc-train baseline -o m.mlc
mlc-label --ask 9 -m m.mlc -O csv --no-lineage l.mlcs | cut -d, -f 1,3,8
# What cannot be.
bad() {
	must_exit 2 mlc-label "$@" rows.csv 2>&1
}
bad --log log.jsonl
bad --log nosuch.jsonl --role n=id
bad --log log.jsonl --role n=id --policy best
bad --log log.jsonl --role n=id --policy trusted
bad --log log.jsonl --role n=id --policy trusted --trust eve,mallory
bad --log log.jsonl --role n=id --as-of noon
bad --log log.jsonl --role n=id --into y
bad --log log.jsonl -f rules.txt
line() {
	printf '{"id":"1","label":"a","labeler":"b","time":"2026-01-01"}\n%s\n' \
		"$1" >bad.jsonl
	bad --log bad.jsonl --role n=id
}
line 'x'
line '{"id":1,"label":"a","labeler":"b","time":"2026-01-01"}'
line '{"id":"1","labeler":"b","time":"2026-01-01"}'
line '{"id":"1","label":2,"labeler":"b","time":"2026-01-01"}'
line '{"id":"1","label":"a","labeler":"b","time":"noon"}'
line '[]'
