# Steps run in the order given; row operations between them too.
set -e
printf 'x,k\n1,a\n2,b\n,c\n600,d\n' >t.csv
mlc-clean -i x=mean --where 'x < 500' t.csv -O csv
mlc-clean --where 'x < 500 or x is missing' -i x=mean t.csv -O csv
