# The same bytes for any number of threads and any memory.
awk 'BEGIN { print "c,x,y"
	for (i = 0; i < 200000; i++)
		printf "k%d,%.3f,%d\n", i * 7919 % 1000, i * 31 % 997 / 7,
		    i % 3 == 0 }' >t.csv
mlc-split -t y t.csv | mlc-encode -j1 --auto >a.mlcs
mlc-split -t y t.csv | mlc-encode -j3 --auto >b.mlcs
cmp a.mlcs b.mlcs
mlc-split -t y t.csv | mlc-encode -j2 --mem 64K --auto >b.mlcs
cmp a.mlcs b.mlcs
