# Text behind a closing quote belongs to the field and takes no rows with it:
# values as those of Python 3.11's csv.reader, but for blanks around quotes.
printf 'a,b\n"Acme" Ltd,1\n"x" ,2\n"O"Brien,3\nz, "p, q"\n' | mlc-ingest -O csv
printf 'a,b\n5" pipe,1\nx"y"z,2\n' | mlc-ingest -O csv
# A quote that is not closed is told with its line; the other rows stay.
printf 'a,b\n1,"open\n2,x\n3,y\n' | must_exit 2 mlc-ingest -O csv
printf 'a,b\n1,"open\n2,x\n3,"y\n' >open.csv
mlc-ingest --on-bad skip --rejects bad.csv -O csv open.csv
cat bad.csv
printf 'a\tb\n"x\t1\ny\t2\nz"\t3\n' | mlc-ingest --quote none -O tsv
printf "a,b\n'x,y',1\n" | mlc-ingest --quote "'" -O csv
printf 'a,b\nx\\,y,2\n"q\\"r",3\n' | mlc-ingest --escape '\' -O csv
must_exit 2 mlc-ingest --quote , --delimiter , open.csv
# CR alone, CR CR LF, one column, what Excel writes first, comments, a title.
printf 'a,b\r1,2\r3,"x\ny"\r' | mlc-ingest -O csv
printf 'a,b\r\r\n1,2\r\r\n' | mlc-ingest -O csv
printf '{"s":"x"}\n{"s":null}\n{"s":""}\n' | mlc-ingest -O csv | tee one.csv
mlc-ingest -O jsonl one.csv
printf 'sep=;\r\na;b\r\n1;2,5\r\n' | mlc-ingest -O csv
printf 'a title, "long\n\n# hi\na,b\n#x,y\n1,2\n' |
	mlc-ingest --skip-lines 1 --comment '#' -O csv
# Rows between two quotes that are text are told of; a text of lines is not.
printf 'id\tt\tn\n1\t"A\t5\n2\tB\t6\n3\tC"\t7\n4\tD\t8\n' >rows.tsv
mlc-ingest -O csv rows.tsv
mlc-ingest -O csv --quote none rows.tsv
printf 'id,t,n\n1,"A,5\n2,B,6\n3,C,6\n4,D",8\n' | mlc-ingest -O csv
printf 'id,t,n\n1,"A,\n2\n3,B",8\n2,"x, y\nz, w",9\n' | mlc-ingest -O csv
# A backslash before a quote is told as what it may be.
printf 'a,b\n"x\\"y",1\nz,2\n' | mlc-ingest -O csv
