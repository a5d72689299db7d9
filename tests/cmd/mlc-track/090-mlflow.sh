# Runs as MLflow's file store and back. The store that is read here is laid out
# as MLflow 3.17 writes one.
set -e
cp "$MLC_DATA/penguins.csv" .
mlc-track -q init
mlc-track run -q -n 'one run' -- 'mlc-split penguins.csv | mlc-train forest \
--trees 5 -t species -o m.mlc | mlc-eval -q -O csv --metrics accuracy' >metrics
must_exit 7 mlc-track run -q -n bad -- 'exit 7'
mlc-track export mlruns 2>&1
id() {
	mlc-track ls -O csv | grep ",$1," | cut -d, -f 1
}
one=$(echo mlruns/*/"$(id 'one run')") bad=$(echo mlruns/*/"$(id bad)")
ls "$one" "$one/params" "$one/metrics" "$one/metrics/split.test" \
    "$one/artifacts" | sed 's,^mlruns/[^/]*/[^/:]*,RUN,'
cat "$one/params/mlc-train.trees"; echo
grep 'name\|life\|status' "$one/meta.yaml" "$bad/meta.yaml" mlruns/*/meta.yaml |
	sed 's/.*meta.yaml://'
# The numbers are those of mlc-eval, the files those that were made.
value() {
	cut -d' ' -f 2 "$one/metrics/$1"
}
sed -n 's/^split=test,accuracy,[0-9]*,\([^,]*\),\([^,]*\),\([^,]*\).*/\1 \2 \3/p' \
    metrics >want
echo "$(value accuracy) $(value accuracy.ci_low) $(value accuracy.ci_high)" |
	diff - want
value split.test/accuracy | diff - "$(value accuracy >got; echo got)"
cmp m.mlc "$one/artifacts/m.mlc"
cmp metrics "$one/artifacts/stdout"
[ "$(cat "$one/tags/mlflow.source.name")" = "$(mlc-track show 'one run' --json |
    sed 's/.*"sentence":"//; s/","began.*//; s/\\\\/\\/g
    s/\\n/\n/g')" ] || echo "other sentence"
# Again, and one of them elsewhere; an experiment is found by its name.
find mlruns -type f | sort >before
mlc-track export -q mlruns 'one run'
find mlruns -type f | sort | diff before -
mlc-track export -q -n other mlruns bad
cat mlruns/*/meta.yaml | grep name

# A store of MLflow.
mkdir -p theirs/.trash/9 theirs/7/traces theirs/7/run1/params/model \
    theirs/7/run1/metrics/val theirs/7/run1/tags theirs/7/run1/artifacts/sub
cat >theirs/7/meta.yaml <<'E'
artifact_location: file:///x/7
creation_time: 1795763708793
experiment_id: '7'
lifecycle_stage: active
name: 'it''s a long name of an experiment, which a writer of YAML has put on
  two lines'
E
meta() {
	cat <<E
artifact_uri: file:///x/7/$1/artifacts
end_time: 1795763708961
experiment_id: '7'
lifecycle_stage: active
run_id: $1
run_name: "caf\\xE9 \\u263A, a \\"name\\" of a run that is long enough to be\\
  \\ folded"
start_time: 1795763708932
status: 3
tags: []
user_id: root
E
}
cd theirs/7
meta run1 >run1/meta.yaml
printf 0.1 >run1/params/lr
printf '5\n6' >run1/params/model/depth
printf '1795763708946 1.0 0\n1795763708947 0.5 1\n1795763708940 0.25 3\n1795763708949 0.33 2\n' \
    >run1/metrics/loss
printf '1795763708950 0.9 0 data abc\n' >run1/metrics/val/auc
printf '1795763708950 nan\n' >run1/metrics/old
printf 'a b' >run1/tags/team
echo 0123abc | tr -d '\n' >run1/tags/mlflow.source.git.commit
echo hello >run1/artifacts/sub/art.txt
ln -s /etc/passwd run1/artifacts/link
mkfifo run1/tags/fifo
cd ../..
mkdir in
cd in
mlc-track init -q
mlc-track import ../theirs 2>&1
mlc-track import ../theirs 2>&1
mlc-track show -O csv
mlc-track ls -O csv | cut -d, -f 4-8
object() {
	sha256sum "$1" | sed 's,^..,.mlc/objects/&/,; s/ .*//'
}
for f in artifacts/sub/art.txt metrics/loss; do
	cmp "$(object ../theirs/7/run1/$f)" ../theirs/7/run1/$f
done
mlc-track verify 2>&1 | grep -o '[0-9]* faults'
# What goes out again is what came in.
mlc-track export -q back
run=$(echo back/*/*/meta.yaml)
run=${run%/meta.yaml}
for part in params metrics artifacts; do
	diff -r --no-dereference ../theirs/7/run1/$part "$run/$part" |
	    grep -v ^diff || true
done
cat "$run/tags/team"; echo

# Runs that are cut, missing or hostile do not come in, all others do.
bad() {
	mkdir -p "$1/metrics"
	meta "$1" >"$1/meta.yaml"
}
cd ../theirs/7
for r in cut nostatus word quote metric deep nul time ended deleted; do
	bad $r
done
head -c 90 run1/meta.yaml >cut/meta.yaml
sed -i 's/^status.*/status: 9/' nostatus/meta.yaml
sed -i 's/^run_id.*/no colon/' word/meta.yaml
sed -i '/folded/d' quote/meta.yaml
printf '1795763708946 1.0 0\n1795763708946 one 0\n' >metric/metrics/loss
mkdir -p deep/metrics/"$(yes a | head -n 40 | tr '\n' /)"
printf 'a\0b: c\n' >nul/meta.yaml
sed -i 's/^start_time.*/start_time: 99999999999999999/' time/meta.yaml
printf '1795763708946 1.0 0\n1795763708947 0.' >ended/metrics/loss
sed -i 's/: active/: deleted/' deleted/meta.yaml
odd=$(printf 'odd\n\033[31m name')
mkdir -p "$odd/metrics"
meta odd >"$odd/meta.yaml"
printf '1 2 3\n' >"$odd/metrics/$(printf 'a\377b')"
cd ../../in
must_exit 2 mlc-track import ../theirs 2>&1
mlc-track ls -O csv | wc -l
ls -A .mlc/runs | wc -l
mlc-track verify 2>&1 | grep -o '[0-9]* faults'
mkdir empty
must_exit 2 mlc-track import empty 2>&1
must_exit 2 mlc-track import nosuch 2>&1
must_exit 2 mlc-track export back nosuch 2>&1
must_exit 2 mlc-track export /dev/null 2>&1
# An object that was changed is not handed on.
chmod u+w "$(object ../theirs/7/run1/metrics/loss)"
echo x >>"$(object ../theirs/7/run1/metrics/loss)"
must_exit 2 mlc-track export out 2>&1 | sed 's,: .*objects/,: ,'
must_exit 1 mlc-track verify 2>&1 | grep -o '[0-9]* faults*'
