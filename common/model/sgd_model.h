/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What sgd models consist of, with what going on with their training needs.
 *
 * In weights.bin, little endian: "mlcsgd_1", as u64 the outputs and the places,
 * as f64 weight, norm, mean, unit, low and high, then for each place as f32 its
 * largest value and for each output a weight and the sum of squared gradients.
 */
#ifndef SGD_MODEL_H
#define SGD_MODEL_H

#include "sgd_rows.h"

struct sgd_model {
	struct sgd_layout layout;
	size_t n_out, stride;
	float *at;		/* (places, stride): the size of the largest
				   value seen, then of each output the weight
				   and the sum of squared gradients */
	double weight, norm;	/* of the rows seen: their weights, and times
				   sums of squared values over the largest */
	/* Of the targets of the first rows, where these are numbers: scores are
	   (y - mean) / unit.  Scores are cut at the least and the greatest. */
	double mean, unit, low, high;
};

/* A score of each output for one row. */
void sgd_scores(const struct sgd_model *, const struct sgd_entries *,
    double *out);

struct sgd_model *sgd_model_new(const struct model *, struct diag *);
/* What m->from has learned; bits and interact have to be the same. */
int sgd_model_take(struct sgd_model *, const struct model *m, struct diag *)
    MUST_CHECK;
void sgd_model_free(void *);
void sgd_model_save(const struct model *, struct str *out);
int sgd_model_load(struct model *, const char *p, size_t n, struct diag *)
    MUST_CHECK;

#endif
