/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reference values: scikit-learn 1.2.1 on the same arrays. */
#include <math.h>
#include <stdint.h>

#include "check.h"
#include "confusion.h"
#include "scored_rows.h"

#define TOL 1e-13

/* The most probable class of each row. */
static const uint32_t guess[] = { 2, 1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0 };

static void
test_binary(void)
{
	/* confusion_matrix(y, s >= 0.5) */
	static const double count[] = { 13, 2, 7, 8 };
	uint32_t truth[N], pred[N];
	struct confusion c;

	for (size_t i = 0; i < N; i++) {
		truth[i] = label[i];
		pred[i] = score[i] >= 0.5;
	}
	confusion_init(&c, 2);
	confusion_add(&c, truth, pred, NULL, N);
	for (size_t i = 0; i < 4; i++)
		CHECK_NEAR(c.cell[i], count[i], 0);
	confusion_release(&c);

	confusion_init(&c, 2);
	confusion_add(&c, truth, pred, weight, N);
	/* accuracy_score(y, s >= 0.5, sample_weight=w) and so on */
	CHECK_NEAR(confusion_accuracy(&c), 0.7066666666666668, TOL);
	CHECK_NEAR(confusion_rate(&c, RATE_PRECISION, 1), 0.7865168539325842,
	    TOL);
	CHECK_NEAR(confusion_rate(&c, RATE_RECALL, 1), 0.5982905982905982,
	    TOL);
	CHECK_NEAR(confusion_rate(&c, RATE_F1, 1), 0.6796116504854368, TOL);
	CHECK_NEAR(confusion_mcc(&c), 0.4315468358677232, TOL);
	confusion_release(&c);
}

static void
test_multi(void)
{
	struct confusion c, w;

	confusion_init(&c, 5);	/* two of the classes do not occur */
	confusion_add(&c, class, guess, NULL, N_MULTI);
	/* accuracy_score, precision_score(average='macro') and so on */
	CHECK_NEAR(confusion_accuracy(&c), 0.3333333333333333, TOL);
	CHECK_NEAR(confusion_mcc(&c), 0.07007127538005775, TOL);
	CHECK_NEAR(confusion_rate(&c, RATE_PRECISION, CONFUSION_MACRO),
	    0.2261904761904762, TOL);
	CHECK_NEAR(confusion_rate(&c, RATE_RECALL, CONFUSION_MACRO),
	    0.4166666666666667, TOL);
	CHECK_NEAR(confusion_rate(&c, RATE_F1, CONFUSION_MACRO),
	    0.2833333333333333, TOL);
	confusion_release(&c);

	confusion_init(&w, 3);
	confusion_add(&w, class, guess, class_weight, N_MULTI);
	CHECK_NEAR(confusion_accuracy(&w), 0.29411764705882354, TOL);
	CHECK_NEAR(confusion_mcc(&w), 0.049799443225449186, TOL);
	CHECK_NEAR(confusion_rate(&w, RATE_PRECISION, CONFUSION_MACRO),
	    0.19384057971014493, TOL);
	CHECK_NEAR(confusion_rate(&w, RATE_RECALL, CONFUSION_MACRO),
	    0.39999999999999997, TOL);
	CHECK_NEAR(confusion_rate(&w, RATE_F1, CONFUSION_MACRO),
	    0.26023727516264833, TOL);
	confusion_release(&w);
}

static void
test_edges(void)
{
	const uint32_t none = 0;
	const double part = 0.3;
	struct confusion c;

	confusion_init(&c, 2);
	CHECK(isnan(confusion_accuracy(&c)));
	CHECK(isnan(confusion_rate(&c, RATE_PRECISION, 1)));
	CHECK(isnan(confusion_rate(&c, RATE_F1, CONFUSION_MACRO)));
	CHECK(isnan(confusion_mcc(&c)));
	/* No positives, none predicted: scikit-learn's zero_division=0. */
	confusion_add(&c, &none, &none, &part, 1);
	CHECK_NEAR(confusion_accuracy(&c), 1, 0);
	CHECK_NEAR(confusion_rate(&c, RATE_PRECISION, 1), 0, 0);
	CHECK_NEAR(confusion_rate(&c, RATE_RECALL, 1), 0, 0);
	CHECK_NEAR(confusion_rate(&c, RATE_F1, 1), 0, 0);
	CHECK_NEAR(confusion_rate(&c, RATE_F1, CONFUSION_MACRO), 1, 0);
	CHECK_NEAR(confusion_mcc(&c), 0, 0);
	confusion_release(&c);
}

int
main(void)
{
	test_binary();
	test_multi();
	test_edges();
	return (check_done());
}
