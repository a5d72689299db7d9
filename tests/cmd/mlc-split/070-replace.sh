# A second split is an error, or replaces the first in its place.
printf 'x,y\n1,a\n2,b\n3,c\n4,d\n' >t.csv
mlc-split 50:50 t.csv >s.mlcs
must_exit 2 mlc-split s.mlcs
mlc-split --replace 3:1 -O csv s.mlcs | cut -d, -f3 | sort | uniq -c |
	sed 's/^ *//'
