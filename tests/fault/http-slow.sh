# Clients that are slow on purpose push out each other, and nobody else: all
# honest requests are answered. The bounds of the whole are kept.
serve_model
. "$MLC_TOP/tests/fault/http_server"
head -n 1 new.jsonl | sed 's/.*/{"instances":[&]}/' >one

for part in head body; do
	serve m.mlc -j2 --max-connections 300 --max-per-address 200
	http_clients slow "$port" 700 5 $part
	n=$(ls /proc/$pid/fd | wc -l)
	[ "$n" -lt 350 ] || echo "$n descriptors"
	stop
done

# Few descriptors: as many connections as they are enough for.
limits='-n 64'
serve m.mlc -j2
http_clients slow "$port" 100 5 head
stop
limits='-S -n 64'
serve m.mlc -j2
awk '/open files/ { print ($4 > 4096 ? "raised" : $4) }' /proc/$pid/limits
stop
limits=

# A head and a body have their time, however they come.
sockets() {
	ls -l /proc/$pid/fd 2>/dev/null | grep -c socket
}
# until_true COMMAND: tried for twenty seconds, as others may be at work here.
until_true() {
	tries=0
	until eval "$1"; do
		tries=$((tries + 1))
		[ $tries -lt 200 ] || return 1
		sleep 0.1
	done
}
serve m.mlc --timeout 2 --body-time 1
idle=$(sockets)
for part in head body; do
	http_clients slow "$port" 1 60 $part >/dev/null &
	clients=$!
	until_true '[ "$(sockets)" -gt "$idle" ]' || echo "$part: no client"
	until_true '[ "$(sockets)" -eq "$idle" ]' || echo "$part: still there"
	kill $clients
	wait $clients 2>/dev/null
done
stop

# All bodies together.
serve m.mlc --max-bodies 100K
body() {
	printf 'POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n'
	printf 'Content-Length: 99000\r\n\r\n'
	head -c "$1" /dev/zero | tr '\0' ' '
}
for try in 1 2 3 4 5; do	# until they are there at one time
	body 90000 | http_clients raw "$port" >one.got &
	client=$!
	body 90000 | http_clients raw "$port" >two.got
	wait $client
	grep -q 503 one.got two.got && break
done
sort one.got two.got
status() {
	curl -sS -H 'Content-Type: application/json' --data-binary @one \
	    -o /dev/null -w '%{http_code}\n' "$url/invocations"
}
until_true '[ "$(status)" = 200 ]' || echo "the bytes are not free again"
stop
