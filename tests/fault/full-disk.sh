# A full disk is seen: exit 2 and a message that names the output.
test -c /dev/full || { echo "no /dev/full"; exit 77; }
set -e
cp "$MLC_DATA/penguins.csv" p.csv
mlc-ingest p.csv -t species | mlc-split >s.mlcs
mlc-train baseline -o m.mlc s.mlcs >scored.mlcs
check() {
	must_exit 2 "$@" <p.csv >/dev/full 2>err || cat err
	grep -q 'standard output' err || { echo "$*:"; cat err; }
}
check mlc-ingest p.csv
check mlc-ingest -O arrow p.csv
check mlc-profile p.csv
check mlc-split p.csv
check mlc-clean -i auto p.csv
check mlc-encode --auto s.mlcs
check mlc-train baseline -o m2.mlc s.mlcs
check mlc-eval scored.mlcs
check mlc-serve m.mlc
must_exit 2 mlc-train baseline -o /dev/full p.csv -t species >out 2>err ||
	cat err
must_exit 2 mlc-ingest p.csv -o /dev/full 2>err || cat err
grep -q '/dev/full' err || cat err
