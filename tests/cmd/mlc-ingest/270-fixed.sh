# Fields of fixed width: one behind the other, or at places.
cat >f.txt <<'E'
id   name      amount  day
00001Müller    12.50   2024-05-01

2    Öz Ü        -3
    3          1e3     2024-05-02  
E
mlc-ingest --widths 5,10,8,10 f.txt -O csv
mlc-ingest --widths 5,10,8,10 f.txt | head -n 1 | grep -o '"columns":[^]]*]'
tail -n +2 f.txt | mlc-ingest --widths id:1-5,day:24-33,all:1-7 -O csv
mlc-ingest --widths 5,10,8,10 --no-header f.txt -O csv | head -n 2
tail -n +2 f.txt | mlc-ingest -f fixed --widths 5,10,8,10 --header a,b,c,d -O csv
iconv -f UTF-8 -t LATIN1 f.txt | mlc-ingest -q --widths 5,10,8,10 -O csv | cksum >a
mlc-ingest --widths 5,10,8,10 f.txt -O csv | cksum | cmp - a
sed 's/$/\r/' f.txt | mlc-ingest --widths 5,10,8,10 -O csv | cksum | cmp - a
# The same as of CSV; types as told; models.
mlc-ingest "$MLC_DATA/penguins.csv" -O csv >p.csv
awk -F, '{ printf "%-10s%-10s%6s%6s%5s%6s%8s\n", $1, $2, $3, $4, $5, $6, $7 }' \
	p.csv | sed 's/bill_length_mmbill_depth_mm.*/    bl    bd   fl    bm     sex/' >p.txt
mlc-ingest --widths 10,10,6,6,5,6,8 p.txt -O csv | tail -n +2 | cksum >a
tail -n +2 p.csv | cksum | cmp - a
tail -n +2 f.txt | cut -c1-5 | mlc-ingest --widths a:5 --types a=string --skip 2 -O csv
mlc-ingest --widths 10,10,6,6,5,6,8 p.txt -j 1 | cksum >a
mlc-ingest --widths 10,10,6,6,5,6,8 p.txt -j 2 | cksum | cmp - a

must_exit 2 mlc-ingest -f fixed f.txt
must_exit 2 mlc-ingest --widths 5,x f.txt
must_exit 2 mlc-ingest --widths 5,0 f.txt
must_exit 2 mlc-ingest --widths 5, f.txt
must_exit 2 mlc-ingest --widths 9-3 f.txt
must_exit 2 mlc-ingest --widths a:5,3 f.txt
must_exit 2 mlc-ingest --widths a:5,a:3 f.txt
must_exit 2 mlc-ingest --widths 5,10 f.txt
must_exit 2 mlc-ingest -f csv --widths 5,10 f.txt
: >empty.txt
must_exit 2 mlc-ingest --widths 5,10 empty.txt
tail -n +2 f.txt | mlc-ingest --widths a:5,b:10,c:8 --on-bad skip -O csv
