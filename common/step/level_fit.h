/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Counting the levels of columns on training rows: the fit of the encoders of
 * categories, and what they have in common for levels that they do not know.
 */
#ifndef LEVEL_FIT_H
#define LEVEL_FIT_H

#include "fit.h"
#include "levels.h"
#include "step.h"

/* More levels than this are no category. */
#define LEVELS_MAX ((size_t)1 << 22)

struct level_counts {
	struct dict levels;	/* in order of first sight */
	uint64_t *counts;
	size_t cap;
	uint64_t n_missing;
	enum col_type type;	/* of the column, once a row was seen */
	size_t limit;		/* levels that are counted */
	bool is_over;		/* there were more */
};

void level_counts_init(struct level_counts *, size_t limit);
void level_counts_release(struct level_counts *);
void level_counts_add(struct level_counts *, const struct column *,
    const uint8_t *rows);
void level_counts_merge(struct level_counts *into,
    const struct level_counts *from);

/* The fit of a step: the counts of each of its inputs. */
struct level_fit {
	struct level_counts *cols;
	size_t n;
};

extern const struct fit_ops level_fit_ops;

/* For finish: were all levels of all inputs counted? */
int level_fit_check(const struct step *, const struct level_fit *,
    struct diag *) MUST_CHECK;

/* What to do with a level that was not seen on training rows. */
enum unknown {
	UNKNOWN_OTHER,		/* the kind's own answer */
	UNKNOWN_MISSING,	/* as if it were missing */
	UNKNOWN_ERROR
};

/* The member "unknown" of a step's params. */
int step_unknown(const struct step *, enum unknown *out, struct diag *)
    MUST_CHECK;

/* Count that row i of input k is of an unknown level, which is an error if it
   is to be one. Rows that were fitted on are not counted. */
int level_unknown(const struct step *, const struct apply_args *, size_t k,
    size_t i, enum unknown, struct diag *) MUST_CHECK;

/*
 * Options that encoders of categories share, to be set on a step that was
 * made; kinds that have no such parameter are left alone.
 */
struct level_options {
	int64_t max_levels;	/* 0: the kind's own */
	int64_t min_count;	/* 0: the kind's own */
	const char *unknown;	/* "other", "missing", "error"; NULL likewise */
};

int level_options_set(const struct level_options *, struct step *,
    struct diag *) MUST_CHECK;

#endif
