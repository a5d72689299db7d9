# Missing values, filled by each method; medians and modes of training rows.
set -e
cat >t.csv <<'X'
n,x,s,b,y
1,0.5,a,true,1
4,,,,0
,2.5,b,false,
8,9.0,b,false,1
X
mlc-clean -i auto -t y t.csv -O csv
mlc-clean --impute '@numeric=mean' t.csv -O csv
mlc-clean -i 's=mode' -i 'n=const:0' -i 'b=const:true' t.csv -O csv
mlc-clean -i 's=missing' --indicator -i 'x=median' t.csv -O csv
# Only training rows are learned from, and every row is filled.
cat >split.csv <<'X'
x,split
1,train
3,train
100,test
,test
,valid
X
mlc-clean --role split=split -i auto split.csv -O csv
