# A class called NA is told of; with --na its rows are left out, which is told
# too.
cat >t.csv <<'T'
a,y
1,u
2,v
3,NA
4,u
5,v
T
mlc-train baseline -t y -o m.mlc t.csv
mlc-ingest --na NA -t y t.csv | mlc-train baseline -o m.mlc
