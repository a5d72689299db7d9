# mlc-serve serves what is in a stage, and follows its changes.
command -v curl >/dev/null || { echo "no curl"; exit 77; }
. "$MLC_TOP/tests/fault/http_server"
set -e
cp "$MLC_DATA/penguins.csv" .
mlc-train -q baseline -t species -o old.mlc penguins.csv >/dev/null
mlc-train -q gbdt --trees 3 -t species -o new.mlc penguins.csv >/dev/null
mlc-track init -q
mlc-track promote -q old.mlc birds@production

# version OLD|NEW: wait until that one is served.
version() {
	want=$(sha256sum $1.mlc | cut -c 1-8)
	for i in $(seq 100); do
		curl -sS "$url/v2/models/birds" | grep -q "$want" && return
		sleep 0.1
	done
	echo "$1 is not served:"
	curl -sS "$url/v2/models/birds"
}
serve registry:birds@production -j1
version old
mlc-track promote -q new.mlc birds@production
sleep 0.3
version old
kill -HUP $pid
version new
kill $pid
wait $pid || echo "status $?"
serve registry:birds@production -j1 --auto-reload
version new
mlc-track rollback -q birds@production
version old
kill $pid
wait $pid || echo "status $?"
trap - EXIT
