# A training that is killed goes on from its checkpoint to the same bytes; one of
# another training is refused by name.
set -e
gzip -dc "$MLC_DATA/churn.csv.gz" >churn.csv
gbdt="mlc-train gbdt --no-lineage -t churn"
# killed_at FILE COMMAND...: kill -9 once the file is there, or say that it
# came to its end.
killed_at() {
	file=$1
	shift
	"$@" &
	child=$!
	while [ ! -e "$file" ] && kill -0 $child 2>/dev/null; do
		sleep 0.01
	done
	kill -9 $child || echo "too late"
	wait $child || :
	[ -e "$file" ] || echo "no $file"
}

# 400 trees; then as many as folds find, killed in the folds.
$gbdt --trees 400 --no-profile -o whole.mlc churn.csv
killed_at ck $gbdt --trees 400 --no-profile --checkpoint ck --every 5 \
	-o resumed.mlc churn.csv 2>/dev/null
[ ! -e resumed.mlc ]
other() {
	must_exit 2 $gbdt --no-profile --checkpoint ck --every 5 \
		-o no.mlc "$@"
}
other --trees 401 churn.csv
other --trees 400 --rate 0.2 churn.csv
other --trees 400 --seed 2 churn.csv
sed 3d churn.csv >less.csv
other --trees 400 less.csv
sed '2s/Yes/No/' churn.csv >changed.csv
other --trees 400 changed.csv
mlc-clean --drop tenure churn.csv -O csv >narrow.csv
other --trees 400 narrow.csv
[ ! -e no.mlc ]
$gbdt --trees 400 --no-profile -j 2 -v --checkpoint ck --every 5 \
	-o resumed.mlc churn.csv 2>told
grep -c 'went on after round' told
cmp whole.mlc resumed.mlc
[ ! -e ck ]

$gbdt -o whole.mlc churn.csv
killed_at ck.fold1 $gbdt --checkpoint ck --every 5 -o resumed.mlc churn.csv \
	2>/dev/null
must_exit 2 $gbdt --rate 0.2 --checkpoint ck --every 5 -o no.mlc churn.csv \
	2>told
grep -c 'ck.fold[12]: it is a checkpoint of another training: rate is' told
$gbdt --checkpoint ck --every 5 -o resumed.mlc churn.csv
cmp whole.mlc resumed.mlc
ls | grep '^ck' || :

echo nonsense >ck
must_exit 2 $gbdt --trees 9 --checkpoint ck -o no.mlc churn.csv
cp whole.mlc ck
must_exit 2 $gbdt --trees 9 --checkpoint ck -o no.mlc churn.csv
must_exit 2 $gbdt --trees 9 --checkpoint no/ck --every 2 -o no.mlc churn.csv
must_exit 2 $gbdt --trees 9 --checkpoint ck --every 0 -o no.mlc churn.csv
must_exit 2 mlc-train forest -t churn --checkpoint c2 -o no.mlc churn.csv
rm ck
must_exit 2 $gbdt --from whole.mlc --refit 0.5 --checkpoint ck -o no.mlc churn.csv
[ ! -e no.mlc ]
