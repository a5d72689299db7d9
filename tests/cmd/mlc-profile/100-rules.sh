# --rules: what a table keeps to, for mlc-clean --expect-file. Each table keeps
# its own; a rule of each kind is broken by the rows that it is against.
set -e
for table in churn.csv.gz penguins.csv diamonds.csv.gz asah.csv tickets.csv; do
	mlc-profile -q --rules rules "$MLC_DATA/$table" >/dev/null
	mlc-clean --expect-file rules -o kept.mlcs "$MLC_DATA/$table" ||
		echo "$table does not"
done
# What a random half keeps to, so does the other.
for seed in 1 2 3 4 5; do
	for table in churn.csv.gz penguins.csv; do
		mlc-split --seed $seed 50:50 "$MLC_DATA/$table" -o s.mlcs
		mlc-clean --where "split = 'train'" s.mlcs |
			mlc-profile -q --rules rules >/dev/null
		mlc-clean --where "split = 'test'" --expect-file rules \
		    s.mlcs -o kept.mlcs || echo "$table $seed"
	done
done
# The values follow from the header: a half of the range, no other sign.
awk 'BEGIN {
	print "n`o,mark,age,level,debt,kind,day,rare"
	for (i = 1; i <= 200; i++)
		printf "r%d,%d,%s,%.2f,%.1f,%s,2024-01-%02d,%s\n", i, i % 5, \
		    i % 50 ? 20 + i % 61 : "", 100 + (i * 7) % 51 / 10, \
		    -(i % 31), i % 2 ? "o'"'"'k" : "x", i % 28 + 1, \
		    i == 9 ? "once" : "often"
}' >t.csv
mlc-profile --rules - t.csv | tee rules
mlc-clean --expect-file rules t.csv -o kept.mlcs
broken() {
	must_exit 1 mlc-clean --expect-file rules -o kept.mlcs "$@"
}
sed '2s/^r1,/r2,/' t.csv >u.csv; broken u.csv
sed '2s/,1,/,5,/' t.csv >u.csv; broken u.csv
sed '3s/,22,/,240,/' t.csv >u.csv; broken u.csv
sed "3s/,x,/,y,/" t.csv >u.csv; broken u.csv
sed -E '2,40s/^(r[0-9]*,[0-9],)[0-9]*/\1/' t.csv >u.csv; broken u.csv
sed '2s/^r1,1,21/r1,1,21.5/' t.csv >u.csv; broken u.csv
sed '2s/2024-01-02/soon/' t.csv >u.csv; broken u.csv
# A text has no range, and a number is no level: no row keeps to such a rule,
# neither here nor where the model's recipe is replayed. What is wrong in any
# rows is trouble.
sed '2s/^r1,1,21/r1,1,old/' t.csv >u.csv; broken u.csv
mlc-train baseline -q -t mark kept.mlcs -o m.mlc >held-out.mlcs
head -n 4 u.csv | mlc-serve m.mlc -o scored.csv
sed '2,$s/,o.k,/,1,/; 2,$s/,x,/,2,/' t.csv >u.csv; broken u.csv
printf '`mark` between 1 and 2\n`debt` > 1 or 1 < lower(2)\n' >rules
must_exit 2 mlc-clean --expect-file rules -o kept.mlcs t.csv
# Files that are none; comments and empty lines.
printf '\n# a < 0\n  age > 0\r\n' >rules
mlc-clean --expect-file rules t.csv -o kept.mlcs
printf 'age > 0\n\nage >\n' >rules
must_exit 2 mlc-clean --expect-file rules t.csv
must_exit 2 mlc-clean --expect-file nosuch t.csv
must_exit 2 mlc-clean --expect-file . t.csv
must_exit 2 mlc-profile --rules /dev/full t.csv
must_exit 2 mlc-profile --rules r --by kind t.csv
