# Many levels travel as an attachment: through text, Arrow and the model file
# the same encoding comes out as in one process; damage is refused.
set -e
awk 'BEGIN { print "k,few,v,y"
	for (i = 0; i < 6000; i++) {
		k = (i * 7919 + int(i / 1500)) % 1500
		printf "key %d,%d,%.3f,%d\n", k, k % 7, i % 1013 / 1013,
		    i * 31 % 12 <= k % 10
	} }' >rows.csv
mlc-ingest rows.csv -t y |
	mlc-encode --no-lineage --target-encode k --target-encode few -o e.mlcs
mlc-ingest rows.csv -t y | mlc-encode --no-lineage --target-encode k \
	--target-encode few -O arrow -o e.arrow
# Few levels stay readable; many are lines behind the head.
head -n 1 e.mlcs | grep -o '^.*"attachments":[^]]*\]' | sed 's/[0-9a-f]\{16,\}/HEX/g'
head -n 1 e.mlcs | grep -o '"name":"k","attachment":"[a-z-]*'
head -n 1 e.mlcs | grep -o '"name":"few","levels"'
grep -c '^#=' e.mlcs
# Text and Arrow carry the same, also through one another.
mlc-ingest --no-lineage e.arrow | cmp - e.mlcs
mlc-ingest --no-lineage e.mlcs -O arrow | mlc-ingest --no-lineage | cmp - e.mlcs
# The model file scores raw rows as the stream's rows are scored.
mlc-train linear --no-lineage -o m.mlc e.mlcs
mlc-train linear --no-lineage -o a.mlc e.arrow
cmp m.mlc a.mlc
tar --zstd -tf m.mlc | grep part | sed 's/[0-9a-f]\{16\}/HEX/'
head -n 40 rows.csv | mlc-serve m.mlc --only -O csv >some.csv
head -n 40 rows.csv | MLC_FORMAT=arrow mlc-serve a.mlc --only |
	mlc-ingest -O csv | cmp - some.csv
# An attachment that is cut, changed or gone.
n=$(grep -n -m 1 '^#=' e.mlcs | cut -d : -f 1)
head -n "$n" e.mlcs >cut.mlcs
must_exit 2 mlc-train linear -o x.mlc cut.mlcs
sed "${n}s/^#=..../#=AAAA/" e.mlcs >changed.mlcs
must_exit 2 mlc-train linear -o x.mlc changed.mlcs
sed "${n}d" e.mlcs >gone.mlcs
must_exit 2 mlc-train linear -o x.mlc gone.mlcs
sed '1s/"attachments":/"other":/;/^#=/d' e.mlcs >without.mlcs
must_exit 2 mlc-train linear -o x.mlc without.mlcs
