# --select gives columns in the order that was asked for, of plain rows and of
# streams; the read step keeps that of the file.
printf 'a,b,x1,x2\n1,2,3,4\n' >t.csv
for selector in 'x2,a' 'x*,b' '!b' 'b,*' 'a,!a,b,a'; do
	mlc-ingest t.csv --select "$selector" -O csv
	mlc-ingest t.csv | mlc-ingest --select "$selector" -O csv
done
mlc-ingest t.csv --select 'x2,a' | head -1 | grep -o '"out":\[[^]]*'
