# Each question that has no answer says why.
. "$MLC_TOP/tests/cmd/mlc-join/tables"
try() {
	must_exit 2 mlc-join "$@" orders.csv </dev/null
}
must_exit 2 mlc-join
try customers.csv
try nowhere.csv -k a
try customers.csv -k id=cid
try customers.csv -k customer
try customers.csv -k custommer=cid
try customers.csv -k customer=cid --unmatched error
try customers.csv -k customer=cid --unmatched no
try customers.csv -k customer=cid --on-duplicate no
try customers.csv -k customer=cid --tolerance 1h
try rates.csv -k customer --as-of t=when --tolerance 10
try rates.csv -k customer --as-of t=rate
try rates.csv -k customer --as-of amount=when
try rates.csv -k customer
try customers.csv -k customer=cid --select nope
try customers.csv -k customer=cid --anti --unmatched error
try orders.csv -k customer --on-duplicate first
