# A canary answers a stable share of the ids, a share that grows takes none of
# them away, and it is stopped when it fails, is slow, or scores otherwise.
. "$MLC_TOP/tests/fault/http_server"
set -e
serve_model
mv m.mlc a.mlc
train() {
	mlc-ingest "$1" -t churn --role id=id | mlc-clean -i auto |
		mlc-encode --auto | mlc-train $2 -o "$3" 2>/dev/null
}
train rows.csv 'gbdt --trees 20' b.mlc
head -n 500 rows.csv >most.csv
train most.csv 'logistic --l2 1' like.mlc

# requests PATH: the 600 rows, a request each, as curl reads them.
requests() {
	tail -n +2 rows.csv | awk -F, -v url="$url$1" '
	function plain(x) { return x == "" ? "null" : x }
	{
		print "url = \"" url "\""
		print "header = \"Content-Type: application/json\""
		print "output = \"/dev/null\""
		print "write-out = \"" $1 " %{response_code} %header{mlc-model}\\n\""
		printf "data = \"{\\\"instances\\\":[{\\\"id\\\":%s,\\\"age\\\":%s," \
		    "\\\"city\\\":\\\"%s\\\",\\\"fee\\\":%s,\\\"vip\\\":%s}]}\"\nnext\n",
		    $1, plain($2), $3, plain($4), $5
	}' | sed '$d'
}
ask() {
	requests /invocations | curl -sS -K - | sed 's/@canary/ canary/; s/ m@/ champion /'
}
count() {
	grep -c "$1" || :
}
gauge() {
	curl -sS "$url/metrics" | sed -n "s/^mlc_canary_$1{model=\"m\"${2:+,$2}} //p"
}
# wait_for TEXT: until it is told.
wait_for() {
	tries=0
	until grep -q "$1" serve.err; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || { echo "not told: $1"; cat serve.err; return; }
		sleep 0.1
	done
}
end() {
	kill $pid
	wait $pid || echo "status $?"
	trap - EXIT
}

# The share, twice the same, and the same for ids that come as text in a CSV.
same='latency=99,drift=99'
serve m=a.mlc --canary b.mlc:30% --log log.jsonl --canary-limits $same
ask >first
ask | cmp - first
awk '$2 != 200 { print } $4 == "canary" { n++ }
    END { print (n > 140 && n < 220 ? "about" : "not " n) " 30 %" }' first
cut -d, -f1-5 rows.csv | sed -n '1p;38p' >one.csv
id=$(tail -n 1 one.csv | cut -d, -f1)
curl -sS -o /dev/null -w '%header{mlc-model}\n' -H 'Content-Type: text/csv' \
    --data-binary @one.csv "$url/invocations" |
	sed 's/.*@canary/canary/; s/^m@.*/champion/' >got
awk -v id="$id" '$1 == id { print $NF == "canary" ? "canary" : "champion" }' \
    first | cmp - got
# Who answered is who the log says, and a version that is asked for answers.
awk '{ print $1, $NF == "canary" ? "canary" : "champion" }' first >want
head -n 600 log.jsonl | sed 's/.*"id":\([0-9]*\),.*"version":"\([^"]*\)".*/\1 \2/
	s/ [0-9a-f]\{8\}$/ champion/' | cmp - want
requests "/v1/models/m@$(sha256sum <a.mlc | cut -c1-8):predict" |
	curl -sS -K - | count canary
requests /v1/models/m@canary:predict | curl -sS -K - | count canary
gauge state 'state="running"'
gauge share
end

# A larger share has the ids of a smaller one.
grep canary first | cut -d ' ' -f 1 >had
serve m=a.mlc --canary b.mlc:60% --canary-limits $same
ask | grep canary | cut -d ' ' -f 1 >has
[ "$(grep -vxFf has had | wc -l)" -eq 0 ] || echo "ids changed sides"
[ "$(wc -l <has)" -gt 310 ] && [ "$(wc -l <has)" -lt 410 ] || wc -l <has
end

# Without ids it is all values that tell.
cut -d, -f2-6 rows.csv >plain.csv
mlc-ingest plain.csv -t churn | mlc-clean -i auto | mlc-encode --auto |
	mlc-train logistic -o plain.mlc 2>/dev/null
serve m=plain.mlc --canary plain.mlc:50% --canary-limits $same
ask | count canary | awk '{ print ($1 > 240 && $1 < 360 ? "about" : $1) " half" }'
end

