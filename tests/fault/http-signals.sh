# SIGHUP as often as one likes, and SIGTERM at any time, also while models are
# read: every request that was sent is answered, the status is 0, and new
# clients are refused at once.
serve_model
. "$MLC_TOP/tests/fault/http_server"
head -n 1 new.jsonl | sed 's/.*/{"instances":[&]}/' >one

for round in 1 2 3; do
	serve m.mlc -j2 --log log.jsonl
	http_clients load "$port" 8 one &
	clients=$!
	i=0
	while [ $i -lt 60 ]; do
		kill -HUP $pid
		i=$((i + 1))
		[ $((i % 3)) -eq 0 ] && sleep 0.01
	done
	sleep 0.2
	kill -HUP $pid
	stop
	wait $clients
done

# A client that sends its body slowly holds the end up; others are refused and
# do not wait for it.
serve m.mlc -j2
http_clients slow "$port" 1 2 body >/dev/null &
clients=$!
sleep 0.3
kill -TERM $pid
sleep 0.3
kill -0 $pid || echo "the body that was under way was not waited for"
curl -sS --max-time 1 "$url/ping" 2>/dev/null
[ $? -eq 7 ] || echo "a new client was not refused"
kill $clients
wait $clients 2>/dev/null
wait $pid || echo "status $?"
trap - EXIT

# One that has a connection sees that the server is not ready any more.
serve m.mlc -j2
{ sleep 0.4; printf 'GET /v2/health/ready HTTP/1.1\r\nHost: x\r\n\r\n'; } |
	timeout 5 curl -sS "telnet://127.0.0.1:$port" >ready 2>/dev/null &
client=$!
http_clients slow "$port" 1 2 body >/dev/null &
clients=$!
sleep 0.2
kill -TERM $pid
wait $pid || echo "status $?"
trap - EXIT
wait $client $clients
sed -n '1s/\r//p' ready

# No library's thread is there to take them, or to ask for memory for ever.
serve m.mlc -j1
ls /proc/$pid/task | wc -l
stop
