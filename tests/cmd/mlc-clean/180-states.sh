# States that do not belong together, or lack something, are told by name.
set -e
awk -v OFS=, 'BEGIN { print "x,y"; for (i = 0; i < 140000; i++)
    print (i % 7 ? i % 1000 : ""), i * i % 977 }' >x.csv
sed 's/999/998/' x.csv >other.csv
mlc-split --shards 3 -o s x.csv
mlc-split --shards 3 -o o other.csv
fill='-i x=median'
for i in 1 2 3; do
	mlc-clean $fill --fit-state f$i s/part-0000$i.mlcs
done
mlc-clean $fill x.csv --no-lineage | head -n 1 >want
mlc-clean $fill --from-states f3 f1 f2 --no-lineage | sed 's/,"shard.*//' |
    head -n 1 | cmp - want
mlc-clean $fill --from-states --fit-state f13 f1 f3
mlc-clean $fill --from-states --fit-state all f13 f2
mlc-clean $fill --from-states --no-lineage all | head -n 1 | cmp - want

bad() {
	must_exit 2 mlc-clean "$@" >/dev/null
}
bad $fill --from-states f1 f2			# one is missing
bad $fill --from-states f13 f3 f2		# one is there twice
bad -i x=mean --from-states all			# other options
bad $fill --from-states all o/part-00001.mlcs	# another table
mlc-clean $fill --fit-state g2 o/part-00002.mlcs
bad $fill --from-states f1 g2 f3
bad $fill --clip x=q01:q99 --from-states all
bad $fill --from-states all x.csv
bad $fill --from-states
bad $fill --from-states s/part-00001.mlcs
bad $fill f1					# states are no rows
bad $fill --from-states all --fit-state z s/part-00001.mlcs
bad --rename x=z --fit-state z s/part-00001.mlcs
bad $fill --where 'x > 1' --fit-state z s/part-00001.mlcs
bad $fill --fit-state z s/part-00001.mlcs s/part-00003.mlcs
bad $fill --fit-state z s/part-00002.mlcs s/part-00001.mlcs
bad $fill --fit-state no/such s/part-00001.mlcs
head -n 60000 s/part-00001.mlcs >cut.mlcs
bad $fill --fit-state z --partial cut.mlcs
mlc-ingest --limit 9 s/part-00001.mlcs >few.mlcs
bad $fill --fit-state z few.mlcs
[ ! -e z ]
# Bytes that are changed or cut.
sed 's/"units":3/"units":2/' f1 >bad1
bad $fill --from-states bad1 f2 f3
sed 's/\[\[0,0,/[[9,0,/' f1 >bad1
bad $fill --from-states bad1 f2 f3
sed 's/"fits":2/"fits":1/' f1 >bad1
bad $fill --from-states bad1 f2 f3
sed 's/^#=AA/#=AB/' f1 >bad1
bad $fill --from-states bad1 f2 f3
head -c 2000 f1 >bad1
bad $fill --from-states bad1 f2 f3
