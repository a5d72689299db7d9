# --drop, --keep, --rename, --derive; the target and the rest of the roles.
set -e
printf 'id,a,b,c,y\n1,2,3,4,0\n2,5,6,7,1\n' >t.csv
mlc-clean --drop 'b,c' t.csv -O csv
mlc-clean -t y --role id=id --keep a t.csv -O csv
mlc-clean -t y --role id=id --drop '*' t.csv -O csv
mlc-clean --rename a=z --derive 's = z + b' --derive 'b = b / 2' t.csv -O csv
mlc-clean --derive 'd="a"*2' --keep '!@int,d' t.csv -O csv
