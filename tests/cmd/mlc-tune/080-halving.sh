# Halving and hyperband: how many trials have which share of the work, who goes
# on, and that a share is one of rows and folds.
set -e
{ echo a,y; i=0; while [ $i -lt 900 ]; do echo $i,u; i=$((i + 1)); done; } >r.csv
tune() {
	mlc-tune -O csv --no-lineage -t y -m min:f -p x=0..1 --folds 4 "$@" \
	    'grep -c ,train >>rows; echo {x}' r.csv
}
for way in halving hyperband; do
	rm -f rows
	tune -s $way -j 1 >one
	tune -s $way -j 3 | cut -d, -f 1-6 >three
	cut -d, -f 1-6 one | cmp - three
	echo $way
	cut -d, -f 5,6 one | sed 1d | sort | uniq -c | sed 's/^ *//'
	# Train rows of a run: 675 of all, 2/3 of them for 1/3 of the work on
	# two of four folds, 4/9 for 1/9 on one.
	awk '{ k[int($1 / 75 + 0.5)]++ } END { for (i in k) print i * 75, k[i] }' \
	    rows | sort -n
done
# The third of the first rung that goes on is the best.
tune -s halving -n 13 >few
awk -F, '$5 < 0.2 { print $3 }' few | sort -g | head -n 3 >want
awk -F, '$5 > 0.2 && $5 < 0.9 { print $3 }' few | sort -g | cmp - want
[ "$(awk -F, '$5 == 1 { print $3 }' few)" = "$(head -n 1 want)" ]
