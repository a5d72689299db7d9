# Confident learning: joint, suspects and qualities are those of cleanlab 2.9.0:
# compute_confident_joint, find_label_issues, get_confident_thresholds,
# get_label_quality_scores (self_confidence and normalized_margin).  Scores were
# drawn so that no share of the joint lies between two whole numbers.
cat >rows.csv <<'END'
y,score_a,score_b,score_c
c,0.005,0.039,0.956
c,0.157,0.024,0.819
c,0.432,0.212,0.356
b,0.144,0.442,0.414
c,0.628,0.087,0.285
a,0.684,0.251,0.065
b,0.442,0.412,0.146
a,0.151,0.631,0.218
b,0.434,0.247,0.319
a,0.487,0.483,0.03
c,0.245,0.495,0.26
a,0.8,0.049,0.151
b,0.066,0.878,0.056
c,0.069,0.245,0.686
c,0.77,0.029,0.201
c,0.074,0.08,0.846
c,0.563,0.116,0.321
c,0.174,0.199,0.627
c,0.019,0.062,0.919
a,0.158,0.577,0.265
b,0.343,0.608,0.049
c,0.382,0.184,0.434
c,0.155,0.217,0.628
b,0.66,0.023,0.317
a,0.578,0.142,0.28
b,0.008,0.942,0.05
a,0.911,0.062,0.027
c,0.311,0.451,0.238
b,0.064,0.858,0.078
a,0.053,0.906,0.041
a,0.026,0.027,0.947
a,0.879,0.097,0.024
c,0.033,0.129,0.838
c,0.379,0.036,0.585
c,0.64,0.004,0.356
a,0.357,0.072,0.571
c,0.586,0.264,0.15
b,0.833,0.11,0.057
a,0.901,0.015,0.084
a,0.804,0.023,0.173
END
label() {
	mlc-label --suspect -t y --role score_a=score --role score_b=score \
		--role score_c=score -O csv --no-lineage "$@" rows.csv
}
short() {
	awk -F, -v OFS=, 'NR > 1 { for (i = 1; i <= NF; i++)
		if ($i ~ /^[0-9.]+$/) $i = sprintf("%.6g", $i) } 1'
}
label --report | short
label | cut -d, -f 5-7 | short
label --quality margin | cut -d, -f 7 | short
