# Eight weeks of ten rows an hour. x is high from 8 to 18 o'clock and somewhat
# higher at the weekend, which is no drift; in the last week it is.
awk 'BEGIN {
	split("2024-01 2024-02", months, " ")
	print "ts,x,c"
	for (h = 0; h < 24 * 56; h++) {
		d = int(h / 24); at = h % 24
		day = d < 31 ? "2024-01-" d + 1 : "2024-02-" d - 30
		sub(/-[0-9]$/, "-0&", day); sub(/-0-/, "-0", day)
		for (i = 0; i < 10; i++) {
			u = (++n * 7919) % 10007 / 10007
			x = 2 * u + 10 * (at >= 8 && at < 18) + \
			    1.5 * (d % 7 > 4) + 1.5 * (d >= 49)
			printf "%sT%02d:%02d:00Z,%.4f,%s\n", day, at, i * 6, \
			    x, substr("abc", n * 31 % 3 + 1, 1)
		}
	}
}' >s.csv
drift='mlc-drift --reference-window ..2024-01-29 --time ts s.csv'
first() { must_exit "$@" | sed -n 1p; }

# Each day against all of four weeks, and against the same days of the week.
first 1 $drift --window 1d
first 1 $drift --window 1d --season weekday
first 1 $drift --window 1d --calibrate
first 1 $drift --window 1h --season hour --min-rows 8 --calibrate
must_exit 1 $drift --window 1d --calibrate -O csv |
	awk -F, '$5 != "" && $8 == "drift" { print $1 }' | uniq

# Weeks, that begin each day: a window holds the rows that are in it.
must_exit 1 $drift --window 7d --every 1d --tests ks -O csv |
	grep ,x, >slides
wc -l <slides
{ head -n 1 s.csv; grep '^2024-02-0[4-9]\|^2024-02-10' s.csv; } >week.csv
{ head -n 1 s.csv; grep '^2024-01' s.csv | sed '/^2024-01-29/,$d'; } >then.csv
mlc-drift -r then.csv --tests ks --no-correction -O csv week.csv |
	sed -n 's/^all,x/2024-02-04,x/p' >want
grep ^2024-02-04 slides | cmp - want
# By number the same: eight rows, every other.
seq 100 | sed '1i x' >r.csv
for from in 1 3 5 7; do
	seq $from $((from + 7)) | sed '1i x' | mlc-drift -r r.csv --min-rows 4 \
		--tests psi,ks -O csv | sed "s/^all/$(((from + 1) / 2))/; /^window/d"
done >want
seq 14 | sed '1i x' | mlc-drift -r r.csv --window 8 --every 2 --min-rows 4 \
	--tests psi,ks -O csv | sed '/^window/d' | cmp - want

# The first rows as the reference: the others begin at 1.
first 1 mlc-drift --reference-window first:6720 --window 240 s.csv

# Limits of columns and tests; a warning is no drift.
cat >limits.csv <<'EOF'
column,test,threshold,warn,after,verdict
x,ks,0.3,0.6,,
x,psi,,,,off
x,out_of_range,,,,warn
x,*,,,4,
EOF
must_exit 1 $drift --window 1d --limits limits.csv -O csv |
	awk -F, '$8 != "ok" { print $1, $4, $7, $8 }'
must_exit 0 $drift --window 4w --tests ks --threshold 0.5 --warn 0.6 -O csv

must_exit 2 mlc-drift --reference-window first:9 <s.csv
must_exit 2 mlc-drift --reference-window first:0 s.csv
must_exit 2 mlc-drift --reference-window 2024-02-01..2024-01-01 s.csv
must_exit 2 mlc-drift --reference-window ..2024-13 --time ts s.csv
must_exit 2 mlc-drift --reference-window ..2023-01-01 --time ts s.csv
must_exit 2 mlc-drift --reference-window ..2024-02-01 s.csv
must_exit 2 $drift --window 1d --every 7h
must_exit 2 $drift --window 1d --every 10
must_exit 2 $drift --window 7d --season weekday
must_exit 2 $drift --window 28d --calibrate
must_exit 2 mlc-drift -r r.csv r.csv --season day
echo column,tests,threshold >bad.csv
must_exit 2 $drift --limits bad.csv
printf 'column,test,threshold\nx,ks,0.1\nx,kx,0.1\n' >bad.csv
must_exit 2 $drift --limits bad.csv
printf 'column,threshold\nx,0.1\nx,-1\n' >bad.csv
must_exit 2 $drift --limits bad.csv
printf 'column,verdict\nzz,off\n' >bad.csv
first 0 mlc-drift -r r.csv --limits bad.csv r.csv
