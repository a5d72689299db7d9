# Ordinal, count, bin, date and minmax, in the order given.
cat >t.csv <<E
size,city,x,day
low,Rome,1,2024-02-29
high,Oslo,2,2024-03-01
mid,Rome,3,2023-12-31
,Bern,,
E
mlc-encode --ordinal 'size=low<mid<high' --count city --bin x=3 --date day \
	-O csv t.csv
mlc-encode --scale x=minmax --count city=frequency -O csv t.csv
