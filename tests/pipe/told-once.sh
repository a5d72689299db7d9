# What fails in a pipe is told once, by the program that failed and the one
# behind it; all others fail without a word, and no model is made.
gzip -dc "$MLC_DATA/diamonds.csv.gz" >d.csv
printf 'a,b\n1,2\n3\n' >ragged.csv
rest() {
	(mlc-clean -i auto; echo "clean $?" >&2) |
	    (mlc-encode --auto; echo "encode $?" >&2) |
	    (mlc-train baseline -o x.mlc; echo "train $?" >&2) |
	    (mlc-eval; echo "eval $?" >&2)
}
lines() {
	grep -v '^[a-z]* [0-9]*$' err
	grep -c ' 2$' err
	test ! -e x.mlc || echo "a model"
	rm err
}
for form in mlc arrow; do
	export MLC_FORMAT=$form
	echo "$form: no file"
	mlc-ingest none.csv 2>>err | mlc-split 2>>err | rest 2>>err
	lines
	echo "$form: a bad row"
	mlc-ingest ragged.csv -t b 2>>err | mlc-split 2>>err | rest 2>>err
	lines
	echo "$form: cut"
	mlc-ingest d.csv -t price | head -c 300000 | rest 2>err
	lines
	echo "$form: cut, with rows on their way"
	mlc-ingest d.csv | head -c 1500000 |
	    (mlc-clean --lower cut; echo "one $?" >&2) 2>err |
	    (mlc-clean --lower color; echo "two $?" >&2) 2>>err |
	    (mlc-clean --drop x; echo "three $?" >&2) 2>>err >/dev/null
	lines
	echo "$form: in the middle"
	mlc-ingest d.csv -t price --limit 100 |
	    mlc-clean --drop nosuch 2>err | rest 2>>err
	lines
	echo "$form: no split"
	mlc-ingest d.csv -t price --limit 100 |
	    mlc-train baseline -o m.mlc | must_exit 2 mlc-eval
	rm m.mlc
done
unset MLC_FORMAT
# Nothing but what they asked for goes to other programs and into files.
mlc-ingest none.csv 2>/dev/null | mlc-clean -O csv 2>/dev/null | wc -c
mlc-ingest none.csv 2>/dev/null | mlc-clean 2>/dev/null >out
wc -c <out
mlc-train baseline -o m.mlc -t price d.csv >out
wc -c <out
must_exit 2 mlc-ingest </dev/null
