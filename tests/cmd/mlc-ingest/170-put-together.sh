# Files behind each other: the header of a further one is no row, nor is its
# byte order mark a part of a value; all of it is told.
mark='\357\273\277'
printf "$mark${mark}id,x\n1,2\n${mark}id,x\n3,4\nid,x\n" >two.csv
mlc-ingest -O csv two.csv
mlc-ingest -O csv --limit 1 two.csv
# Nor is a long one, which is read by pieces, and whose types are found first.
{
	for k in 1 2 3; do
		echo id,name
		seq 1 150000 | sed 's/.*/&,n&/'
	done
} >long.csv
mlc-ingest -j 2 long.csv | tail -n +2 | grep -c ,n
mlc-ingest --mem 1K -O arrow long.csv | mlc-profile -O csv | cut -d, -f 1,2,4
# Rows that are twice are rows, where nothing says that they are names.
printf 'a,b\na,b\nc,d\n' | mlc-ingest -O csv
printf 'a\na\n1\n' | mlc-ingest -O csv
printf 'a,b\n1,2\na,b\n' | mlc-ingest -O csv --header-row no
# The end of a text of DOS, and the marks of JSON text sequences.
printf 'v\n1\n2\n\032' | mlc-ingest -O csv
printf '\036{"v":1}\n\036{"v":2}\n' | mlc-ingest -O csv
# Text that is numbers in another form; ids are none.
printf 'a;b;c;d;e\n1,5;1.234,5;1,234.5;1,234;12345678901234567890\n-2;7;2;2;3\n' |
	mlc-ingest -O csv
printf 'a;b\n1,5;1.234,5\n-2;7\n' | mlc-ingest -O csv --decimal , --thousands .
# Comments are whole lines.
printf '# a\na,b\n#c\n1,2 # two\n"3 # d",#4\n' | mlc-ingest -O csv --comment '#'
