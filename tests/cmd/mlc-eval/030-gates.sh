# Gates: the verdict is the exit status, after all was written.
set -e
cat >s.csv <<'end'
y,p,part
yes,0.9,test
no,0.2,test
yes,0.4,test
no,0.6,test
yes,0.8,valid
no,0.7,valid
end
run() {
	mlc-eval -t y --score p --metrics auc --bootstrap 0 s.csv "$@"
}
# 7 of 9 pairs are in order; in the test part 3 of 4, in the valid one 1 of 1.
run --fail-if 'auc < 0.77'
must_exit 1 mlc-eval -t y --score p --bootstrap 0 --metrics auc s.csv \
    --fail-if 'auc < 0.78' --fail-if 'f1 > 1' --fail-if 'logloss > 0.1'
must_exit 1 mlc-eval -t y --score p --bootstrap 0 --metrics auc s.csv \
    --role part=split --fail-if 'auc < 0.8' -O csv
run --role part=split --fail-if 'split=valid: auc < 0.8' -O csv
# Against itself nothing has changed.
run -o old.csv
run --baseline old.csv --fail-if 'auc < baseline' -O csv
must_exit 1 mlc-eval -t y --score p --bootstrap 0 --metrics auc s.csv \
    --baseline old.csv --fail-if 'auc <= baseline + 0.001' -O csv
# A metric that is not defined fails.
printf 'y,p,part\nyes,0.5,test\nno,0.5,valid\n' >one.csv
must_exit 1 mlc-eval -t y --score p --metrics auc one.csv --bootstrap 0 \
    --role part=split --fail-if 'auc < 0' -O csv
