# The catalog: versions by their bytes, read by name, other bytes refused; and
# what came of data, and where a model comes from.
set -e
zcat "$MLC_DATA/churn.csv.gz" | head -n 2001 >churn.csv
cp churn.csv one
mlc-track init -q
mlc-track data add churn.csv --name churn --owner 'Ops, Berlin' \
    --licence CC0-1.0 --tag customers --tag phone --note 'as of May' 2>&1
mlc-track data add churn.csv --name churn 2>&1
mlc-track data ls -O csv | cut -d, -f 1-5,7-13 | sed 's,/[^,]*/,,; s/[0-9a-f]*$//'
digest() {
	sha256sum "$1" | cut -c 1-64
}
mlc-track data ls -O csv | sed "s/$(digest churn.csv)$/SUM/" | tail -n 1 |
	grep -o 'SUM$'
mlc-track data show churn -O csv | grep -n 'column\|,[1-9][0-9]*$'
mlc-ingest data:churn -O csv >a
mlc-ingest churn.csv -O csv | cmp - a
mlc-ingest data:churn | head -n 1 | grep -o '"name":"data:churn[^}]*'

# Other bytes are a new version; the old one is refused, or its copy is read.
sed 's/Yes/yes/' one >churn.csv
mlc-track data ls -O csv | cut -d, -f 1,2,7 | tail -n 1
must_exit 2 mlc-ingest data:churn@1 2>&1 | sed 's/[0-9a-f]\{64\}/SUM/g
    s,: /.*/,: ,'
mlc-track data add churn.csv --name churn --copy 2>&1
cp churn.csv two
must_exit 2 mlc-ingest data:churn@1 >/dev/null 2>&1
rm churn.csv
mlc-ingest data:churn@2 -O csv >a
mlc-ingest two -O csv | cmp - a
cp one churn.csv
mlc-ingest data:churn@1 -O csv >a
mlc-ingest one -O csv | cmp - a
mlc-track data ls --all -O csv | cut -d, -f 1,2,7-9
for word in churn berlin cc0 phone tenure nosuch; do
	echo "$word $(mlc-track data search $word -O csv | sed 1d | wc -l)"
done

# What it came to.
mlc-track run -q -n made -- 'mlc-ingest data:churn@1 -t churn |
    mlc-split -O csv -o parts.csv; mlc-train gbdt --trees 5 -t churn \
    --role split=split -o m.mlc parts.csv | mlc-eval >/dev/null'
mlc-track promote -q --reason 'good enough' made churn@production
mlc-track used-by churn@1 -O csv | cut -d, -f 2,4,6,8
mlc-track used-by churn@2 -O csv | sed 1d
mlc-track used-by parts.csv -O csv | cut -d, -f 2,4,6,8
names() {
	sed "s/$(digest one)/ONE/; s/$(digest parts.csv)/PARTS/
	    s/$(digest m.mlc)/MODEL/; s/[^,\"]* by [^,\"]* on [^,\"]*/WHEN/"
}
mlc-track why m.mlc -O csv | names
mlc-track why made -O csv | sed 1d | cut -d, -f 1,2 | uniq -c
mlc-track why --dot registry:churn@production >why.dot
head -n 2 why.dot
grep -c '\->' why.dot
mlc-track verify 2>&1 | grep -o '[0-9]* faults'

# Names that nobody gave.
must_exit 2 mlc-ingest data:nosuch 2>&1
must_exit 2 mlc-ingest data:churn@7 2>&1
must_exit 2 mlc-ingest data:churn@x 2>&1
must_exit 2 mlc-track data add nosuch.csv --name x 2>&1
must_exit 2 mlc-track data add one 2>&1
must_exit 2 mlc-track data add one --name a/b 2>&1
must_exit 2 mlc-track data adt one 2>&1
must_exit 2 mlc-track used-by nosuch 2>&1
must_exit 2 mlc-track why one 2>&1
