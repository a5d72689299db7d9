# Intervals do not depend on the threads but on the seed, and hold the value.
set -e
awk 'BEGIN {
	print "y,p"
	for (i = 0; i < 2000; i++) {
		p = (i * 7919 % 2000) / 2000
		print (i * 104729 % 1000 / 1000 < p ? "1," : "0,") p
	}
}' >s.csv
mlc-eval -t y --score p -O csv -j 1 s.csv >one
mlc-eval -t y --score p -O csv -j 3 s.csv >three
cmp one three
mlc-eval -t y --score p -O csv --seed 2 s.csv >two
cmp -s one two && echo "the seed does not matter"
mlc-eval -t y --score p -O csv --level 0.5 s.csv >half
paste -d, one half | awk -F, 'NR > 1 && $2 != "ece" && !($5 < $11 &&
    $11 < $4 && $4 < $12 && $12 < $6) { print "not nested: " $0 }'
