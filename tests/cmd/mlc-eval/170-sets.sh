# Sets of classes that are to hold the truth, counted by hand: of these five
# rows three are held, with 1, 2, 0, 3 and 1 classes.
set -e
cat >sets.csv <<'end'
y,prediction,prediction_set,g,w
a,a,a,p,1
b,a,a|b,p,3
c,b,,p,1
c,c,a|b|c,q,2
ab,a,b,q,1
end
run() {
	mlc-eval -O csv -t y --prediction prediction --bootstrap 0 "$@"
}
run --metrics coverage,set_size sets.csv
run --metrics coverage,set_size --role w=weight --by g sets.csv
# Under another name, also where one class each is a number to the reader.
printf 'y,p,s\n1,1,1\n0,1,1\n0,0,\n1,0,1\n' >numbers.csv
run --prediction p --set s --metrics coverage,set_size --task classification \
    numbers.csv
# Several classes are judged each against the rest: as one that is said to be
# the positive one.
run --fair g sets.csv >each.csv
grep -c . each.csv
for c in a b c; do
	run --fair g --positive $c sets.csv | sed 1d >"$c.one"
	grep -F "(class=$c)" each.csv | sed "s/(class=$c)//" >"$c.each"
	cmp "$c.one" "$c.each"
done
grep -E '^g=q,(selected|recall|fpr)\(class=a\)' each.csv
must_exit 2 mlc-eval -t y --prediction y --set none sets.csv
must_exit 2 mlc-eval -t y --prediction prediction --metrics width sets.csv
must_exit 2 mlc-eval -t w --prediction w --task regression --set g sets.csv
must_exit 2 mlc-eval -t y --prediction y --metrics coverage numbers.csv
