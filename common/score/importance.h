/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a model looks at, for its card and mlc-show: what counts most, by the
 * measure of its learner.
 *
 *   {"measure": text,
 *    "outputs": [{"class"?, "features": [[name, value]...]}],
 *    "columns"?: [[raw column, value]...]}
 *
 * A place of a one-hot column is called by its level.  Columns are there where
 * the measure can be added up (shares of gain) and steps made the features:
 * what was made of a raw column counts together.
 */
#ifndef IMPORTANCE_H
#define IMPORTANCE_H

#include "predictor.h"

#define IMPORTANCE_MAX 20	/* entries of a list: those of largest size, of
				   equals the first; none that are 0 */

/* A new reference; NULL where the learner has nothing to tell. */
json_t *importance_of(const struct predictor *);

#endif
