# What a full disk, a limit on files or a kill leaves behind.
serve_model
. "$MLC_TOP/tests/fault/http_server"

# A temporary file whose writer is gone is removed by the next run for the
# same output; one whose writer lives, and others, stay.
sh -c 'echo $$' >gone
gone=$(cat gone)
touch ".n.mlc.$gone.0.tmp" ".n.mlc.$gone.3.tmp" ".n.mlc.$$.0.tmp" \
    ".other.mlc.$gone.0.tmp" ".n.mlc.$gone.tmp" ".n.mlc.x.0.tmp" n.mlc.tmp
mlc-ingest rows.csv -t churn | mlc-train baseline -o n.mlc
ls -A | grep tmp | sed "s/$gone/GONE/; s/$$/HERE/" | sort
rm -f .n.mlc* .other* n.mlc.tmp

# A limit on the size of files: status 2 and a message, the old file whole.
cp n.mlc old
(ulimit -f 1; mlc-ingest rows.csv -o n.csv 2>&1; echo $?)
cat rows.csv rows.csv rows.csv rows.csv >four.csv
(ulimit -f 1; mlc-ingest --no-lineage four.csv >out; echo $?) 2>&1
cmp old n.mlc
ls -A | grep tmp

# The log of requests: what a short write leaves is cut back, and a line that
# is torn already is ended.
head -n 1 new.jsonl | sed 's/.*/{"instances":[&]}/' >one
printf '{"age":1}\n{"torn' >log.jsonl
limits='-f 8'
serve m.mlc -j1 --log log.jsonl
limits=
for i in $(seq 60); do
	curl -sS -o /dev/null -w '%{http_code}\n' --data-binary @one \
	    -H 'Content-Type: application/json' "$url/invocations"
done | sort -u
failed=$(curl -sS "$url/metrics" | sed -n 's/^mlc_log_errors_total //p')
kill $pid
wait $pid || echo "status $?"
trap - EXIT
n=$(wc -l <log.jsonl)
[ $((n - 2 + failed)) -eq 60 ] || echo "$n lines, $failed failed"
[ "$failed" -gt 0 ] || echo "the limit was not met"
head -n 2 log.jsonl
tail -n +3 log.jsonl | grep -cv '^{"id":.*"served_at":"[^"]*"}$'
tail -c 2 log.jsonl
:
