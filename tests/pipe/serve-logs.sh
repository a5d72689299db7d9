# The log of requests, the trace that a row belongs to, and logs that are
# renamed: no line is lost, by SIGUSR1, by a rename alone, or by kill -9.
. "$MLC_TOP/tests/fault/http_server"
serve_model
head -n 1 new.jsonl | sed 's/.*/{"instances":[&]}/' >one
json='Content-Type: application/json'
serve m=m.mlc --log rows.jsonl --access-log access.jsonl -j2
trace=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
curl -sS -o /dev/null -H "$json" -H "traceparent: $trace" --data-binary @one \
    "$url/invocations"
curl -sS -o /dev/null -H "$json" -H "traceparent: 00-x" --data-binary @records \
    "$url/v1/models/m:predict"
curl -sS -o /dev/null -H "$json" -d '{"instances":[{"age":"x","y":1}]}' \
    "$url/invocations"
curl -sS -o /dev/null "$url/no%22thing"
curl -sS -o /dev/null "$url/ping"
curl -sS -o /dev/null -X PUT -H 'Transfer-Encoding: gzip' "$url/invocations"
sed 's/"time":"20[0-9-]*T[0-9:.]*Z"/TIME/; s/"duration_us":[0-9]*/TOOK/
	s/@[0-9a-f]*"/@DIGEST"/; s/"bytes_out":[0-9]*/OUT/
	s/"bytes_in":[0-9]*/IN/' access.jsonl
mlc-ingest access.jsonl -O csv | cut -d, -f5 | sort | uniq -c | sed 's/^ *//'
grep -o '"trace_id":"[0-9a-f]*"' rows.jsonl
[ "$(sed -n 1p access.jsonl | grep -o '"bytes_in":[0-9]*')" = \
    "\"bytes_in\":$(wc -c <one)" ] || sed -n 1p access.jsonl

# The figures of the process are those of the system.
curl -sS "$url/metrics" >metrics
awk -v pid=$pid '/^process_/ { v[$1] = $2 }
END {
	getline s <("/proc/" pid "/status")
	while ((getline s <("/proc/" pid "/status")) > 0) {
		split(s, p)
		if (p[1] == "VmRSS:") rss = p[2] * 1024
		if (p[1] == "Threads:") threads = p[2]
	}
	r = v["process_resident_memory_bytes"] / rss
	print (r > 0.8 && r < 1.25 ? "resident" : "resident " r)
	print (v["process_threads"] == threads ? "threads" : "threads " threads)
	n = 0
	("ls /proc/" pid "/fd | wc -l") | getline n
	d = v["process_open_fds"] - n
	print (d >= -1 && d <= 1 ? "descriptors" : "descriptors " d)
	"date +%s" | getline now
	d = now - v["process_start_time_seconds"]
	print (d >= -1 && d < 60 ? "start" : "start " d)
	print (v["process_cpu_seconds_total"] > 0 ? "cpu" : "no cpu")
}' metrics

# Renamed under load, told by SIGUSR1, then not told at all.
before=$(wc -l <rows.jsonl)
sleep 3.5 | http_clients answers "$port" 4 one >answers &
clients=$!
for k in 1 2 3; do
	sleep 0.2
	mv rows.jsonl rows.$k
	mv access.jsonl access.$k
	kill -USR1 $pid
	until [ -e rows.jsonl ] && [ -e access.jsonl ]; do sleep 0.02; done
done
mv rows.jsonl rows.4
mv access.jsonl access.4
tries=0
until [ -e rows.jsonl ] && [ -e access.jsonl ]; do
	tries=$((tries + 1))
	[ $tries -lt 100 ] || { echo "the logs were not opened anew"; break; }
	sleep 0.02
done
wait $clients
head -n 1 answers
asked=$(curl -sS "$url/metrics" | sed -n \
    's/^mlc_requests_total{path="\/invocations",code="200"} //p')
# The rows of two answers of the three before were of one request each.
[ "$(cat rows.? rows.jsonl | wc -l)" -eq $((asked + before - 2)) ] ||
	echo "$asked asked, $(cat rows.? rows.jsonl | wc -l) lines"
[ "$(cat access.? access.jsonl | grep -c invocations\",\"status\":200)" -eq \
    "$asked" ] || echo "requests are not logged"
cat rows.? rows.jsonl access.? access.jsonl | grep -vc '^{.*}$'
kill -0 $pid && cat serve.err | grep -v listening

# Killed under load: what was answered is in the log.
http_clients load "$port" 8 one >answers &
clients=$!
sleep 0.5
asked=$(curl -sS "$url/metrics" | sed -n \
    's/^mlc_requests_total{path="\/invocations",code="200"} //p')
kill -9 $pid
wait $pid 2>/dev/null
trap - EXIT
wait $clients
[ "$(cat rows.? rows.jsonl | wc -l)" -ge "$asked" ] || echo "lines are lost"
tail -n 1 rows.jsonl | grep -c '"served_at":"[^"]*"}$'
