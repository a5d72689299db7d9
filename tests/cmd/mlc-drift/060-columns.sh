# Columns that one side does not have, or has no value of, and the target are
# told by a clear word each; a reference too small to judge by is trouble.
lines() {
	"$@" -O csv | cut -d, -f2-5,8 | grep -v ',ok$'
}
awk 'BEGIN { print "x,m,gone,empty"
	for (i = 0; i < 60; i++) print i ",," i % 7 "," }' >then.csv
awk 'BEGIN { print "x,m,empty,new"
	for (i = 0; i < 60; i++) print i "," 5 ",," i }' >now.csv
echo "a table:"
lines must_exit 1 mlc-drift -r then.csv now.csv
must_exit 1 mlc-drift -r then.csv now.csv | sed -n 1p
echo "a column that comes later in the rows is there:"
awk 'BEGIN { for (i = 0; i < 3000; i++)
	print i < 2900 ? "{\"x\":" i "}" : "{\"x\":" i ",\"y\":1}" }' >late.jsonl
lines must_exit 0 mlc-drift -r late.jsonl late.jsonl
echo "the target, if it is there:"
mlc-ingest "$MLC_DATA/penguins.csv" -t species -O csv -o p.csv
mlc-ingest p.csv -t species | mlc-train gbdt --trees 5 -q -o m.mlc
sed 's/Gentoo/Adelie/' p.csv | must_exit 1 mlc-drift m.mlc -O csv |
	awk -F, '$2 == "species" && $8 == "drift" { print $2, $3, $4 }'
must_exit 0 mlc-drift m.mlc p.csv -O csv | grep -c '^all,species,target,'
cut -d, -f2- p.csv | must_exit 0 mlc-drift m.mlc -O csv | grep species
echo "an input that is absent:"
cut -d, -f1-4,6- p.csv | must_exit 1 mlc-drift m.mlc --only-drift | sed -n 1p
echo "a column that no step and no model reads:"
mlc-clean p.csv -t species --drop island |
	mlc-train gbdt --trees 5 -q -o d.mlc
cut -d, -f1,3- p.csv | must_exit 0 mlc-drift d.mlc --only-drift | sed -n 1p
echo "a model that predicts the same of all rows:"
mlc-ingest p.csv -t body_mass_g | mlc-train baseline -q -o b.mlc
must_exit 0 mlc-drift b.mlc --only-drift p.csv | sed -n 1p
echo "too small a reference:"
head -n 2 then.csv | must_exit 2 mlc-drift -r - now.csv
head -n 1 then.csv | must_exit 2 mlc-drift -r - now.csv
head -n 2 then.csv | must_exit 1 mlc-drift -r - --min-rows 1 now.csv \
	--tests ks -O csv | cut -d, -f2-5,8
