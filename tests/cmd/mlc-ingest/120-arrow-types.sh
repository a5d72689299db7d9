# Every type of other programs' Arrow but those that are refused, which are
# named. The values are those that tests/data/arrow/make.py gives pyarrow.
cp "$MLC_DATA"/arrow/* .
for f in types.arrows nested.arrow delta.arrows other.arrows; do
	mlc-ingest --no-lineage "$f" | sed '1s/,"recipe.*//; 1s/},/&\n/g'
done
for f in map union interval runs; do
	mlc-ingest "$f.arrows"
	echo $?
done

# Through a pipe, and where rows have to leave at once: the first batch says
# what a list is.
mlc-ingest --no-lineage nested.arrow >whole
cat nested.arrow | mlc-ingest --no-lineage | cmp - whole

mlc-ingest --infer 1 -O csv --select vec,ragged,ids nested.arrow
