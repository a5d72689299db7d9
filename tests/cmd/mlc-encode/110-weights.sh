# Rows count as much as their weight in means, deviations and target means:
# what scikit-learn 1.7.2 gives, StandardScaler().fit(X, sample_weight=w), and
# numpy.average(y, weights=w) of each level.
set -e
cat >t.csv <<'END'
g,x,y,w
a,1,10,1
a,2,20,3
b,4,30,0.5
b,,50,2
b,7,20,0
END
mlc-clean -i x=mean --role w=weight t.csv -O csv
mlc-encode --scale x=standard --role w=weight t.csv -O csv
mlc-encode --target-encode g=0 -t y --role w=weight --seed 3 t.csv -o t.mlcs
sed -n 's/.*"levels":\(\[[^]]*\]\).*"means":\(\[[^]]*\]\).*/\1 \2/p' t.mlcs
