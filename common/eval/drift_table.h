/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tests of drift there are, in the order of --list.  A new one is a file
   and a row here. */
#ifndef DRIFT_TABLE_H
#define DRIFT_TABLE_H

#include "drift.h"

#define DRIFT_TESTS(ROW) \
	ROW(psi) \
	ROW(ks) \
	ROW(jensen_shannon) \
	ROW(wasserstein) \
	ROW(chi_square) \
	ROW(missing) \
	ROW(unseen) \
	ROW(out_of_range) \
	ROW(wrong_type)

#define DRIFT_DECLARE(name) extern const struct drift_test drift_def_##name;
DRIFT_TESTS(DRIFT_DECLARE)

#endif
