# Columns whose type shows late, after rows were typed as something else: the
# values are those that awk wrote, with and without room to keep rows.
awk 'BEGIN {
	print "whole,widened,late,text,when,flag,minus"
	for (i = 1; i <= 30000; i++) {
		widened = (i > 20000) ? i ".5" : i
		late = (i > 25000) ? i : ""
		text = (i > 28000) ? "t" i : i
		when = (i > 15000) ? "x" : "2024-01-0" (i % 9 + 1)
		flag = (i > 22000) ? "maybe" : "true"
		minus = (i > 29000) ? "0.5" : "-0"
		print i "," widened "," late "," text "," when "," flag "," minus
	}
}' >in.csv
awk -F, -v OFS=, 'NR > 1 {
	if ($2 !~ /[.]/)
		$2 = $2 ".0"
	if ($7 == "-0")
		$7 = "-0.0"
} { print }' in.csv >want.csv
for mem in 512M 4M 1M 1K; do
	for threads in 1 3; do
		mlc-ingest in.csv -j $threads --mem $mem -O csv >got.csv
		cmp got.csv want.csv || echo "$mem $threads"
		cat in.csv | mlc-ingest -j $threads --mem $mem -O csv >got.csv
		cmp got.csv want.csv || echo "pipe $mem $threads"
	done
done
mlc-ingest in.csv -O mlc | head -1 | grep -o '"name":"[a-z]*","type":"[a-z]*"' |
	tr -d '"' | sort -u
