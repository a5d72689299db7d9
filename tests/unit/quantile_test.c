/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "check.h"
#include "quantile.h"

int
main(void)
{
	static const double v[] = { -3.5, 0, 0, 1.25, 2, 7, 7, 10, 1e3, 1e6 };
	static const double inf[] = { -INFINITY, 1, INFINITY, INFINITY };
	static const double huge[] = { -1.7e308, 1.7e308 };

	/* numpy.quantile(v, p), NumPy 1.24.2 */
	CHECK_NEAR(quantile_sorted(v, 10, 0), -3.5, 0);
	CHECK_NEAR(quantile_sorted(v, 10, 0.1), -0.3499999999999999, 1e-15);
	CHECK_NEAR(quantile_sorted(v, 10, 0.35), 1.3624999999999998, 1e-15);
	CHECK_NEAR(quantile_sorted(v, 10, 0.5), 4.5, 1e-15);
	CHECK_NEAR(quantile_sorted(v, 10, 0.99), 910090.0000000001, 1e-15);
	CHECK_NEAR(quantile_sorted(v, 10, 1), 1e6, 0);
	CHECK_NEAR(quantile_sorted(v, 10, 2), 1e6, 0);
	CHECK_NEAR(quantile_sorted(v, 10, -1), -3.5, 0);
	CHECK_NEAR(quantile_sorted(v, 1, 0.7), -3.5, 0);
	CHECK(isnan(quantile_sorted(v, 0, 0.5)));
	CHECK(isnan(quantile_sorted(v, 10, NAN)));
	CHECK(quantile_sorted(inf, 4, 0) == -INFINITY);
	CHECK(quantile_sorted(inf, 4, 0.9) == INFINITY);
	CHECK_NEAR(quantile_sorted(huge, 2, 0.5), 0, 0);
	return (check_done());
}
