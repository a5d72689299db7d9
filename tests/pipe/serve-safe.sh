# Who may ask, and what others on the way can see: tokens, TLS, no listening
# to other machines without it, a socket of systemd's.
. "$MLC_TOP/tests/fault/http_server"
serve_model
head -n 1 new.jsonl | sed 's/.*/{"instances":[&]}/' >one
json='Content-Type: application/json'
status() {
	curl -sS -o body -w '%{response_code}\n' "$@"
}
end() {
	kill $pid
	wait $pid || echo "status $?"
	trap - EXIT
}

# Tokens of a file and of the environment; those who look after the server's
# health need none.
printf '# of the shop\ntoken-of-the-shop-1\n\n  token-of-the-bank-2 # old\n' >tokens
MLC_SERVE_TOKENS=token-of-the-environment
export MLC_SERVE_TOKENS
serve m=m.mlc --token-file tokens --max-body 10K
unset MLC_SERVE_TOKENS
for token in token-of-the-shop-1 token-of-the-bank-2 token-of-the-environment \
    token-of-the-shop- token-of-the-shop-11 'token-of-the-shop-1 ' '' old; do
	echo "$token: $(status -H "Authorization: Bearer $token" -H "$json" \
	    --data-binary @one "$url/invocations")"
done
status -H 'Authorization: Basic dG9rZW4tb2YtdGhlLXNob3AtMQ==' "$url/metrics"
status -H 'authorization: bearer token-of-the-shop-1' "$url/metrics"
status -H "$json" --data-binary @one "$url/invocations"
cat body
echo
for path in / /metrics /openapi.json /v2/models /nothing; do
	status "$url$path"
done
for path in /ping /health /v2/health/live /v2/health/ready; do
	status "$url$path"
done
curl -sS -D - -o /dev/null "$url/metrics" | tr -d '\r' | grep -i '^www'
curl -sS -D - -o /dev/null -H 'Authorization: Bearer x' "$url/metrics" |
	tr -d '\r' | grep -i '^www'
# A body is not read of those who may not ask.
head -c 9000 /dev/zero >zeros
status --data-binary @zeros "$url/invocations"
curl -sS -H 'Authorization: Bearer token-of-the-shop-1' "$url/metrics" |
	grep '^mlc_requests_total{.*401'
tr '\0' ' ' </proc/$pid/cmdline | grep -c token-of
end

wrong() {
	must_exit 2 timeout 9 mlc-serve m.mlc "$@" 2>&1 | grep -v ^try
}
echo 'token-of-the-shop-1 short' >few
: >none
wrong --listen 127.0.0.1:0 --token-file few
wrong --listen 127.0.0.1:0 --token-file none
wrong --listen 127.0.0.1:0 --token-file missing
MLC_SERVE_TOKENS=short wrong --listen 127.0.0.1:0

# Other machines are not served without TLS, unless that is said.
for where in 0.0.0.0:0 '[::]:0'; do
	wrong --listen $where
done
wrong --listen 127.0.0.1:0 --tls-cert cert.pem
wrong --listen 127.0.0.1:0 --tls-cert cert.pem --tls-key key.pem
echo x >cert.pem
echo x >key.pem
wrong --listen 127.0.0.1:0 --tls-cert cert.pem --tls-key key.pem
: >serve.err
mlc-serve m.mlc --listen 0.0.0.0:0 --allow-plain 2>serve.err &
pid=$!
trap 'kill -9 $pid 2>/dev/null' EXIT
until grep -q listening serve.err; do sleep 0.05; done
status "http://127.0.0.1:$(sed -n 's/.*://p' serve.err)/ping"
end

# A socket that is open already, as systemd gives it: it is not ours to remove.
if command -v systemd-socket-activate >/dev/null; then
	systemd-socket-activate -l "$PWD/socket" \
	    "$(command -v mlc-serve)" m.mlc --listen systemd 2>serve.err &
	pid=$!
	trap 'kill -9 $pid 2>/dev/null' EXIT
	until [ -S socket ]; do sleep 0.05; done
	curl -sS --unix-socket socket http://x/version >version
	kill $pid
	wait $pid || echo "status $?"
	trap - EXIT
	grep -c . version
	[ -S socket ] || echo "the socket is gone"
else
	echo 1
fi
wrong --listen systemd

command -v openssl >/dev/null || exit 0
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem \
    -days 2 -subj /CN=localhost \
    -addext subjectAltName=IP:127.0.0.1 2>/dev/null
serve m.mlc --tls-cert cert.pem --tls-key key.pem --max-body 10K \
    --token-file tokens -j2
echo "${url%:*}"
auth='Authorization: Bearer token-of-the-shop-1'
tls() {
	status --cacert cert.pem "$@"
}
tls -H "$auth" -H "$json" --data-binary @one "$url/invocations"
serve_plain=$(mlc-serve -q m.mlc -O csv --only <new.csv | sed -n 2p | cut -d, -f2)
grep -c "$serve_plain" body
tls -H "$auth" -H "$json" --data-binary @one \
    --tls-max 1.2 "$url/invocations"
tls --tls-max 1.1 "$url/ping" 2>/dev/null
curl -sS -o /dev/null "$url/ping" 2>/dev/null
echo "not trusted: $?"
curl -sS -m 5 -o /dev/null "http://127.0.0.1:$port/ping" 2>/dev/null
[ $? -ne 0 ] && echo "plain text is not answered"
# What is refused in the middle of a body is answered within TLS.
head -c 20000 /dev/zero >long
tls -H "$auth" --data-binary @long "$url/invocations"
tls -H "$auth" -H 'Transfer-Encoding: chunked' -H 'Expect:' \
    --data-binary @long "$url/invocations"
cat body
echo
tls --data-binary @one "$url/invocations"
tls -H "$auth" "$url/metrics"
grep -c 'path="/invocations",code="200"} 2' body
end
