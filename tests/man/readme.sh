# The recipes of the README work as they stand there.
set -e
cp "$MLC_DATA/churn.csv.gz" .

# recipe WORDS: the indented lines after the line that begins with the words.
recipe() {
	awk -v start="$1" 'index($0, start) == 1 { on = 1; next }
	    on && /^    / { shown = 1; print substr($0, 5) }
	    on && shown && /^[^ ]/ { exit }' "$MLC_TOP/README"
}

recipe 'A pipe' >retrain.sh
sh retrain.sh >metrics
ls churn.mlc

# Of all runs two, and of the folds two.
recipe 'A Makefile' >Makefile
make -s -j 2 RUNS='gbdt-rate-0.1 logistic-l2-1' FOLDS='2 4'
grep ',auc,' summary.csv | cut -d, -f 1-4
make -n | grep -c mlc-train	# of 30 runs

# The cron line at night: no drift, drift, no file.
recipe 'A cron line' | tr '\n' ' ' |
	sed "s,^15 2 \* \* \*,,; s,/srv/churn,$PWD," >cron.sh
printf '#!/bin/sh\necho "mail $*"\n' >mail
chmod 755 mail
PATH=$PWD:$PATH
night() {
	sh cron.sh >said 2>&1
	grep -o 'mail -s.*\|split=test *auc' said || echo nothing
}
zcat churn.csv.gz >last-night.csv
night
mlc-clean --derive 'monthly_charges = 2 * monthly_charges' \
	last-night.csv -o dear.csv
mv dear.csv last-night.csv
night
rm last-night.csv
night
