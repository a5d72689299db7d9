# A run keeps what went in and came out, as sha256sum and git tell it, and
# passes the exit status on.
set -e
cp "$MLC_DATA/churn.csv.gz" .
must_exit 2 mlc-track ls 2>err || cat err
cat err
mlc-track -q init
sentence() {
	echo "mlc-ingest churn.csv.gz -t churn | mlc-split | mlc-train gbdt \
--trees $1 --early-stop 0 -o m.mlc | mlc-eval -q -O csv --metrics auc,logloss"
}
mlc-track run -n first -- "$(sentence 5)" >first 2>err
sed 's/run [a-z0-9]*:/run ID:/' err
cp m.mlc first.mlc
mlc-track -q run -n second -- "$(sentence 20)" >second 2>err || cat err
mlc-track run -q -n second -- "$(sentence 20)" >second
mlc-track ls -O csv | cut -d, -f 2,4

show() {
	mlc-track show "$1" -O csv | grep "^$2" | cut -d, -f "${3-3}"
}
same() {
	[ "$2" = "$3" ] || echo "$1: $2, not $3"
}
digest() {
	sha256sum "$1" | cut -c 1-64
}
same data "$(show first data,)" "$(digest churn.csv.gz)"
same model "$(show first model,m.mlc)" "$(digest first.mlc)"
same output "$(show first run,output)" "$(digest first)"
mlc-track show first --stdout | cmp - first
object=$(digest first.mlc | sed 's,^..,.mlc/objects/&/,')
cmp "$object" first.mlc
show first parameters, 2,3
show first programs, 2
show first model,trees
# The metrics are those of mlc-eval.
for metric in auc logloss; do
	same $metric "$(show first "metrics,split=test: $metric" 3 |
		tr -d '"' | sed 's/ .*//')" \
	    "$(sed -n "s/^split=test,$metric,[0-9]*,\([^,]*\).*/\1/p" first)"
done
# The limits of a difference, by the formula of Zou and Donner (2008).
mlc-track diff first second -O csv | grep '^metrics,split=test: auc' |
	sed 's/[^,]*,[^,]*,"[^"]*","[^"]*",//' >got
cat first second | awk -F, '/^split=test,auc/ {
	v[++n] = $4; l[n] = $5; u[n] = $6
} END {
	d = v[2] - v[1]
	printf "%.9f,%.9f,%.9f\n", d,
	    d - sqrt((v[2] - l[2]) ^ 2 + (u[1] - v[1]) ^ 2),
	    d + sqrt((u[2] - v[2]) ^ 2 + (v[1] - l[1]) ^ 2)
}' >want
awk -F, '{ printf "%.9f,%.9f,%.9f\n", $1, $2, $3 }' got | diff - want
mlc-track best -m auc -n 3 -O csv | cut -d, -f 2 | sort | uniq -c
mlc-track best -m logloss -O csv | sed 1d | cut -d, -f 2
must_exit 2 mlc-track best -m nosuch 2>&1 | cut -c 1-30
must_exit 2 mlc-track best -m rmse 2>&1

# How the sentence ends is how the run ends, each program by itself.
(mlc-track run -n bad -- 'mlc-ingest nosuch.csv | mlc-eval; exit 7' 2>&1;
	echo $?) | sed 's/run [a-z0-9]*:/run ID:/'
show bad programs, 2,3 | cut -d' ' -f 1-3
show bad run,status
must_exit 143 mlc-track -q run -- 'kill $$' 2>/dev/null || echo "no signal"
must_exit 143 mlc-track run -q -- 'kill $$'
echo words | mlc-track run -q -- cat - "/dev/null"

# What is not known.
must_exit 2 mlc-track show nosuch 2>&1
must_exit 2 mlc-track show @99 2>&1
must_exit 2 mlc-track run 2>&1
must_exit 2 mlc-track shwo 2>&1
must_exit 2 mlc-track 2>&1

# The one that was removed is not there any more, and its objects go.
mlc-track rm --reason 'no use' bad
must_exit 2 mlc-track show bad 2>&1
mlc-track verify 2>&1 | grep -o '[0-9]* faults'
mlc-track gc --grace 0 2>&1 | grep -o 'took away 1 runs'
mlc-track verify 2>&1 | grep -o '[0-9]* faults'
cmp "$object" first.mlc
