# Slices: parts of the split, values of a column, an expression; a label that
# is asked for exists, rows without a truth are counted, parts come in order.
set -e
cat >s.mlcs <<'end'
#mlc {"mlc":1,"columns":[{"name":"y","type":"string","role":"target"},{"name":"region","type":"string"},{"name":"age","type":"int"},{"name":"split","type":"string","role":"split"},{"name":"prediction","type":"string","role":"prediction"},{"name":"score","type":"float","role":"score","unit":"yes"}],"recipe":[]}
y,region,age,split,prediction,score
yes,north,30,test,yes,0.9
no,north,20,test,no,0.2
yes,south,50,valid,no,0.4
no,south,60,valid,yes,0.6
yes,,40,test,yes,0.8
,,40,test,yes,0.8
no,north,45,valid,no,0.1
yes,north,35,test,no,0.3
#end
end
run() {
	mlc-eval -O csv --bootstrap 0 "$@" s.mlcs
}
run --metrics auc,accuracy
run -q --metrics accuracy --by region --slice 'age >= 40'
run -q --metrics accuracy --role split=feature --slice 'age >= 40' \
    --slice "if(age < 40, 'young', 'old')"
# A condition that no row of a part meets is told, and not left out in
# silence.
run --metrics accuracy --slice 'age > 99' --slice 'age > 47' | wc -l
run --metrics accuracy --role split=feature --slice 'age > 99' | wc -l
# The threshold decides instead of the prediction: at 0.3 all positives are.
run -q --metrics recall,precision --role split=feature --threshold 0.3
# The score is known to be of yes: it is not to be taken for that of no.
must_exit 2 mlc-eval --positive no s.mlcs
# Without it the other class may be the positive one.
run -q --metrics recall --role split=feature --role score=ignore --positive no
