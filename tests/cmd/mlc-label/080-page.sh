# The page on which one person labels, asked as a browser does.
printf 'id,text\n1,"one <b>"\n2,two\n3,\n' >rows.csv
mlc-label --log log.jsonl --listen unix:s --labeler '<ann>' --labels 'yes,no&' \
	--role id=id rows.csv 2>said &
server=$!
ask() {
	curl -s --unix-socket s "$@" http://localhost/
}
for i in $(seq 100); do
	ask -o page && break
	sleep .1
done
secret=$(sed -n 's/.*secret value=\([0-9a-f]*\).*/\1/p' page)
echo ${#secret}
# What is shown of a page, and what is escaped in it.
show() {
	grep -o -e '<h1>.*' -e '<p class=dim>[^/]*' -e '<dd>.*' \
		-e 'role=alert><li>.*' -e '<button.*' -e '"message".*' "$@"
}
show page
press() {
	echo "# $1"
	ask -d "secret=$secret&$1" | show | grep -v '<button'
}
press 'row=0&label=1'
press 'row=1&skip=1'
press 'row=2&label=0'
press 'undo=1'
press 'undo=1'
# A page that was left open labels its own row, and not the one at hand.
press 'row=0&label=0'
press 'row=3&label=0'
press 'row=1&label=2'
press 'row=1'
echo "# another page"
ask -d 'row=1&label=0' | show | grep -v '<button'
ask -d 'secret=0123456789abcdef0123456789abcdef&row=1&label=0' | grep -c alert
ask -X DELETE | show
curl -s --unix-socket s http://localhost/metrics
echo
kill $server
wait $server
echo "exit $?"
cat said
sed 's/,"time".*//' log.jsonl
# A full disk is told on the page; nothing is said to be labelled.
awk 'BEGIN { for (i = 1; i <= 15; i++) print "{\"id\":\"old\",\"label\":" \
	"\"a\",\"labeler\":\"bob\",\"time\":\"2026-01-01\"}" }' >l.jsonl
(ulimit -f 1 && exec mlc-label --log l.jsonl --listen unix:s --labeler ann \
	--labels a,b --role id=id rows.csv 2>/dev/null) &
server=$!
for i in $(seq 100); do
	ask -o page && break
	sleep .1
done
secret=$(sed -n 's/.*secret value=\([0-9a-f]*\).*/\1/p' page)
press 'row=0&label=1'
kill $server
wait $server
must_exit 2 mlc-label --log l.jsonl --listen nowhere --labeler ann \
	--labels a,b --role id=id rows.csv 2>&1
must_exit 2 mlc-label --listen unix:s rows.csv 2>&1
must_exit 2 mlc-label --log l.jsonl --form --listen unix:s rows.csv 2>&1
