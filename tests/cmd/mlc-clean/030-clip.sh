# --clip: numbers, percentiles, interquartile ranges; ints stay ints.
set -e
printf 'x,n\n0,0\n1,10\n2,20\n3,30\n100,1000\n' >t.csv
mlc-clean --cast x=float --clip x=:50 --clip n=5.5:99.5 t.csv -O csv
mlc-clean --clip 'x=q25:q75' --clip 'n=iqr:1.5' t.csv -O csv
mlc-clean --clip x=1:2 -v t.csv -O csv
