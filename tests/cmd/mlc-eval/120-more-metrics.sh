# Metrics on request. The values of classes and of numbers are those of
# scikit-learn 1.7.2 (classification_report, balanced_accuracy_score,
# cohen_kappa_score, top_k_accuracy_score, d2_log_loss_score, jaccard_score;
# explained_variance_score, mean_pinball_loss, d2_absolute_error_score,
# median_absolute_error), those it has not by their definitions with numpy, as
# in tests/interop/metric_judge.py.
set -e
cat >two.csv <<'end'
y,p,w,score
no,0.6,2.2,0.6
no,0.4,0.7,0.4
no,0.3,0.6,0.3
no,0.5,0.0,0.5
no,0.7,0.5,0.7
no,0.2,1.0,0.2
yes,0.8,2.8,0.8
yes,0.7,1.7,0.7
no,0.2,1.0,0.2
no,0.5,0.8,0.5
yes,0.8,2.9,0.8
no,0.2,1.3,0.2
yes,0.2,2.9,0.2
end
cat >three.csv <<'end'
y,score_a,score_b,score_c
c,0.33,0.39,0.28
a,0.46,0.34,0.2
b,0.25,0.67,0.08
b,0.15,0.54,0.31
b,0.57,0.34,0.09
c,0.28,0.45,0.27
c,0.21,0.29,0.5
b,0.16,0.6,0.24
b,0.27,0.29,0.44
a,0.05,0.475,0.475
end
cat >numbers.csv <<'end'
y,prediction,prediction_low,prediction_high
-0.4,3.5,1,6
6.5,6.11,5,7
-0.1,-1.29,-3,0
5.3,2.59,2,3
9.1,9.18,9,9.5
0.0,2.96,1,4
0.6,2.52,0,3
end
run() {
	mlc-eval -O csv --bootstrap 0 "$@" | cut -d, -f2-4
}
run -t y --score p --role w=weight --metrics 'gini,ks,gain(share=0.25),lift,logloss_skill,brier_skill,balanced_accuracy,gmean,jaccard,specificity,npv,fpr,selected,support,kappa,cost(fn=50),precision(class=no)' two.csv
run -t y --score score_a --score score_b --score score_c \
    --metrics 'report,topk(k=1),topk,kappa,gmean,f1(average=micro)' three.csv
run -t y --prediction prediction --metrics 'mse,median_error,max_error,explained_variance,smape,mase,mase(season=2),pinball(q=0.9),d2_absolute,coverage,width,winkler(level=0.8)' numbers.csv
# The limits of the intervals may be named; what is given has to be there.
run -t y --prediction prediction --metrics coverage --low prediction \
    --high prediction_high numbers.csv
# Shares of a class have an interval as a share; a gate may be of a class.
mlc-eval -q -O csv -t y --score score_a --score score_b --score score_c \
    --metrics 'recall(class=b)' three.csv
must_exit 1 mlc-eval -O csv -t y --score score_a --score score_b \
    --score score_c --metrics accuracy --bootstrap 0 \
    --fail-if 'all: recall(class=b) <= 0.6' three.csv
for m in 'recall(class=x)' 'recall(k=2)' 'topk(k=0)' 'topk(j=1)' 'topk(k=1' \
    'recall(average=mean)' 'topk(k)' coverage; do
	must_exit 2 mlc-eval -t y --score score_a --score score_b \
	    --score score_c --metrics "$m" three.csv
done
must_exit 2 mlc-eval -t y --prediction prediction --metrics coverage \
    --low prediction_low --high y2 numbers.csv
mlc-eval -t y --prediction prediction --metrics all -O csv numbers.csv | wc -l
