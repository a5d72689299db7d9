# A command runs when the bytes of what it reads are others, whatever their
# times are.
set -e
mlc-track init -q
printf 'a\n1\n' >x.csv
echo '{"trees":10}' >params
changed() {
	mlc-track changed "$@" x.csv params -- 'echo ran; exit $(cat status)' ||
		echo "status $?"
}
echo 3 >status
changed
echo 0 >status
changed
changed
touch -d 'now + 1 hour' x.csv
changed
mlc-track changed --dry-run x.csv params -- 'echo ran; exit $(cat status)'
printf 'a\n2\n' >x.csv
changed --dry-run
changed -v 2>&1
changed
printf 'a\n1\n' >x.csv
changed
# Another command is another stamp, unless the stamp is named.
mlc-track changed x.csv --stamp s -- echo one
mlc-track changed x.csv --stamp s -- echo one
mlc-track changed x.csv --stamp s -- echo 'two words'
mlc-track changed -v x.csv params --stamp s -- echo 'two words' 2>&1
# A data set changes with its last version.
mlc-track data add -q x.csv --name x
mlc-track changed data:x -- echo data
mlc-track changed data:x -- echo data
printf 'a\n3\n' >x.csv
mlc-track changed data:x -- echo data
mlc-track data add -q x.csv --name x
mlc-track changed data:x -- echo data
# Drift that was told of.
cp "$MLC_DATA/penguins.csv" .
mlc-clean --where "species != 'Gentoo'" penguins.csv -o some.csv
mlc-track changed --drift x.csv -- echo drift
MLC_TRACK=1 must_exit 1 mlc-drift -q -r penguins.csv some.csv >/dev/null
mlc-track changed -v --drift x.csv -- echo drift 2>&1 |
	sed 's/at 2.*/at TIME/'
mlc-track changed --drift x.csv -- echo drift

must_exit 2 mlc-track changed x.csv 2>&1
must_exit 2 mlc-track changed -- true 2>&1
must_exit 2 mlc-track changed nosuch -- true 2>&1
sed -i 's/two/2wo/' s
must_exit 2 mlc-track changed x.csv --stamp s -- true 2>&1 |
	sed 's/is [0-9a-f]*$/is X/'

# make, by content.
mlc-track rules >mlc.mk
cat >Makefile <<'END'
include mlc.mk
out: $(call mlc-content,x.csv params)
	@echo made
	@cat x.csv params >out
END
make -s
make -s
touch x.csv
make -s
printf 'a\n4\n' >x.csv
make -s
make -s
[ "$(cut -c 1-64 .mlc-sums/x.csv)" = "$(sha256sum x.csv | cut -c 1-64)" ]
must_exit 2 mlc-track sum nosuch .mlc-sums/nosuch 2>&1
