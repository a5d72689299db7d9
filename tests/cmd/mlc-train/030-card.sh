# The card tells what counts most.
set -e
# The squared error falls by 50 by the split on a (four rows of 0 and four of
# mean 5) and by 4 by the one on b (of these, two of 4 and two of 6).
cat >t.csv <<'end'
a,b,c,y
0,0,1,0
0,0,2,0
0,1,1,0
0,1,2,0
1,0,1,4
1,0,2,4
1,1,1,6
1,1,2,6
end
mlc-train gbdt -t y --task regression --trees 1 --rate 1 --leaves 3 --l2 0 \
    --min-leaf 1 -o m.mlc t.csv
tar --zstd -xOf m.mlc card.md | sed -n '/^## What counts/,/^## Score/p'
# y = 1 + 2 a - 7 b, without any error; c is nothing.
awk -F, -v OFS=, 'NR > 1 { $4 = 1 + 2 * $1 - 7 * $2 } { print }' t.csv >l.csv
mlc-train linear -t y --task regression -o m.mlc l.csv
tar --zstd -xOf m.mlc card.md | sed -n '/^## What counts/,/^## Score/p' |
	grep -v '^| c '
# A table for each class.
mlc-ingest "$MLC_DATA/penguins.csv" -t species | mlc-clean -i auto |
	mlc-encode --auto >p.mlcs
mlc-train logistic -o m.mlc p.mlcs
tar --zstd -xOf m.mlc card.md | grep '^## What counts'

# A fit that stops before it has converged says so, once, and is a fit.
mlc-train logistic --max-iter 2 -o m.mlc p.mlcs 2>err
grep -c . err
sed 's/gradient is [^,]*/gradient is G/' err
mlc-clean --where "species != 'Gentoo'" p.mlcs |
	mlc-train logistic --max-iter 1 -o m.mlc 2>err
sed 's/gradient is [^,]*/gradient is G/' err
mlc-train logistic -q --max-iter 2 -o m.mlc p.mlcs
