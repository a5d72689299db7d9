# Does a challenger take the champion's place? Scores are drawn by their seeds:
# truth + noise, of which the better one has less.
set -e
draw() {
	awk -v x="$1" -v noise="$2" -v n="$3" 'BEGIN {
		for (i = -9; i < 3 * n; i++) {	# Park and Miller 1988
			x = x * 16807 % 2147483647
			u[i] = x / 2147483647
		}
		print "id,y,score"
		for (i = 0; i < n; i++) {
			y = u[i] < 0.3
			x = y + noise * sqrt(-2 * log(1 - u[n + i])) * \
			    cos(6.283185307179586 * u[2 * n + i])
			printf "r%d,%s,%.9f\n", i, y ? "fraud" : "fine", \
			    1 / (1 + exp(0.5 - x))
		} }'
}
judge() {
	want=$1
	shift
	must_exit "$want" mlc-eval -o table.csv -q -t y --role id=id --score score --positive fraud \
	    --metrics auc,brier,accuracy,recall --bootstrap 200 "$@"
}
for seed in 1 2 3 4 5; do
	draw $seed 0.9 2000 >old.csv
	draw $seed 0.7 2000 >better.csv
	draw $seed 0.95 2000 >worse.csv
	judge 0 better.csv --champion old.csv --margin 0.005
	judge 1 worse.csv --champion old.csv --margin 0.005
	# Not by enough; and a champion against itself stays.
	judge 1 better.csv --champion old.csv --margin 0.3
	judge 1 old.csv --champion old.csv
done
cat table.csv
# The record.
judge 1 better.csv --champion old.csv --margin 0.005 \
    --floor 'recall(class=fraud) >= 0.99' --floor 'auc > 0.7' \
    --verdict v.json
sed 's/"differences":.*//; s/"sha256":"[0-9a-f]*"/"sha256":"..."/g' v.json
grep -o '"rows":{[^}]*}' v.json
grep -o '"sha256":"[0-9a-f]*"' v.json | wc -l
# Its digest is of the rows, whatever scored them; less is better of a loss.
judge 1 worse.csv --champion better.csv --verdict w.json
[ "$(grep -o '"rows":{[^}]*}' v.json)" = "$(grep -o '"rows":{[^}]*}' w.json)" ]
must_exit 0 mlc-eval -O csv -t y --role id=id --score score --positive fraud \
    --metrics brier --bootstrap 200 better.csv --champion old.csv
# Not of a slice that is not there, and not over a full disk.
judge 2 better.csv --champion old.csv --floor 'region=x: auc > 0.5'
judge 2 better.csv --champion old.csv --verdict /dev/full
must_exit 2 mlc-eval -t y --score score --floor 'auc' --champion a old.csv
