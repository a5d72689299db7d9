/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The classes of a target: its levels (levels.h), gathered in any order, then
 * put in the order of their values.
 *
 * While gathering, a value has an id (order of first sight).  classes_finish
 * says which class each id became; their text is that of the value in CSV.
 */
#ifndef CLASSES_H
#define CLASSES_H

#include <stddef.h>
#include <stdint.h>

#include "column.h"
#include "dict.h"
#include "fit.h"

#define CLASSES_MAX 1000

struct classes {
	enum col_type type;
	struct dict keys;	/* texts */
	char **texts;		/* after finish: (n), sorted */
	uint32_t *of_id;	/* after finish: the class of each id */
	size_t n;
};

/* Of a type that has_levels. */
void classes_init(struct classes *, enum col_type);
void classes_release(struct classes *);

/* The values of training rows are gathered by a pass: what is the number of
   the target's column. */
extern const struct fit_ops classes_fit;
/* Take the values of such a fit over; frees it. */
void classes_take(struct classes *, void *fit);

/* Fails on fewer than two and more than CLASSES_MAX classes, and on texts
   that are not UTF-8; name is the column's, for the message. */
int classes_finish(struct classes *, const char *name, struct diag *)
    MUST_CHECK;

/*
 * Of two classes make the positive one the second: the one that is called so,
 * or (NULL) the affirmative one (levels.h), or the last in order.
 */
int classes_set_positive(struct classes *, const char *positive,
    struct diag *) MUST_CHECK;

#endif
