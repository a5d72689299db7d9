# Fits on 1, 2, 3 and 7 shards, merged in any order, are those of one process
# over all rows, to the byte: recipe, profile, rows, and the model.
set -e
awk 'BEGIN { srand(7); print "x,y,k,big,t"
    for (i = 0; i < 200000; i++) { r = rand()
	printf "%s,%.5f,c%d,l%d,%s\n", r < .05 ? "" : sprintf("%.3f", r * 100),
	    rand() + r, int(r * r * 8), int(rand() * 99),
	    rand() < r ? "yes" : "no" } }' >t.csv
clean='-i auto --clip y=q01:q99'
encode='--auto --select f=6'
mlc-split 70:0:30 -t t t.csv >all.mlcs
mlc-clean $clean all.mlcs >cleaned.mlcs
mlc-encode $encode cleaned.mlcs >encoded.mlcs
mlc-train logistic -o want.mlc --no-lineage encoded.mlcs >/dev/null

# head FILE: what was fitted, without who did it and where.
head_of() {
	sed -n '1s/,"shard":{[^}]*}//
	    1s/,"lineage":.*/}/
	    1p' "$1"
}
# fit DIR TOOL OPTIONS...: rounds until all is fitted, into the file fits.
fit() {
	dir=$1 round=1 so_far=
	shift
	rm -f round* fits
	while :; do
		for f in "$dir"/part-*; do
			"$@" --fit-state "round$round.${f##*-}" \
			    ${so_far:+--from-states $so_far} "$f"
		done
		answer=$("$@" --fit-state next --from-states \
		    $(ls -r round$round.*) $so_far)
		mv next fits
		so_far=fits
		[ "${answer% *}" = more ] || break
		round=$((round + 1))
	done
	echo "$answer" >>took.$n
}
for n in 1 2 3 7; do
	mlc-split 70:0:30 --shards $n -o s$n -t t t.csv
	mkdir c$n e$n
	fit s$n mlc-clean $clean
	mlc-clean $clean --from-states fits >recipe.mlcs
	for f in s$n/*.mlcs; do
		mlc-clean $clean --from-states fits $f -o c$n/${f##*/}
	done
	head_of recipe.mlcs >got
	head_of cleaned.mlcs | cmp - got
	fit c$n mlc-encode $encode
	for f in c$n/*.mlcs; do
		mlc-encode $encode --from-states fits $f -o e$n/${f##*/}
	done
	mlc-train logistic -o got.mlc --no-lineage e$n >/dev/null
	cmp want.mlc got.mlc
	mlc-ingest -O csv e$n >got.csv
	mlc-ingest -O csv encoded.mlcs | cmp - got.csv
done
cat took.7

# The same from shards in Arrow, and from a pipe.
mlc-split 70:0:30 --shards 3 -O arrow -o a3 -t t t.csv
for i in 1 2 3; do
	mlc-clean $clean -j$i --fit-state one.$i <a3/part-0000$i.arrow
done
mlc-clean $clean --fit-state ones --from-states one.*
for i in 1 2 3; do
	mlc-ingest a3/part-0000$i.arrow |
	    mlc-clean $clean --from-states ones --fit-state two.$i -
done
mlc-clean $clean --from-states one.* two.* >recipe.mlcs
head_of recipe.mlcs >got
head_of cleaned.mlcs | cmp - got
