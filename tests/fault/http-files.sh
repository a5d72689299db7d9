# What a server finds at its paths: only a socket that refuses is replaced, a
# model is a regular file, and requests do not have models read again.
serve_model
. "$MLC_TOP/tests/fault/http_server"

echo precious >file
mkdir folder
mkfifo pipe
for path in file folder pipe m.mlc; do
	cp m.mlc copy
	mlc-serve copy --listen "unix:$path" 2>&1
	echo "$?"
done
cat file
cmp copy m.mlc
ln -s file link
mlc-serve copy --listen unix:link 2>/dev/null && echo "a link was followed"

# One socket, twice: the second server is told so; after a kill it is stale.
: >serve.err
mlc-serve m.mlc --listen unix:socket 2>serve.err &
pid=$!
until grep -q listening serve.err; do sleep 0.05; done
mlc-serve m.mlc --listen unix:socket 2>&1
kill -9 $pid
wait $pid 2>/dev/null
: >serve.err
mlc-serve m.mlc --listen unix:socket 2>serve.err &
pid=$!
until grep -q listening serve.err; do sleep 0.05; done
curl -sS --unix-socket socket http://x/version
rm socket
echo mine >socket
kill $pid
wait $pid || echo "status $?"
cat socket

for model in pipe /dev/zero folder; do
	timeout 5 mlc-serve "x=$model" --listen 127.0.0.1:0 2>&1
	timeout 5 mlc-serve "$model" <new.csv 2>&1
done

# A model that becomes a pipe leaves the old one, and does not keep the end.
serve m.mlc
mv m.mlc old; 
mkfifo m.mlc
kill -HUP $pid
until grep -q stays serve.err; do sleep 0.05; done
curl -sS -X POST "$url/v2/repository/models/m/load"
echo
stop

# A log that is a pipe holds nobody up: who reads slowly loses lines, which are
# counted; half a line is ended before the next one.
mv copy m.mlc
mkfifo log
mlc-serve m.mlc --listen 127.0.0.1:0 --log log 2>&1
{ sleep 60 & echo $! >sleeper; wait; cat; } <log >lines &
reader=$!
serve m.mlc --log log
sed 's/.*/{"instances":[&]}/' new.jsonl | head -n 1 >one
curl -sS -o /dev/null -w '%{http_code}\n' --max-time 20 \
    -H 'Content-Type: application/json' --data-binary @records \
    "$url/invocations?[1-50]" | sort | uniq -c | sed 's/^ *//'
lost=$(curl -sS "$url/metrics" | sed -n 's/^mlc_log_errors_total //p')
[ "$lost" -gt 0 ] || echo "nothing was lost"
kill "$(cat sleeper)"
until curl -sS -o /dev/null -H 'Content-Type: application/json' \
    --data-binary @one "$url/invocations" &&
    [ "$(curl -sS "$url/metrics" | sed -n 's/^mlc_log_errors_total //p')" \
    = "$lost" ]; do
	lost=$(curl -sS "$url/metrics" | sed -n 's/^mlc_log_errors_total //p')
done
stop
wait $reader
grep -v '"served_at":"[^"]*"}$' lines | grep -c '^{"id"'
grep -c '.{"id"' lines
tail -n 1 lines | grep -c '"id":1,.*"served_at"'
