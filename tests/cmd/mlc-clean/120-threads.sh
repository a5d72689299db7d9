# Equal bytes for any number of threads and any memory.
set -e
cp "$MLC_DATA/penguins.csv" p.csv
clean() {
	mlc-clean --no-lineage --clip '@numeric=q05:q95' -i auto \
		--derive 'r=bill_length_mm/bill_depth_mm' --dedupe \
		"$@" p.csv -O mlc
}
clean -j 1 >one
clean -j 2 >two
clean --mem 1K >small
cmp one two
cmp one small
