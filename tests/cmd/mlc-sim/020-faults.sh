# mlc-drift finds what was put in, where it was put in, and nothing else.
table=$MLC_DATA/diamonds.csv.gz
found() {
	mlc-sim -n 8000 --seed 2 -O csv "$@" "$table" |
		mlc-drift -r "$table" --window 2000 --only-drift -O csv |
		awk -F, 'NR > 1 { at[$1 " " $2] = at[$1 " " $2] " " $4 }
		    END { for (k in at) print k ":" at[k] }' | sort
}
echo "nothing:"; found
echo "drift:"; found --drift 'carat:+1sd@4000'
echo "back:"; found --drift 'depth:-2sd@2000-4000'
echo "factor:"; found --drift 'price:*3@6000'
echo "grows:"; found --drift 'table:+2sd@2000~8000'
echo "level:"; found --drift 'cut:Fair=0.4@6000'
echo "missing:"; found --missing 'x,y:0.2@6000'
echo "unseen:"; found --unseen 'color:0.1@6000'
echo "outliers:"; found --outliers 'carat:0.05@6000'
echo "wrong:"; found --wrong-type 'price:0.05@6000'

# The values, by hand: a whole sd of the table, whole numbers stay whole.
mlc-sim -n 1000 -O csv "$table" >plain.csv
mlc-sim -n 1000 --drift 'carat:+1sd@500' --drift 'price:*1.5@500' \
	--missing 'cut:1@998' --unseen 'color:1@998' \
	--wrong-type 'depth:1@998' --drift 'clarity:SI1=1@998' \
	-O csv "$table" | paste -d, plain.csv - | awk -F, '
	NR > 1 && NR <= 501 && $1 $7 != $11 $17 { print "before: " $0 }
	NR > 501 {
		# The sd by numpy 2.3: std(carat, ddof=1).
		if (($11 - $1 - 0.4740112444) ^ 2 > 1e-16) print "sd: " $0
		if (($17 - $7 * 1.5) ^ 2 > 0.25) print "factor: " $0
	}
	NR > 999 { print $12, $13, $14, $15 }'
