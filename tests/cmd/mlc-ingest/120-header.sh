# The first row is judged by the others; what is not plain is told.
printf 'anna,5\nbob,6\n' | mlc-ingest -O csv
printf 'name,1990,1991\nbob,6,7\n' | mlc-ingest -O csv
printf 'name,7,x\nbob,6,7\n' | mlc-ingest -O csv
printf '1,,3\n4,5,6\n' | mlc-ingest -O csv
printf 'Anna,Berlin\nBob,Berlin\nCarl,Rome\n' | mlc-ingest -O csv
printf 'name,city\nBob,Berlin\nCarl,Rome\n' | mlc-ingest -O csv
printf '2020-01-01\n2020-01-02\n' | mlc-ingest -O csv
printf 'anna,5\nbob,6\n' | mlc-ingest -O csv --header-row yes
printf 'name,n\nbob,6\n' | mlc-ingest -O csv --header-row no
printf 'name,n\nbob,6\n' | mlc-ingest -O csv --header-row yes --header p,q
# A row alone is data if it has a value, as for fread and DuckDB.
printf 'anna,5,2020-01-01\n' | mlc-ingest -O csv
printf 'name,1990,1991\n' | mlc-ingest -O csv
printf 'name,city\n' | mlc-ingest -O csv
# The recipe keeps it: rows are served as they were trained on.
for i in 1 2 3 4 5 6 7 8; do echo "a,$i,yes"; echo "b,$i,no"; done >train.csv
mlc-train gbdt -t x3 -o m.mlc -q train.csv
printf 'a,1\nb,2\n' | mlc-serve m.mlc --only -O csv | cut -d, -f1
printf 'x2,x1\n1,a\n2,b\n' | mlc-serve m.mlc --only -O csv | cut -d, -f1
printf 'a:b:y\n%s' "$(sed 's/,/:/g' train.csv)" |
	mlc-train gbdt --delimiter : -t y -o m2.mlc -q
printf 'a:b\na:1\nb:2\n' | mlc-serve m2.mlc --only -O csv | cut -d, -f1
