# The one file that make static builds scores as the other does, also where there
# are no libraries at all.
static=$MLC_BUILD/../static/mlc-serve
[ -x "$static" ] || { echo "make static was not run"; exit 77; }
set -e
serve_model
mlc-serve m.mlc -O csv <new.csv >want
"$static" m.mlc -O csv <new.csv | cmp - want
gzip -c new.csv | "$static" m.mlc -O csv | cmp - want
mlc-ingest -O arrow new.csv | "$static" m.mlc -O csv | cmp - want
must_exit 2 "$static" m.mlc --listen 127.0.0.1:0 2>err
grep -q 'no option "--listen"' err
if [ "$(id -u)" -eq 0 ]; then
	mkdir root
	cp "$static" m.mlc root
	chroot root /mlc-serve /m.mlc -O csv <new.csv | cmp - want
fi
