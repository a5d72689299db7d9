# A model takes raw rows: rows that went through its steps before, and rows of
# another table, are refused, where scores would look like scores.
set -e
. serve_model
mlc-ingest rows.csv -t churn --role id=id | mlc-clean -i auto |
	mlc-encode --auto -o done.mlcs
must_exit 2 mlc-serve m.mlc <done.mlcs
must_exit 2 mlc-eval -m m.mlc done.mlcs
must_exit 2 mlc-drift m.mlc done.mlcs
printf 'x,y\n1,2\n' >other.csv
must_exit 2 mlc-serve m.mlc <other.csv
printf 'x,y,churn\n1,2,yes\n3,4,no\n' >strangers.csv
must_exit 2 mlc-eval -m m.mlc strangers.csv
must_exit 2 mlc-drift m.mlc other.csv
must_exit 2 mlc-drift -r rows.csv other.csv
# So are steps that learn nothing, unless a second time changes nothing.
mlc-clean --rename fee=price --lower city rows.csv -t churn --role id=id |
	mlc-train baseline -o r.mlc
mlc-clean --rename fee=price rows.csv >renamed.mlcs
must_exit 2 mlc-serve r.mlc <renamed.mlcs
mlc-clean --lower city new.csv | mlc-serve r.mlc --only -O csv | wc -l
# Steps that the model does not have are no hindrance, nor is an empty row.
mlc-clean --derive 'fee = fee * 2' new.csv | mlc-serve m.mlc --only -O csv |
	wc -l
echo '{}' | mlc-serve m.mlc --only -O csv 2>/dev/null | wc -l
# Nothing can be learned from held-out rows.
must_exit 2 mlc-encode --scale fee held-out.mlcs
must_exit 2 mlc-clean -i auto held-out.mlcs
