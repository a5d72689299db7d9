# A person labels on a terminal while rows come by standard input: keys typed
# ahead, a label taken back, a skipped row, and on another day the rest.
head -n 6 "$MLC_DATA/tickets.csv" >rows.csv
form() {
	printf '%s' "$1" | script -qec "stty cols ${3:-80} rows 24
		mlc-label --log log.jsonl --form --labeler ${2:-ann} \
		-t queue --role id=id <rows.csv" /dev/null >screen
	echo "exit $?"
}
words() {
	sed 's/,"time".*//' log.jsonl
}
form '12u1s3q'
words
# Labels, values and the count are there; an unknown key and arrows do nothing.
tr -d '\r' <screen | sed 's/\x1b\[[0-9?;]*[a-zA-Z]/|/g' |
	grep -o -e 'message.*refund[^|]*' -e '3 of 5 labelled, 1 skipped; row 5' \
	-e '|1| billing.*technical' | sort -u
printf x >>log.jsonl
form "$(printf '!\033[Bz2u2')uuq"
words | tail -n +6
form '1q' bob
words | tail -n 1
# All are done, and can be undone.
form '222223q' cid
tr -d '\r' <screen | grep -c 'All rows are done'
form 'u3q' cid
words | tail -n 2
mlc-label --log log.jsonl --role id=id --policy majority -O tsv --no-lineage \
	rows.csv | cut -f 1,4,7
# Long texts scroll, in a narrow window.
awk 'BEGIN { print "id,text"; printf "1,"
	for (i = 1; i <= 300; i++) printf "word%d ", i; print "" }' >rows.csv
printf '%s' "$(printf 'j%.0s' $(seq 90))kq" |
	script -qec "stty cols 40 rows 12
	mlc-label --log l2.jsonl --form --labels a,b --labeler ann --role id=id \
	rows.csv" /dev/null | tr -d '\r' | grep -c 'word300' | awk '{ print ($1 > 0) }'
# What cannot be.
bad() {
	must_exit 2 mlc-label "$@" 2>&1 </dev/null
}
bad --form rows.csv
bad --form --log l3.jsonl --labeler ann rows.csv
bad --form --log l3.jsonl --labeler ann --role id=id rows.csv
bad --form --log /nosuch/l.jsonl --labeler ann --role id=id rows.csv
printf 'id,text\n1,a\n1,b\n' >two.csv
bad --form --log l3.jsonl --labeler ann --role id=id --labels a,b two.csv
printf 'id,text\n1,a\n,b\n' >two.csv
bad --form --log l3.jsonl --labeler ann --role id=id --labels a,b two.csv
bad --form --log l3.jsonl --labeler ann --role id=id --show nosuch rows.csv
setsid -w mlc-label --form --log l3.jsonl --labeler ann --role id=id \
	--labels a,b rows.csv 2>&1
echo "exit $?"
bad --form --log l3.jsonl --labeler '' --role id=id --labels a,b two.csv
