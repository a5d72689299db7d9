# The recipes of the README work as they stand there.
set -e

# recipe WORDS: the indented lines after the line that begins with the words.
recipe() {
	awk -v start="$1" 'index($0, start) == 1 { on = 1; next }
	    on && /^    / { shown = 1; print substr($0, 5) }
	    on && shown && /^[^ ]/ { exit }' "$MLC_TOP/README"
}

mkdir tests
ln -s "$MLC_DATA" tests/data
recipe 'They work' >begin
. ./begin

# Mail is not sent, and no server of somebody else is signalled.
for stub in mail pkill; do
	printf '#!/bin/sh\necho "%s $*"\ncat\n' $stub >$stub
	chmod 755 $stub
done
PATH=$PWD:$PATH

recipe 'A pipe' >retrain.sh
sh retrain.sh </dev/null | tail -n 1
ls churn.mlc

# Of all runs two, and of the folds two.
recipe 'A Makefile' >Makefile
make -s -j 2 RUNS='gbdt@min-leaf@50 logistic@l2@1e-3' FOLDS='2 4' |
    sed 's/^0\.84[0-9]*/0.84/'
grep ',auc,' summary.csv | cut -d, -f 1-4
ls *.mlc
make -n | grep -c mlc-train	# of 30 runs

# The cron line at night: no drift, drift, no file, no program.
recipe 'And nightly' >nightly.sh
recipe 'A crontab' | sed -n 's/^15 2 \* \* \* *//p' >cron.sh
night() {
	(cd .. && sh churn/cron.sh) >said 2>&1 || echo "status $?"
	cat said retrain.txt 2>/dev/null |
	    grep -o '^mail.*\|split=test *auc\|No such file.*\|mlc-drift: not found' ||
	    echo nothing
}
zcat history/churn.csv.gz >last-night.csv
night
mlc-clean --derive 'monthly_charges = 2 * monthly_charges' \
	last-night.csv -o dear.csv
mv dear.csv last-night.csv
night
ls history | sed 's/^2.*-.*-..\.csv$/a night/'
rm -f retrain.txt
night
PATH=$PWD:/usr/bin:/bin
export PATH
command -v mlc-drift || night
