/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an error is estimated by: the features of scored rows and the
 * prediction, as a table of their own.  Ints, bools and times are floats in it,
 * so that two readings of a table agree; a column that rows do not have, or of
 * another kind, is missing.  Vectors and sparse columns are left out.
 */
#ifndef LOSS_FEATURES_H
#define LOSS_FEATURES_H

#include "batch.h"

struct loss_features {
	struct schema schema;	/* of the features; last the prediction */
	size_t *cols;		/* (schema.n) in the rows at hand */
};

/* Columns of scored rows that are no features; the prediction is there. */
struct loss_columns {
	size_t prediction, truth, time;		/* or COLUMN_NONE */
};

/* Those of rows with such a schema. */
int loss_features_init(struct loss_features *, const struct schema *,
    const struct loss_columns *, struct diag *) MUST_CHECK;
void loss_features_release(struct loss_features *);

/* Find them in other rows. */
void loss_features_bind(struct loss_features *, const struct schema *,
    size_t prediction);

/* Append rows of a batch to columns of that schema. */
void loss_features_add(const struct loss_features *, const struct batch *,
    const uint8_t *keep, struct column *out);

#endif
