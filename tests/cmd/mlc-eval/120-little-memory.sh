# What --mem does not hold is in files, and the figures are the same.
set -e
awk 'BEGIN {
	print "y,p,k,z"
	for (i = 0; i < 140000; i++) {
		p = (i * 7919 % 2000) / 2000
		k = i * 104729 % 1000 / 1000
		print (k < p ? "1," : "0,") p "," i % 3 "," k
	}
}' >s.csv
same() {
	mlc-eval --bootstrap 2 -O csv "$@" s.csv >much
	mlc-eval --mem 100K --bootstrap 2 -O csv "$@" s.csv >little
	cmp much little
}
same -t y --score p --by k
same -t z --prediction p
