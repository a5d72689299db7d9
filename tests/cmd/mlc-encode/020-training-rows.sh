# Steps fit on training rows: the test rows' level and values have no say.
cat >t.csv <<E
city,x,split
Rome,1,train
Oslo,3,train
Bern,9,test
E
mlc-encode --role split=split --onehot city --scale x=minmax -v -O csv t.csv
must_exit 2 mlc-encode --role split=split --onehot city --unknown error t.csv
