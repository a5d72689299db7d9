# The reference goes with the model: raw rows are completed where they are
# served, though its file is gone; and the rows score the same.
. "$MLC_TOP/tests/cmd/mlc-join/tables"
mlc-group -k cut,color -a 'usual=mean(carat), n=count()' \
	"$MLC_DATA/diamonds.csv.gz" >usual.mlcs
mlc-ingest -t price "$MLC_DATA/diamonds.csv.gz" --limit 3000 |
	mlc-split >rows.mlcs
mlc-join usual.mlcs -k cut,color rows.mlcs >joined.mlcs
mlc-train gbdt -q --trees 5 -o m.mlc joined.mlcs |
	mlc-ingest -O csv --select prediction >trained
rm usual.mlcs
mlc-clean --where "split != 'train'" -O csv rows.mlcs |
	mlc-serve -q m.mlc | mlc-ingest -O csv --select prediction >served
cmp trained served
wc -l <served
# Rows that are joined already, and a model whose reference was changed.
must_exit 2 mlc-serve m.mlc <joined.mlcs
mlc-join --ref customers.csv -k customer=cid -t amount orders.csv |
	mlc-train baseline -q -o n.mlc
mkdir n && cd n
tar --zstd -xf ../n.mlc
tar --zstd -tf ../n.mlc >../members
ls *.part | sed 's/[0-9a-f]\{16\}/HASH/'
printf x | dd of="$(ls *.part)" conv=notrunc 2>/dev/null
tar --zstd -cf ../bad.mlc -T ../members
cd ..
must_exit 2 mlc-serve bad.mlc <orders.csv 2>err
sed 's/-[0-9a-f]\{16\}//' err >&2
