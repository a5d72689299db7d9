/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reference values: scikit-learn 1.2.1 on the same arrays, sample_weight= for
 * the weighted ones: roc_auc_score, average_precision_score, log_loss,
 * brier_score_loss, accuracy_score, precision_score, recall_score, f1_score,
 * matthews_corrcoef; for three classes average="macro" (the AUC: the mean of
 * the three one against the rest).  Log loss and Brier score of three classes
 * and the ECE are from their definitions with numpy.
 */
#include <stdlib.h>

#include "metric_check.h"

static const double score[] = {
	0.6, 0.4, 0.3, 0.5, 0.7, 0.2, 0.8, 0.7, 0.2, 0.5, 0.8, 0.2, 0.2, 0.5,
	0.5, 0.3, 0.8, 0.1, 0.7, 0.8, 0.7, 0.3, 0.4, 0.5,
};
static const uint32_t truth2[] = {
	0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0,
	0,
};
static const double prob[] = {
	0.33, 0.39, 0.28, 0.46, 0.34, 0.2, 0.25, 0.67, 0.08, 0.15, 0.54, 0.31,
	0.57, 0.34, 0.09, 0.28, 0.45, 0.27, 0.21, 0.29, 0.5, 0.16, 0.6, 0.24,
	0.27, 0.29, 0.44, 0.28, 0.29, 0.43, 0.05, 0.13, 0.82, 0.47, 0.46,
	0.07, 0.1, 0.47, 0.43, 0.38, 0.29, 0.33, 0.55, 0.08, 0.37, 0.05, 0.6,
	0.35, 0.96, 0.01, 0.03, 0.14, 0.79, 0.07, 0.54, 0.23, 0.23, 0.67,
	0.13, 0.2, 0.05, 0.21, 0.74, 0.19, 0.43, 0.38, 0.25, 0.18, 0.57, 0.27,
	0.15, 0.58,
};
static const uint32_t truth3[] = {
	2, 0, 1, 1, 1, 2, 2, 1, 1, 1, 0, 1, 1, 1, 0, 2, 0, 1, 2, 0, 1, 2, 2,
	0,
};

static const struct want want_binary[] = {
	{ "auc", 0.7478991596638656, 0.6781956469456469 },
	{ "ap", 0.5154170363797693, 0.5423924839609694 },
	{ "logloss", 0.616545514987307, 0.664953682649198 },
	{ "brier", 0.21208333333333337, 0.2323466666666667 },
	{ "accuracy", 0.625, 0.6266666666666667 },
	{ "precision", 0.42857142857142855, 0.5088495575221239 },
	{ "recall", 0.8571428571428571, 0.798611111111111 },
	{ "f1", 0.5714285714285714, 0.6216216216216217 },
	{ "mcc", 0.35638575213064944, 0.3161492272430575 },
	{ "ece", 0.20416666666666664, 0.20773333333333335 },
};

static const struct want want_several[] = {
	{ "auc", 0.7069578025460378, 0.6873219426757076 },
	{ "ap", 0.5913996756433731, 0.6008122460167385 },
	{ "logloss", 0.9622175697902372, 1.009172860866067 },
	{ "brier", 0.5864666666666666, 0.6068922666666666 },
	{ "accuracy", 0.4583333333333333, 0.4533333333333333 },
	{ "precision", 0.44708994708994715, 0.44775431540137417 },
	{ "recall", 0.4689754689754689, 0.4606050291891 },
	{ "f1", 0.4523809523809524, 0.45172622022322173 },
	{ "mcc", 0.1808740941954929, 0.17958984625102162 },
	{ "ece", 0.24416666666666667, 0.3362133333333333 },
};

static void
test_binary(void)
{
	struct scored s = { .task = SCORED_BINARY, .n = N, .n_classes = 2,
	    .n_scores = 1, .has_probability = true,
	    .truth_class = mem_dup(truth2, N, sizeof(uint32_t)),
	    .predicted_class = mem_alloc(N, sizeof(uint32_t)),
	    .score = mem_dup(score, N, sizeof(double)) };

	for (size_t i = 0; i < N; i++)
		s.predicted_class[i] = score[i] >= 0.5;
	check_metrics(&s, want_binary,
	    sizeof(want_binary) / sizeof(want_binary[0]));
	s.weight = NULL;
	scored_release(&s);
}

static void
test_several(void)
{
	struct scored s = { .task = SCORED_MULTICLASS, .n = N,
	    .n_classes = 3, .n_scores = 3, .has_probability = true,
	    .truth_class = mem_dup(truth3, N, sizeof(uint32_t)),
	    .predicted_class = mem_calloc(N, sizeof(uint32_t)),
	    .score = mem_dup(prob, 3 * N, sizeof(double)) };

	for (size_t i = 0; i < N; i++) {
		for (uint32_t c = 1; c < 3; c++) {
			if (prob[3 * i + c] >
			    prob[3 * i + s.predicted_class[i]])
				s.predicted_class[i] = c;
		}
	}
	check_metrics(&s, want_several,
	    sizeof(want_several) / sizeof(want_several[0]));
	s.weight = NULL;
	scored_release(&s);
}

/* One class alone: what needs both is not defined, the rest is. */
static void
test_one_class(void)
{
	struct scored s = { .task = SCORED_BINARY, .n = N, .n_classes = 2,
	    .n_scores = 1, .has_probability = true,
	    .truth_class = mem_calloc(N, sizeof(uint32_t)),
	    .predicted_class = mem_calloc(N, sizeof(uint32_t)),
	    .score = mem_dup(score, N, sizeof(double)) };

	CHECK(isnan(measure(&s, "auc")));
	CHECK(isnan(measure(&s, "ap")));
	CHECK_NEAR(measure(&s, "accuracy"), 1, 0);
	CHECK_NEAR(measure(&s, "mcc"), 0, 0);
	scored_release(&s);
}

static void
test_fit(void)
{
	struct diag d = DIAG_INIT;
	struct scored s = { .task = SCORED_BINARY };

	CHECK(metric_fits(metric_find("f1", &d), &s));
	CHECK(!metric_fits(metric_find("auc", &d), &s));
	CHECK(!metric_fits(metric_find("rmse", &d), &s));
	s.score = (double *)(uintptr_t)score;
	CHECK(metric_fits(metric_find("auc", &d), &s));
	CHECK(!metric_fits(metric_find("brier", &d), &s));
	CHECK(metric_find("logless", &d) == NULL);
	CHECK_STR(d.text,
	    "no metric \"logless\" (did you mean \"logloss\"?)");
}

int
main(void)
{
	test_binary();
	test_several();
	test_one_class();
	test_fit();
	return (check_done());
}
