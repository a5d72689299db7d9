/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What steps keep of many levels, as numbers of each: in the JSON of an entry,
 * or where there are more than a person would read in an attachment, which
 * holds the levels (dict_save) and then the numbers.
 */
#ifndef LEVEL_VALUES_H
#define LEVEL_VALUES_H

#include "dict.h"
#include "step.h"

#define LEVEL_VALUES_INLINE 1000	/* levels at most that are in JSON */

/* Attach n values of the levels to the step; NULL where they belong into
   JSON. */
const struct attachment *level_values_attach(struct step *,
    const struct dict *levels, const double *values, size_t n);

/* What is loaded, to be filled and released by the caller. */
struct level_values {
	struct dict *levels;
	double *values;		/* heap, also after a failure */
	size_t n;
	const struct attachment *attachment;	/* NULL: it stood in JSON */
};

/* From the members of an entry that are called keys[0] (levels) and keys[1]
   (values), or from what its member "attachment" names. */
int level_values_load(const struct step *, const json_t *entry,
    const char *const keys[2], struct level_values *, struct diag *)
    MUST_CHECK;

#endif
