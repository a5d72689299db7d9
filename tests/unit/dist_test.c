/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reference values: scipy.stats and scipy.special 1.10. */
#include <math.h>

#include "check.h"
#include "dist.h"
#include "num_init.h"

#define TOL 1e-12

int
main(void)
{
	num_init();
	/* special.kolmogorov(x) */
	CHECK_NEAR(kolmogorov_sf(0.1), 1, TOL);
	CHECK_NEAR(kolmogorov_sf(0.3), 0.9999906941986655, TOL);
	CHECK_NEAR(kolmogorov_sf(0.5), 0.9639452436648751, TOL);
	CHECK_NEAR(kolmogorov_sf(0.8276), 0.49995841656354456, TOL);
	CHECK_NEAR(kolmogorov_sf(1), 0.26999967167735456, TOL);
	CHECK_NEAR(kolmogorov_sf(1.18), 0.1234538094297657, TOL);
	CHECK_NEAR(kolmogorov_sf(1.3581), 0.0499996304316674, TOL);
	CHECK_NEAR(kolmogorov_sf(3) * 1e8, 3.045995948942526, TOL);
	CHECK_NEAR(kolmogorov_sf(5) * 1e22, 3.8574996959278356, TOL);
	CHECK_NEAR(kolmogorov_sf(0), 1, 0);
	CHECK_NEAR(kolmogorov_sf(100), 0, 0);
	CHECK(isnan(kolmogorov_sf(NAN)));

	/* norm.sf, chi2.sf */
	CHECK_NEAR(normal_sf(3), 0.0013498980316300933, TOL);
	CHECK_NEAR(normal_sf(100), 0, 0);
	CHECK_NEAR(chi_square_sf(11.07, 5), 0.050009618622405425, TOL);
	CHECK_NEAR(chi_square_sf(1e6, 3), 0, 0);
	CHECK_NEAR(chi_square_sf(INFINITY, 3), 0, 0);
	CHECK_NEAR(chi_square_sf(0, 3), 1, 0);
	CHECK(isnan(chi_square_sf(1, 0)));
	return (check_done());
}
