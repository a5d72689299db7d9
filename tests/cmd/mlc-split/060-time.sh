# The past trains, the future tests, equal times stay together.
cat >t.csv <<E
day,x
2024-01-03,1
2024-01-01,2
2024-01-05,3
2024-01-02,4
2024-01-02,5
2024-01-04,6
E
mlc-split --time day 50:20:30 -O csv t.csv | sort
printf 'day,x\n2024-01-01,1\n,2\n' | mlc-split --time day
