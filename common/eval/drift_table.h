/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tests of drift there are. A new one is a file, a line here and a row in
 * drift_table.c.
 */
#ifndef DRIFT_TABLE_H
#define DRIFT_TABLE_H

#include "drift.h"

extern const struct drift_test drift_def_psi;
extern const struct drift_test drift_def_ks;
extern const struct drift_test drift_def_jensen_shannon;
extern const struct drift_test drift_def_wasserstein;
extern const struct drift_test drift_def_chi_square;
extern const struct drift_test drift_def_missing;
extern const struct drift_test drift_def_unseen;
extern const struct drift_test drift_def_out_of_range;
extern const struct drift_test drift_def_wrong_type;

#endif
