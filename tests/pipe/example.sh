# The worked example of scripts/retrain comes to what it says; and its report of
# the requests, which drift against the first model: make says so each time.
set -e
sh "$MLC_TOP/scripts/example/run" "$MLC_BUILD" play >said || cat said
cat play/journal
ls play/refused
readlink play/serving.mlc
cd play
must_exit 2 make -s drift.txt 2>err >report
grep -c 'monthly_charges.*drift' report
must_exit 2 make -s drift.txt 2>err >again
cmp report again
