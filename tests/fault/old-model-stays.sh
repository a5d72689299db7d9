# A run that fails or is killed leaves the old model file whole, and no
# temporary file when it could help it.
set -e
mlc-ingest "$MLC_DATA/churn.csv.gz" -t churn >in.mlcs
mlc-train baseline -o m.mlc in.mlcs
cp m.mlc before
head -c 100000 in.mlcs >cut.mlcs
must_exit 2 mlc-train gbdt -o m.mlc cut.mlcs 2>/dev/null
cmp m.mlc before
must_exit 2 mlc-train gbdt -t nosuch -o m.mlc in.mlcs 2>/dev/null
cmp m.mlc before
for signal in HUP TERM KILL; do
	mlc-train gbdt --trees 5000 --early-stop 0 -o m.mlc in.mlcs 2>/dev/null &
	pid=$!
	sleep 0.3
	kill -$signal $pid
	wait $pid 2>/dev/null && echo "not ended by $signal"
	cmp m.mlc before
done 2>/dev/null
ls
