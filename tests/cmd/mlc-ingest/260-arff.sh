# ARFF: quoted names and texts, sets, dates, sparse rows, comments.
cat >whole.arff <<'E'
% 1. Title: Iris
@RELATION iris

@ATTRIBUTE sepallength  NUMERIC
@attribute 'petal width' real
@Attribute n integer
@attribute "when" date "yyyy-MM-dd HH:mm"
@attribute t date
@attribute note string
@ATTRIBUTE class 	{Iris-setosa, 'Iris versi color', "it's"}
@DATA
5.1,0.2,3,"2024-05-01 10:20",2024-02-29T01:02:03,'it\'s a \"note\" \u00e9 \\',Iris-setosa
% comment
?,1e-3,4.0,?,?,'?','Iris versi color'   % behind
  4.7 , ? , -7 , '2024-05-01 10:21', "2024-02-29T01:02:03", plain , "it's"

{0 1.5, 2 9, 5 'x', 6 "it's"}
{5 y}
E
mlc-ingest whole.arff -O csv
mlc-ingest whole.arff -O jsonl | head -n 1
mlc-ingest whole.arff | head -n 1 | grep -o '"columns":[^]]*]'
# In other encodings, compressed, from a pipe, cut and selected, several.
iconv -t UTF-16 whole.arff | mlc-ingest -O csv | cksum >a
mlc-ingest whole.arff -O csv | cksum | cmp - a
printf '@relation r\n@attribute caf\351 {\351,x}\n@data\n\351\n' >latin.arff
mlc-ingest --encoding latin1 latin.arff -O csv
must_exit 2 mlc-ingest latin.arff
gzip -c whole.arff | mlc-ingest --select class,n --skip 1 --limit 2 -O csv
mlc-ingest whole.arff whole.arff -O csv | wc -l
# A model reads it again as it was read, and rows of CSV as well.
printf '@relation r\n@attribute x real\n@attribute y {no,yes}\n@data\n' >m.arff
for i in 1 2 3 4 5 6 7 8 9; do echo "$i,no"; echo "1$i,yes"; done >>m.arff
mlc-train logistic -q -t y m.arff -o m.mlc
mlc-serve m.mlc --only -O csv <m.arff | head -n 3
sed '1,/@data/d' m.arff | mlc-serve m.mlc --header x,y --only -O csv | tail -n 2

# bad TEXT: rows behind the head of a number and a set
bad() {
	printf '@relation r\n@attribute a numeric\n@attribute b {x,y}\n@data\n' >bad.arff
	printf '%b\n' "$1" >>bad.arff
	must_exit 2 mlc-ingest bad.arff -O csv | tail -n +2
}
bad '1,x\n2'
bad '1,x,3'
bad '1,,x'
bad '1,z'
bad 'q,x'
bad '0x1,x'
bad "1,'x"
bad '1,x,{5}'
bad '{0 1},{5}'
bad '{0 1, 0 2}'
bad '{2 1}'
bad '{0 1'
bad '{0}'
bad '1,x,'
bad '1,"\\\\u12"'
mlc-ingest --on-bad skip bad.arff -O csv
printf '3,q\n?,y\n4\n' >>bad.arff
mlc-ingest --on-bad null bad.arff -O csv
# head TEXT: what stands before the rows
head_of() {
	printf '@relation r\n%b' "$1" >bad.arff
	must_exit 2 mlc-ingest bad.arff
}
head_of '@attribute a relational\n@data\n'
head_of '@attribute a foo\n@data\n'
head_of '@attribute a\n@data\n'
head_of '@attribute a numeric\n@attribute a numeric\n@data\n'
head_of '@attribute a {x\n@data\n'
head_of '@attribute a {}\n@data\n'
head_of '@attribute a date "QQ"\n@data\n'
head_of '@attribute a numeric 5\n@data\n'
head_of '@attribute a numeric\n'
head_of '@data\n1\n'
head_of '@attribute s string\n@attribute n numeric\n@data\n{1 3}\n'
head_of 'foo\n'
