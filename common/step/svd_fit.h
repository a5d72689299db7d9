/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Training rows as a matrix whose columns are numbers and the places of
 * vectors and sparse columns, one input after the other: the sums of their
 * products where it is narrow, else the rows themselves, as floats.  Rows that
 * lack an input are left out.
 */
#ifndef SVD_FIT_H
#define SVD_FIT_H

#include <stdbool.h>

#include "fit.h"
#include "linalg.h"
#include "step.h"

#define SVD_NARROW 256			/* columns */
#define SVD_ENTRIES_MAX ((size_t)1 << 28)	/* of a wide matrix */

struct svd_fit {
	size_t n, p;
	struct gram gram;	/* of a narrow one: xy stays 0 */
	size_t *off;		/* (n + 1), of a wide one */
	uint32_t *index;
	float *value;
	size_t n_entries, off_cap, index_cap, value_cap;
	bool is_over;		/* too many entries: what came later is not
				   there */
};

/* what is the step. */
extern const struct fit_ops svd_fit_ops;

/* The columns of the matrix, which bind put into params. */
size_t svd_width(const struct step *);
/* Those that a field or a column of a width makes. */
static inline size_t
svd_places(uint32_t width)
{
	return (width > 0 ? width : 1);
}

/* Does row i of the batch lack an input? */
bool svd_lacks(const struct step *, const struct batch *, size_t i);

#endif
