# Weights count for learners, metrics and the means of fitted steps.
set -e
cat >t.csv <<'end'
x,c,w,y
1,a,1,2
,a,1,4
3,b,5,8
end
# The mean of x is (1 + 5 * 3) / 6: a row of weight 5 is five rows.
mlc-ingest t.csv -t y --role w=weight | mlc-clean -i x=mean |
	mlc-encode --target-encode c=1e-9 -o s.mlcs
mlc-ingest -O csv s.mlcs | cut -d, -f1
# A baseline predicts the weighted mean: (2 + 4 + 5 * 8) / 7.
mlc-train baseline -o m.mlc s.mlcs
mlc-serve m.mlc --only -O csv <t.csv | sed -n 2p
# The absolute errors of 6.571... are 4.571..., 2.571... and 1.428... five
# times: (4.571 + 2.571 + 5 * 1.428) / 7 = 2.0408...
mlc-eval -q -m m.mlc --metrics mae --bootstrap 0 -O csv t.csv | cut -d, -f1-4
