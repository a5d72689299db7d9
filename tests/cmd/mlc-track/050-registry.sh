# Models in stages: promoted, judged, rolled back; read wherever a model is.
set -e
cp "$MLC_DATA/churn.csv.gz" .
mlc-ingest churn.csv.gz -t churn | mlc-split >s.mlcs
mlc-track -q init
mlc-track run -q -n old -- 'mlc-train baseline -o old.mlc s.mlcs >/dev/null'
mlc-train gbdt --trees 10 --early-stop 0 -o new.mlc s.mlcs >/dev/null
mlc-clean --where "split = 'test'" s.mlcs -O csv >test.csv
promote() {
	mlc-track promote "$@" 2>&1 | sed "s/$(short old)/OLD/g
	    s/$(short new)/NEW/g"
}
short() {
	sha256sum $1.mlc | cut -c 1-12
}
promote --reason first old churn@production
mlc-eval -q -m registry:churn@production --champion new.mlc -t churn \
    --verdict bad.json test.csv >/dev/null || :
mlc-eval -q -m new.mlc --champion registry:churn@production -t churn \
    --verdict good.json test.csv >/dev/null
must_exit 1 mlc-track promote old churn@production --verdict bad.json 2>&1
must_exit 1 mlc-track promote new.mlc churn@production --verdict bad.json \
    2>&1 | sed 's/not on .*/not on .../'
promote --reason better --verdict good.json new.mlc churn@production
mlc-show -O csv registry:churn@production | grep '^model,\(alg\|sha\)' |
    sed "s/$(short new)/NEW/"
stages() {
	mlc-track stages "$@" -O csv | cut -d, -f 1-5,8,11 |
	    sed "s/$(short old)[0-9a-f]*/OLD/g; s/$(short new)[0-9a-f]*/NEW/g"
}
stages
mlc-track rollback --reason 'alarms at night' churn@production 2>&1 |
    sed "s/$(short old)/OLD/; s/$(short new)/NEW/"
must_exit 2 mlc-track rollback churn@production 2>&1
promote new.mlc churn@staging
stages --all churn
readlink .mlc/registry/churn/production | cut -c 1-14
cmp .mlc/registry/churn/production old.mlc
# The same scores by either name.
head -n 5 test.csv | mlc-serve -q --only registry:churn@staging -O csv >a
head -n 5 test.csv | mlc-serve -q --only new.mlc -O csv | cmp - a
# Names that are none, and those that nobody gave.
must_exit 2 mlc-track promote new.mlc churn 2>&1
must_exit 2 mlc-track promote new.mlc ../x@production 2>&1
must_exit 2 mlc-track promote s.mlcs churn@production 2>&1
must_exit 2 mlc-track stages nosuch 2>&1
must_exit 2 mlc-show registry:churn@nosuch 2>&1
must_exit 2 mlc-show registry:churn 2>&1
must_exit 2 mlc-show registry:../churn@x 2>&1
# Many at once: every change has a number, and the link is at the last one.
for i in 1 2 3 4 5 6; do
	mlc-track promote -q new.mlc many@production &
	mlc-track promote -q old.mlc many@production &
done
wait
mlc-track stages --all many -O csv | sed 1d | cut -d, -f 11 | xargs
mlc-track verify -q
