# Requests that two readers could take for different ones are refused, and
# their connection is closed (RFC 9112, 6.3 and 11.2); so are expectations and
# codings that are not met. The wanted statuses are those of the RFCs.
serve_model
. "$MLC_TOP/tests/fault/http_server"
serve m.mlc --max-body 100K

# same NAME WANT: the request on standard input gets these statuses.
same() {
	got=$(sed 's/$/\r/' | http_clients raw "$port")
	[ "$got" = "$2" ] || echo "$1: $got, not $2"
}
same "two lengths" "400 closed" <<-X
	POST /ping HTTP/1.1
	Host: x
	Content-Length: 0
	Content-Length: 40

	GET /version HTTP/1.1
	Host: x
X
for te in chunked gzip xchunked "gzip, chunked" "chunked, identity"; do
	same "length and $te" "400 closed" <<-X
		POST /ping HTTP/1.1
		Host: x
		Content-Length: 5
		Transfer-Encoding: $te

		0

		GET /version HTTP/1.1
		Host: x

	X
done
for te in gzip xchunked "gzip, chunked"; do
	same "$te" "400 closed" <<-X
		POST /ping HTTP/1.1
		Host: x
		Transfer-Encoding: $te

		0

	X
done
while read -r header; do
	same "$header" "400 closed" <<-X
		GET /ping HTTP/1.1
		Host: x
		$header

	X
done <<-X
	Host: y
	X : y
	Content-Length : 5
	X(y): z
	Content-Length: 9223372036854775808
X
same "no Host" "400 closed" <<-X
	GET /ping HTTP/1.1

X
same "no Host in 1.0" "200 closed" <<-X
	GET /ping HTTP/1.0

X
for path in /ping%00 /ping%00x "/pi ng" /%00; do
	same "$path" "400 closed" <<-X
		GET $path HTTP/1.1
		Host: x

	X
done
same "absolute" "200 open" <<-X
	GET http://x/ping HTTP/1.1
	Host: x

X
same "expectation" "417 closed" <<-X
	GET /ping HTTP/1.1
	Host: x
	Expect: pony

X
same "two requests" "200 200 open" <<-X
	GET /ping HTTP/1.1
	Host: x

	GET /version HTTP/1.1
	Host: x

X

# Bodies: too long ones are refused before they end, if they ever do.
long() {
	printf 'POST /invocations HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n' "$1"
	awk -v n="$2" 'BEGIN { for (i = 0; i < n; i++)
		printf "1000\r\n%4096s\r\n", "" }'
}
for h in "Transfer-Encoding: chunked" "Content-Length: 400000"; do
	long "$h" 100 | http_clients raw "$port"
done

# status WANT CODING FILE
status() {
	got=$(curl -sS -o answer -w '%{http_code}' -H "Content-Encoding: $2" \
	    -H 'Content-Type: text/csv' --data-binary "@$3" "$url/invocations")
	[ "$got" = "$1" ] || echo "$2 of $3: $got, not $1"
}
status 200 identity new.csv
cp answer want
gzip -c new.csv >new.gz
status 200 gzip new.gz
cmp answer want
status 200 x-gzip new.gz
status 400 gzip new.csv
head -c 300 new.gz >cut.gz
status 400 gzip cut.gz
for coding in br deflate zstd "gzip, gzip" gzap; do
	status 415 "$coding" new.gz
done
head -c 10000000 /dev/zero | gzip -c >zeros.gz
status 413 gzip zeros.gz
stop
