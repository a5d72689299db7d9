# What is worth a label, held to what mlc-serve says of the same rows.
set -e
awk -F, -v OFS=, 'NR == 1 { print $0, "\"n\""; next }
	NR % 10 { $1 = "" } { print $0, NR }' "$MLC_DATA/penguins.csv" >rows.csv
mlc-ingest -t species --role n=id rows.csv |
	mlc-clean --where 'not species is missing' >known.mlcs
mlc-clean -i auto known.mlcs | mlc-encode --auto |
	mlc-train logistic --l2 1 -o a.mlc
mlc-train forest -o b.mlc known.mlcs
ask() {
	mlc-label --ask 8 -O csv --no-lineage "$@" rows.csv
}
# n and p of each class, of the rows without a label.
for m in a b; do
	mlc-serve $m.mlc -O csv <rows.csv | awk -F, 'NR > 1 && $1 == "" {
		print $8, $(NF - 2), $(NF - 1), $NF }' >$m.txt
done
# The same rows in the same order, worth the same to nine digits; equal ones in
# their order.
want() {
	awk "$1"' { printf "%d %.9f\n", $1, worth }' |
		sort -s -k 2,2 -r | head -n 8 >want
	ask $2 | awk -F, 'NR > 1 { printf "%d %.9f\n", $8, $9 }' |
		diff want - && echo "$2: as computed"
}
sorted='{ m = 0; for (i = 2; i <= 4; i++) if ($i > m) m = $i
	s = 0; for (i = 2; i <= 4; i++) if ($i > s && $i < m) s = $i }'
entropy='function h(p) { return p > 0 ? -p * log(p) : 0 }
	function H(a, b, c) { return h(a) + h(b) + h(c) }'
want "$sorted { worth = 1 - m + s }" '-m a.mlc' <a.txt
want "$sorted { worth = 1 - m }" '-m a.mlc --by confidence' <a.txt
want "$entropy { worth = H(\$2, \$3, \$4) }" '-m a.mlc --by entropy' <a.txt
paste -d ' ' a.txt b.txt | want "$entropy"' {
	worth = H(($2 + $6) / 2, ($3 + $7) / 2, ($4 + $8) / 2)
	worth -= (H($2, $3, $4) + H($6, $7, $8)) / 2 }' \
	'-m a.mlc -m b.mlc --by disagree'
# A forest disagrees in itself; what its trees say on average is what it says.
ask -m b.mlc --by disagree | awk -F, 'NR > 1 { gsub(/"/, ""); print $8, $10 }' |
	while read -r n by class p; do
		awk -v n="$n" -v p="$p" '$1 == n { m = $2
		    if ($3 > m) m = $3; if ($4 > m) m = $4
		    print (m - p < .0051 && p - m < .0051) }' b.txt
	done | sort | uniq -c | awk '{ print $1, $2 }'
# Rows unlike each other are from those of the ten times as many worth most.
mlc-label --ask 80 -m a.mlc -O csv rows.csv | cut -d, -f 8 | sort >most
ask -m a.mlc --by margin,center | cut -d, -f 8 | sort | comm -12 - most | wc -l
ask -m a.mlc --by center | awk -F, 'NR > 2 { print ($9 <= last) } { last = $9 }' |
	sort -u
# No more than there are; columns that the model does not know stay.
mlc-label --ask 1000 -m a.mlc -O csv rows.csv | wc -l
# Rows that have no column for a label can all be asked for.
cut -d, -f 2- rows.csv | mlc-label --ask 1 -m a.mlc --by center -O csv |
	grep -c center:
# What cannot be.
bad() {
	must_exit 2 mlc-label "$@" rows.csv 2>&1
}
bad --ask 3
bad --ask -1 -m a.mlc
bad --ask 3 -m nosuch.mlc
bad --ask 3 -m a.mlc --by best
bad --ask 3 -m a.mlc --by center,center
bad --ask 3 -m a.mlc --by disagree
bad --ask 3 --suspect -m a.mlc
mlc-train gbdt --trees 2 -t body_mass_g -o r.mlc "$MLC_DATA/penguins.csv"
bad --ask 3 -m r.mlc
mlc-train forest -t sex -o s.mlc "$MLC_DATA/penguins.csv"
bad --ask 3 -m a.mlc -m s.mlc
must_exit 2 mlc-label --ask 3 -m a.mlc "$MLC_DATA/penguins.csv" 2>&1
must_exit 2 mlc-label --ask 3 -m a.mlc "$MLC_DATA/churn.csv.gz" 2>&1
