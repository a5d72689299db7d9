# --where, --drop-missing, --dedupe: first of equal rows, order kept.
set -e
printf 'a,s\n1,x\n,x\n1,x\n2,\n,x\n1,y\n2,\n' >t.csv
mlc-clean --dedupe t.csv -O csv
mlc-clean --dedupe=a t.csv -O csv
mlc-clean --drop-missing a t.csv -O csv
mlc-clean --where "a = 1 and s <> 'y'" t.csv -O csv
mlc-clean -v --where 'a > 5' t.csv -O csv
