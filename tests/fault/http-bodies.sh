# The list of bad inputs as bodies of requests: an answer with the reason, and
# the server goes on.
. "$MLC_TOP/tests/fault/every_tool"

: >serve.err
mlc-serve m.mlc --max-body 10K --max-rows 50 --listen unix:socket 2>serve.err &
server=$!
trap 'kill $server 2>/dev/null' EXIT
n=0
until grep -q listening serve.err; do
	n=$((n + 1))
	[ $n -lt 100 ] || exit 1
	sleep 0.1
done

# post PATH TYPE FILE: prints the status, leaves the answer in body.
post() {
	curl -sS --unix-socket socket -o body -w '%{http_code}' \
		-H "Content-Type: $2" --data-binary "@$3" "http://x$1"
}

# turned_away STATUS PATH TYPE FILE PATTERN
turned_away() {
	got=$(post "$2" "$3" "$4")
	[ "$got" = "$1" ] && grep -Eq "$5" body && return
	echo "$4 to $2: $got, not $1 with $5"
	cat body
}

csv=text/csv json=application/json
cut -d, -f2- good.csv | head -n 20 >rows.csv
score() {
	[ "$(post /invocations $csv "$1")" = 200 ] || cat body
	cp body "$1.scores"
}

# What changes nothing, and what makes values missing.
score rows.csv
sed 's/$/\r/' rows.csv >crlf.csv
{ printf '\357\273\277'; cat rows.csv; } >mark.csv
head -c -1 rows.csv >newline.csv
for form in crlf mark newline; do
	score $form.csv
	cmp rows.csv.scores $form.csv.scores
done
sed '4s/,.*//' rows.csv >short.csv
sed '4s/$/,more/' rows.csv >long.csv
sed '4s/,[0-9.]*,/,heavy,/' rows.csv >field.csv
for form in short long field; do
	score $form.csv
	[ "$(grep -o prediction $form.csv.scores | wc -l)" -eq \
	    "$(grep -o prediction rows.csv.scores | wc -l)" ] ||
		cat $form.csv.scores
done

# What is no text: told in the answer, whatever the recipe's encoding.
for bytes in '\0:a NUL byte' '\351:read as Windows-1252'; do
	printf "island\nDr${bytes%%:*}am\n" >odd.csv
	[ "$(post /invocations $csv odd.csv)" = 200 ] &&
		grep -q "${bytes#*:}" body || cat body
done

# What is no table.
: >empty
printf '\n\n' >lines
printf 'a,a\n1,2\n' >twice.csv
head -n 1 rows.csv >header.csv
for file in empty lines; do
	turned_away 400 /invocations $csv $file "empty"
done
turned_away 400 /invocations $csv twice.csv "two columns"
turned_away 400 /invocations $csv header.csv "no rows"
head -c 20000 /dev/zero | tr '\0' x >large.csv
turned_away 413 /invocations $csv large.csv "."
gzip -c rows.csv >packed.csv
turned_away 400 /invocations $csv packed.csv "compressed"
turned_away 400 /invocations $csv m.mlc "compressed"
{ cat rows.csv; sed -n '2,$p' rows.csv; sed -n '2,$p' rows.csv; } >many.csv
turned_away 400 /invocations $csv many.csv "more than 50 rows"
printf 'price,rooms\n10,3\n' >houses.csv
turned_away 400 /invocations $csv houses.csv "none of the columns"
turned_away 415 /invocations text/plain rows.csv "."

printf '{"instances":[{"island":"Dream"}' >cut.json
printf '{"instances":[{"island":"Dr\335am"}]}' >bytes.json
printf '{"instances":[]}' >none.json
printf '{"rows":[]}' >other.json
printf '[1]' >list.json
awk 'BEGIN { for (i = 0; i < 200; i++) printf "[" }' >deep.json
for path in /invocations /v1/models/m:predict /v2/models/m/infer; do
	turned_away 400 $path $json empty "not valid JSON"
	turned_away 400 $path $json cut.json "not valid JSON"
	turned_away 400 $path $json bytes.json "not valid JSON.*UTF-8"
	turned_away 400 $path $json deep.json "nested too deeply"
	turned_away 400 $path $json none.json "."
	turned_away 400 $path $json other.json "."
	turned_away 400 $path $json list.json "."
done
printf '{"instances":[{"price":1}]}' >houses.json
for path in /invocations /v1/models/m:predict; do
	turned_away 400 $path $json houses.json "none of the columns"
done

# A client that goes away in the middle of its body.
printf 'POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\nisl' |
	curl -sS --max-time 1 telnet://x --unix-socket socket >/dev/null 2>&1

[ "$(curl -sS --unix-socket socket -o body -w '%{http_code}' \
	http://x/ping)" = 200 ] || echo "the server is gone"
score rows.csv
kill $server
wait $server
status=$?
trap - EXIT
[ $status -eq 0 ] || echo "status $status"
grep -v listening serve.err
exit 0
