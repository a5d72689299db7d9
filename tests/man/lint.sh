# Every page is clean mdoc, and every program has one.
command -v mandoc >/dev/null || { echo "no mandoc"; exit 77; }
cd "$MLC_TOP" || exit 1
mandoc -T lint -W warning man/*.[157]
for t in cmd/mlc-*.c; do
	n=$(basename "$t" .c)
	[ -f "man/$n.1" ] || echo "man/$n.1 is missing"
done
