# Requests for a server: each is counted as what became of it, and what was
# sent is what would be written.
. "$MLC_TOP/tests/fault/http_server"
mlc-train gbdt -q -t churn --trees 5 -o churn.mlc "$MLC_DATA/churn.csv.gz"
serve churn.mlc --log requests.jsonl -j2
to="--to $url/invocations"

measures() {
	awk -F, '{ print $1, ($1 ~ /^(requests|answered|status|not_|broken|timed)/ &&
	    $1 !~ /second/ ? $2 : "") }'
}
mlc-sim -n 250 $to --rows-each 100 --histogram h.csv -O csv churn.mlc | measures
head -n 1 h.csv
awk -F, 'NR > 1 { n += $2 } END { print n, $3 }' h.csv
# The log has the rows, in the order of connections' answers.
mlc-sim -n 250 -O jsonl churn.mlc | sed 's/}$//' | sort >want
sed 's/,"prediction".*//' requests.jsonl | sort | cmp want -

# By the clock: a Poisson process of a known end; a screen gets bars, too.
mlc-sim -n 20 --rate 100/s --arrivals poisson $to churn.mlc |
	sed -n 's/^\(status_2xx\) */\1 /p; s/^ *[0-9.]* ms.*#$/bar/p' | sort -u
# Other paths and forms of body, and errors of the server: exit status 1.
must_exit 0 mlc-sim -n 30 -O csv --rows-each 7 \
	--to "$url/v1/models/churn:predict" churn.mlc | measures | sed 3q
must_exit 1 mlc-sim -n 3 -O csv --to "$url/nowhere" churn.mlc |
	measures | sed -n 3,4p
# Again and again for a while.
mlc-sim -n 5 --duration 1s --connections 3 $to -O csv churn.mlc |
	awk -F, '$1 == "seconds" { print ($2 >= 0.99 && $2 < 9) }
	    $1 == "status_2xx" { print ($2 > 50) }'

# A log is replayed: the same rows, without what the server added, as requests
# like those in which they came; and much faster.
cp requests.jsonl log.jsonl
sort requests.jsonl | sed 's/,"served_at".*//' | sort >want
: >requests.jsonl
mlc-sim --replay log.jsonl --speed 1000 $to -O csv | awk -F, '
	{ n[$1] = $2 } END { print (n["requests"] > 50 &&
	    n["status_2xx"] == n["requests"]) }'
sed 's/,"served_at".*//' requests.jsonl | sort | cmp want -
head -n 100 log.jsonl >first.jsonl
mlc-sim --replay first.jsonl --speed 10 -O jsonl | cmp first.jsonl -
stop
# Nobody is there.
must_exit 1 mlc-sim -n 3 $to -O csv churn.mlc | measures | sed 3q

# What cannot be.
for o in '--to https://x/' '--to http://' '--to http://127.0.0.1:y/' \
	'--to http://127.0.0.1:1/ --connections 0' '--duration 5s' \
	'--to http://127.0.0.1:1/ --rows-each 0' '--histogram h.csv' \
	'--replay h.csv' '--replay log.jsonl --speed 0' \
	'--replay log.jsonl --rate 5/s' '--to http://127.0.0.1:1/ -n 0'; do
	case $o in --replay*) in= ;; *) in=churn.mlc ;; esac
	must_exit 2 mlc-sim $o $in 2>&1 | head -n 1
done
