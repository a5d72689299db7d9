/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "calibrator.h"
#include "check.h"
#include "num_init.h"

#define N 60

struct rows {
	double p[N], w[N];
	uint8_t hit[N];
};

static void
fill(struct rows *r)
{
	for (int i = 0; i < N; i++) {
		r->p[i] = 37 * i % 41 / 41.0;
		r->hit[i] = (i * i + 3 * i) % 7 < 7 * r->p[i] * r->p[i];
		r->w[i] = 1 + i % 3;
	}
}

/* scikit-learn 1.7.2: _SigmoidCalibration().fit(log(p / (1 - p)), hit, w) on p
   clipped to 1e-15 .. 1 - 1e-15 */
static void
test_sigmoid(const struct rows *r)
{
	struct calibrator c;

	calibrator_fit_sigmoid(&c, r->p, r->hit, NULL, N);
	CHECK_NEAR(c.a, 0.6754198219, 1e-5);
	CHECK_NEAR(c.b, -0.4432965791, 1e-5);
	CHECK_NEAR(calibrator_apply(&c, r->p[1]), 0.7425487731, 1e-6);
	CHECK_NEAR(calibrator_apply(&c, r->p[9]), 0.1447197556, 1e-6);
	calibrator_release(&c);
	calibrator_fit_sigmoid(&c, r->p, r->hit, r->w, N);
	CHECK_NEAR(c.a, 1.0203590515, 1e-5);
	CHECK_NEAR(c.b, -0.2861282550, 1e-5);
	CHECK_NEAR(calibrator_apply(&c, r->p[5]), 0.4411873205, 1e-6);
	calibrator_release(&c);
}

/* IsotonicRegression(out_of_bounds="clip", y_min=0, y_max=1) of scikit-learn
   1.7.2 */
static void
test_isotonic(const struct rows *r)
{
	static const double at[] = { 0, .1, .33, .5, .77, 1 };
	static const double want[2][6] = {
		{ 0, 0, 0.263157894737, 0.350328947368, 0.5, 1 },
		{ 0, 0, 0.216216216216, 0.308108108108, 0.75, 1 }
	};
	static const size_t points[] = { 12, 13 };
	struct calibrator c;

	for (int k = 0; k < 2; k++) {
		calibrator_fit_isotonic(&c, r->p, r->hit, k == 0 ? NULL : r->w,
		    N);
		CHECK_INT(c.n, points[k]);
		for (int i = 0; i < 6; i++)
			CHECK_NEAR(calibrator_apply(&c, at[i]), want[k][i],
			    1e-12);
		calibrator_release(&c);
	}
}

/* One class, one score: the closed forms. */
static void
test_narrow(void)
{
	static const double p[] = { .3, .3, .3 };
	static const uint8_t none[] = { 0, 0, 0 };
	struct calibrator c;

	calibrator_fit_isotonic(&c, p, none, NULL, 3);
	CHECK_NEAR(calibrator_apply(&c, .9), 0, 0);
	calibrator_release(&c);
	calibrator_fit_sigmoid(&c, p, none, NULL, 3);
	CHECK_NEAR(calibrator_apply(&c, .3), 1 / 5., 1e-9);
	calibrator_release(&c);
}

int
main(void)
{
	struct rows r;

	num_init();
	fill(&r);
	test_sigmoid(&r);
	test_isotonic(&r);
	test_narrow();
	return (check_done());
}
