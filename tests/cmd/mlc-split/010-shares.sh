# Shares are exact to a row; a second run gives the same bytes.
seq 0 999 | sed '1s/.*/x/' >x.csv
parts() {
	mlc-split "$@" -O csv x.csv | tail -n +2 | cut -d, -f2 | sort |
		uniq -c | sed 's/^ *//' | tr '\n' ' '
	echo
}
parts
parts 80:20
parts 1:0:1
parts --seed 7 6:3:1
mlc-split x.csv >a.mlcs
mlc-split x.csv >b.mlcs
cmp a.mlcs b.mlcs
mlc-split --mem 1K x.csv >b.mlcs
cmp a.mlcs b.mlcs
