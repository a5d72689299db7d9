# The loop of scripts/retrain without a server: what a batch is worth is told by
# the next one, and a poisoned one never gets a model promoted.
set -e
mkdir labels
cat >settings <<'.'
TARGET=y
KEY=id
HISTORY=window:2
.
cat >train <<'.'
mlc-encode --auto | mlc-train logistic -q -o "$1"
.
turn() {
	want=$1
	shift
	must_exit "$want" sh "$MLC_TOP/scripts/retrain" "$@"
	[ -z "$(ls work labels | grep -v :)" ] || ls work labels
}
served() {
	readlink serving.mlc
}

# The world is as it was, then it changes: a model that knows it is served as
# soon as it has shown so, on rows that it was not trained on.
for batch in 1 2; do
	loop_rows $batch old >labels/0$batch.csv
done
turn 0
loop_rows 3 new >labels/03.csv
loop_rows 4 new >labels/04.csv
turn 1
turn 0 --accept 03
turn 0 --accept 04
served
grep -o '"winner":"[a-z]*"' done/04/03.mlc.json
for batch in 5 6; do
	loop_rows $batch new >labels/0$batch.csv
	turn 0
done
before=$(served)

echo "poison"
loop_rows 10 new | sed 's/yes$/?/; s/no$/yes/; s/?$/no/' >labels/10-flipped.csv
loop_rows 11 new | awk -F, -v OFS=, 'NR > 1 { $3 = 100 * $3 } 1' \
    >labels/11-scaled.csv
loop_rows 12 new | awk -F, -v OFS=, 'NR > 1 { $4 /= 100 } 1' \
    >labels/12-scaled-down.csv
loop_rows 13 new | awk -F, -v OFS=, 'NR > 1 { $2 = "n" NR } 1' \
    >labels/13-text.csv
loop_rows 14 new | cut -d, -f1-2,4- >labels/14-no-column.csv
loop_rows 15 new | awk -F, -v OFS=, 'NR > 1 { $5 = "blue" } 1' \
    >labels/15-unseen.csv
loop_rows 16 new | sed 's/,[0-9.]*,red/,,red/' >labels/16-missing.csv
loop_rows 17 new | cut -d, -f1-5 >labels/17-no-labels.csv
loop_rows 18 new | head -n 9 >labels/18-few.csv
loop_rows 19 new | sed '50s/$/,more/' >labels/19-ragged.csv
head -c 2000 /dev/zero >labels/20-zeros.csv
: >labels/21-empty.csv
turn 1
ls done
[ "$(served)" = "$before" ] || served

# Flipped labels that nothing refuses make a candidate. On good rows it loses.
echo "poison that nothing refuses"
loop_rows 30 new | sed 's/yes$/?/; s/no$/yes/; s/?$/no/' >labels/30.csv
echo "UNSOUND='accuracy < 0'" >>settings
turn 0
readlink candidate.mlc
loop_rows 31 new >labels/31.csv
turn 0
[ "$(served)" = "$before" ] || served
grep -o '"winner":"[a-z]*"' done/31/30.mlc.json

echo "rules"
mlc-profile -q --rules rules done/05/typed.mlcs >not-needed
echo 'a + b > 0.001' >>rules
echo 'RULES=rules' >>settings
loop_rows 32 new | sed '9s/,0\.[0-9]*,/,-0.2,/' >labels/32.csv
turn 1
echo "other histories"
sed -i 's/window:2/decay:1/' settings
loop_rows 40 new >labels/40.csv
turn 0
tail -n +3 done/40/weights.mlcs | head -n 1
mlc-show candidate.mlc -O csv | grep 'rows trained'
sed -i 's/decay:1/all/' settings
loop_rows 41 new >labels/41.csv
turn 0
mlc-show candidate.mlc -O csv | grep 'rows trained'

echo "by hand"
turn 0 --roll-back
loop_rows 41 new >labels/41.csv
must_exit 2 sh "$MLC_TOP/scripts/retrain"
rm labels/41.csv
must_exit 2 sh "$MLC_TOP/scripts/retrain" --nosuch
must_exit 2 sh "$MLC_TOP/scripts/retrain" --accept nosuch
must_exit 2 sh "$MLC_TOP/scripts/retrain" nosuch
