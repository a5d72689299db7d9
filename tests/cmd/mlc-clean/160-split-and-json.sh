# Text in parts and JSON in columns, as many as training rows have.
set -e
cat >t.csv <<'X'
s,j,split
a-b-c,"{""a"":1,""b"":{""c"":""x""},""t"":[1,2]}",train
a,"{""a"":2.5}",train
,,train
"",not,train
x--,"{""a"":null,""z"":1,""b"":{""c"":""5""}}",train
1-2-3-4-5,"{""a"":""word"",""new"":1}",test
X
clean() {
	mlc-clean --no-lineage --role split=split "$@" t.csv
}
clean --split-text s=- --parse-json j -O csv
clean --split-text s=-- -O csv | cut -d, -f1-2
clean --split-text s=- --parse-json j -O mlc |
	sed -n 's/.*\({"step":"split-text".*\),"profile".*/\1/p'
# Nothing was there to learn from.
printf 's,split\n,train\na-b,test\n' |
	mlc-clean --role split=split --cast s=string --split-text s=- -O csv
printf 's,split\nx,train\n"{}",train\n' |
	must_exit 2 mlc-clean --role split=split --parse-json s
must_exit 2 mlc-clean --split-text s= t.csv 2>&1 | head -n 1
must_exit 2 mlc-clean --split-text s t.csv 2>&1 | head -n 1
awk 'BEGIN { print "s"; for (i = 0; i < 1001; i++) printf "-"; print "x" }' |
	must_exit 2 mlc-clean --split-text s=-
printf 'n\n1\n' | must_exit 2 mlc-clean --split-text n=-
printf 'n\n1\n' | must_exit 2 mlc-clean --parse-json n
