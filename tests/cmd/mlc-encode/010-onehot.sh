# One-hot columns stand where their input stood.
cat >t.csv <<E
id,city,x
1,Rome,5
2,Oslo,6
3,Rome,7
4,,8
E
mlc-encode --onehot city -O csv t.csv
mlc-encode --onehot city --max-levels 1 -O csv t.csv
