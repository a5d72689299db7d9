# --state: are as many rows here as usual, are rows here twice, are they old?
set -e
table() {	# N FIRST [DAY]: rows from FIRST on, of a day
	awk -v n="$1" -v first="$2" -v day="${3-01}" 'BEGIN {
		print "id,at,x"
		for (i = first; i < first + n; i++)
			printf "%d,2024-01-%sT%02d:%02d:00,%.4f\n", i, day, \
			    i / 60 % 24, i % 60, (i * 7919) % 1000 / 1000
	}'
}
table 2000 0 >ref.csv
drift() {
	want=$1
	shift
	must_exit "$want" mlc-drift -r ref.csv --role id=id --tests missing \
	    --state state.jsonl -O csv "$@" >out.csv
	grep '(rows)' out.csv || :
}
# Five runs are remembered; the sixth is judged, by Student t: a mean of 1000
# and a deviation of at least 1 / sqrt(1000) on the logarithm.
for n in 1010 990 1000 1005 995; do
	table $n 0 >t.csv
	drift 0 t.csv
done
cat state.jsonl
cp state.jsonl five
table 1004 0 >t.csv
drift 0 t.csv
awk 'BEGIN { print "t of 600:", (log(600.5) - (log(1010.5) + log(990.5) + \
    log(1000.5) + log(1005.5) + log(995.5)) / 5) * sqrt(1000.5) / \
    sqrt(1.2) }'
cp five state.jsonl
table 600 0 >t.csv
drift 1 t.csv
cp five state.jsonl
table 9 0 >t.csv			# too few to judge columns by
drift 1 t.csv
cp five state.jsonl
(table 1000 0; table 70 0 | sed 1d) >t.csv	# 70 of 1070 are there twice
drift 1 t.csv
cp five state.jsonl
mlc-drift -r ref.csv --role id=id --tests missing --state state.jsonl t.csv |
	head -n 1

# How old: 24 hours less the last minute of the day usually, then a week.
rm state.jsonl
day() {
	table 1000 400 $1 >t.csv
	drift "$3" --time at --now "2024-01-$2" t.csv
}
day 01 02 0
day 02 03 0
day 03 04T01:00 0
day 04 05 0
day 05 06T00:30 0
day 06 07 0
day 07 14 1

# Windows by time: a day that is not over is not judged; one that comes again
# takes its place.
rm state.jsonl
for d in 01 02 03 04 05 06; do
	table $((1000 + d)) 0 $d | sed '1!b;/02/d'
done | sed '2,$ { /^id/d }' >days.csv
table 300 0 07 | sed 1d >>days.csv
drift 0 --window 1d --time at --now 2024-01-07T12:00 days.csv
drift 0 --window 1d --time at --now 2024-01-07T12:00 days.csv
grep -c . state.jsonl
drift 1 --window 1d --time at --now 2024-01-08 days.csv
cut -c 1-40 state.jsonl

# What is no state; a disk that is full; what does not go together.
echo '{"window":"all","rows":"many","copies":0}' >bad
must_exit 2 mlc-drift -r ref.csv --state bad t.csv
printf '{"window":"all","rows":3,"copies":0}\n{' >bad
must_exit 2 mlc-drift -r ref.csv --state bad t.csv
echo '{"window":"all","rows":3,"copies":7}' >bad
must_exit 2 mlc-drift -r ref.csv --state bad t.csv
must_exit 2 mlc-drift -r ref.csv --state . t.csv
must_exit 2 mlc-drift -r ref.csv --state nosuch/state t.csv >out.csv
must_exit 2 mlc-drift -r ref.csv --state s --window 100 t.csv
must_exit 2 mlc-drift -r ref.csv --state s --window 1d --every 1h t.csv
must_exit 2 mlc-drift -r ref.csv --state s --now soon t.csv
must_exit 2 mlc-drift -r ref.csv --now 2024-01-01 t.csv
must_exit 2 mlc-drift -r ref.csv --estimate --state s t.csv
[ ! -e s ]
