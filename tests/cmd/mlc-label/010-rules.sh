# Labels, probabilities and weights by hand: shares of votes, a tie, no vote,
# a rule of several labels.
cat >t.csv <<'END'
x,text,y
1,good,yes
2,good bad,no
3,bad,no
4,other,yes
5,good fine,yes
,bad,
END
cat >rules.txt <<'END'
# what people write
good: text ~ 'good' -> yes

fine: text like '%fine%' -> yes
bad: text ~ 'bad' -> no
size: x > 4 -> no
size: x < 2 -> yes
END
mlc-label -f rules.txt -O csv --no-lineage t.csv
mlc-label -f rules.txt -O csv --no-lineage -t y --report t.csv
mlc-label -f rules.txt --into z -t y t.csv | head -n 1 | tr '{' '\n' |
	grep role
for model in majority weighted dawid-skene programming; do
	mlc-label -f rules.txt --model $model -O csv --no-lineage -t y t.csv |
		tail -n +2 | cut -d, -f 4,5 | cut -c 1-10
done
# What comes out trains a model.
mlc-label -f rules.txt t.csv | mlc-clean --drop-missing label --drop text |
	mlc-train baseline -o m.mlc
