# A byte that was changed anywhere is found; a last line without its end is no
# fault, and costs nothing but itself.
set -e
cp "$MLC_DATA/penguins.csv" .
mlc-track -q init
mlc-track run -q -- 'mlc-ingest penguins.csv | mlc-train baseline -t species -o m.mlc' >/dev/null
mlc-track promote -q --reason good @ birds@production
mlc-track verify -q

# flip FILE AT: change the byte with the number AT, from 0.
flip() {
	byte=$(od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' ')
	printf "\\$(printf %03o $((byte ^ 1)))" |
		dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}
n=0
for f in $(find .mlc -type f); do
	size=$(wc -c <"$f")
	step=$((size / 6 + 1))
	cp "$f" keep
	for at in $(seq 0 $step $((size - 1))) $((size - 2)) $((size - 1)); do
		flip "$f" "$at"
		mlc-track verify -q && echo "missed: $f at $at"
		flip "$f" "$at"
		n=$((n + 1))
	done
	cmp "$f" keep
done
[ $n -gt 50 ] || echo "only $n"
mlc-track verify -q

# A line that is taken out, an object, a link.
f=$(grep -l '"kind":"end"' .mlc/runs/*/*.jsonl | head -n 1)
cp "$f" keep
sed -i 1d "$f"
must_exit 1 mlc-track verify 2>&1 | sed 's,.*jsonl,FILE,; s/is [0-9a-f]*$/is X/; s/^.* [0-9]* files.*: //'
cp keep "$f"
o=$(find .mlc/objects -type f | head -n 1)
mv "$o" object
mlc-track verify 2>&1 | grep -c 'is not there$'
mv object "$o"
link=.mlc/registry/birds/production
ln -sfn ../../objects "$link"
mlc-track verify 2>&1 | sed -n 's/.*birds/birds/p'
rm "$link"
mlc-track verify 2>&1 | sed -n 's/.*birds/birds/p'
mlc-track stages -O csv | cut -d, -f 1-2
mlc-track verify 2>&1 | grep -c birds || :

# Torn off anywhere.
before=$(mlc-track show --json @ | wc -c)
size=$(wc -c <"$f")
for cut in 1 2 30 $((size / 2)); do
	cp keep "$f"
	truncate -s -$cut "$f"
	mlc-track verify -q || echo "a fault of $cut bytes"
	mlc-track show --json @ >/dev/null
done
cp keep "$f"
[ "$(mlc-track show --json @ | wc -c)" -eq "$before" ]

# Each line's digest, by another program's hand.
previous=
while read -r line; do
	text=${line%,\"sha256\":*}
	sum=$(printf %s%s "$previous" "$text" | sha256sum | cut -c 1-64)
	[ "$line" = "$text,\"sha256\":\"$sum\"}" ] || echo "$line"
	previous=$sum
done <"$f"