# The whole ramp under 16 connections: no error, no answer of both models.
for k in 1 2 3 4; do
	sed -n "$((k * 10 + 1)),$((k * 10 + 10))p" new.jsonl |
		paste -sd, | sed 's/.*/{"instances":[&]}/' >body$k
done
for m in a b; do
	serve m=$m.mlc
	for k in 1 2 3 4; do
		curl -sS -H 'Content-Type: application/json' \
		    --data-binary @body$k "$url/invocations" |
			sed 's/^/200 /' >want.$k.$m
		echo >>want.$k.$m
	done
	end
done
serve m=a.mlc --canary b.mlc:20%,1s,60%,1s,100% --canary-limits $same -j2
mkfifo end
exec 3<>end
for k in 1 2 3 4; do
	http_clients answers "$port" 4 body$k <end >answers.$k 3>&- &
	clients="$clients $!"
done
wait_for 'takes 60 %'
wait_for 'takes 100 %'
sleep 0.5
for k in 1 2 3 4; do
	curl -sS -o /dev/null -w '%{response_code} %header{mlc-model}\n' \
	    -H 'Content-Type: application/json' --data-binary @body$k \
	    "$url/invocations"
done
exec 3>&-
rm end
wait $clients
for k in 1 2 3 4; do
	head -n 1 answers.$k
	tail -n +2 answers.$k | sort >got
	sort want.$k.a want.$k.b | comm -13 - got
	grep -cxFf want.$k.b got
done
grep -o 'the canary.*' serve.err | sed 's/ [0-9a-f]\{8\}//'
end

# stops ARGUMENT...: why, with figures left out, and that each was answered.
stops() {
	serve m=a.mlc --canary "$@"
	ask >answers
	ask >>answers
	wait_for 'is stopped'
	grep -o 'is stopped.*' serve.err | sed 's/[0-9][0-9.]*/N/g'
	awk '$2 != 200' answers
	ask | count canary
	gauge share
	gauge state 'state="stopped"'
	end
}
# A model that lacks a step cannot predict without age or fee; one that does
# not know a column refuses what the other takes.
grep -v ,, rows.csv | mlc-ingest -t churn --role id=id | mlc-encode --auto |
	mlc-train logistic -o gaps.mlc 2>/dev/null
stops gaps.mlc:50% --canary-limits drift=99,latency=99
cut -d, -f1-4,6 rows.csv >narrow.csv
train narrow.csv 'logistic --l2 1' narrow.mlc
stops narrow.mlc:50% --strict
train rows.csv 'forest --trees 400' slow.mlc
stops slow.mlc:50% --canary-limits drift=99
awk -F, -v OFS=, 'NR > 1 && NR % 10 { $6 = "No" } { print }' rows.csv >rare.csv
train rare.csv 'logistic --l2 1' other.mlc
stops other.mlc:50% --canary-limits latency=99

# A new file begins anew, and one that is as good is not stopped.
cp other.mlc c.mlc
serve m=a.mlc --canary m=c.mlc:40% --canary-limits latency=99 --auto-reload
ask >answers
ask >answers
wait_for 'is stopped'
cp like.mlc new && mv new c.mlc
wait_for 'begins with 40 %'
ask >answers
ask >answers
sleep 2.5
ask | grep canary | cut -d ' ' -f 1 | wc -l |
	awk '{ print ($1 > 200 && $1 < 280 ? "about" : $1) " 40 %" }'
gauge state 'state="running"'
gauge errors 'side="canary"'
gauge psi | awk '{ print ($1 < 0.25 ? "alike" : $1) }'
# One with other outputs takes nothing.
mlc-ingest rows.csv -t city | mlc-train baseline -o new
mv new c.mlc
wait_for 'has other outputs'
ask | count canary
gauge state 'state="misfit"'
end

wrong() {
	must_exit 2 timeout 9 mlc-serve m=a.mlc --listen 127.0.0.1:0 "$@" 2>&1 |
		grep -v ^try
}
for canary in b.mlc b.mlc:10 b.mlc:0% b.mlc:101% b.mlc:10%,1h b.mlc:10%,1h,5% \
    b.mlc:10%,1x,50% b.mlc:10%,50% x=b.mlc:10% none.mlc:10% b.mlc:; do
	wrong --canary "$canary"
done
mlc-ingest rows.csv -t city | mlc-train baseline -o c.mlc
wrong --canary c.mlc:10%
wrong --canary b.mlc:10% --canary b.mlc:20%
wrong m@canary=b.mlc --canary b.mlc:10%
for limits in x=1 errors latency=0.5 errors=2 drift=; do
	wrong --canary-limits "$limits"
done
