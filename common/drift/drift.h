/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Drift: are the rows of a window like those of a reference?
 *
 * A column is looked at as numbers or as categories.  The reference is known
 * by its profile alone (see profile.h): counts, the law of its numbers, the
 * most frequent categories.  A window holds what has come since.  A test is a
 * function and a row of the table in drift_tests.c.
 */
#ifndef DRIFT_H
#define DRIFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "column.h"
#include "dict.h"
#include "drift_math.h"
#include "jsondoc.h"
#include "profile.h"
#include "sketch.h"

#define DRIFT_LEVEL_BINS 50

enum drift_kind {
	DRIFT_NUMBER = 1,	/* int, float, time, and scores */
	DRIFT_CATEGORY = 2,	/* string and bool */
	DRIFT_EMPTY = 4		/* the reference has no value */
};

/* What is known of a column, or of a score, from training. */
struct drift_ref {
	char *name;
	enum drift_kind kind;
	bool is_target;
	bool is_time;		/* numbers are microseconds since 1970 */
	uint64_t n, n_missing;		/* n counts missing rows too */
	/* Numbers: bins as in a profile: counts of x <= edges[0] .. x > the
	   last. */
	struct law law;
	double lo, hi, sd;
	double looked_at;	/* the share of the rows that the law is of */
	double edges[PROFILE_BINS - 1];
	double counts[PROFILE_BINS];
	size_t n_bins;
	/* A probability: its range is 0 to 1, and its bins are tenths of it,
	   because ranks near 0 and 1 move with every fit. */
	bool is_probability;
	/* Categories: counts by id; other: values of those not kept. */
	struct dict levels;
	double *level_counts;
	double other;
	double expect_unseen;	/* of its own rows, and by how much its */
	double unseen_spread;	/* variance exceeds theirs: see drift_ref.c */
};

/* The same column in a window. */
struct drift_cur {
	uint64_t n, n_missing;
	uint64_t n_bad;		/* texts that are not of its type */
	/* Numbers. */
	struct sketch sketch;
	uint64_t below, above;	/* of the reference's range */
	double bins[PROFILE_BINS];	/* of those in the range */
	/* Categories: counts by the reference's id. */
	double *level_counts;
	uint64_t unseen;	/* values that the reference does not have, */
	double unseen_bins[DRIFT_LEVEL_BINS];	/* by drift_bin_of_text */
};

/* Is it a column to be watched, and not an id or the like? */
bool drift_is_watched(const struct column_profile *);

void drift_ref_of_column(const struct column_profile *,
    struct drift_ref *out);
/* From a score's object in a model's profile.json (see mlc-model(5)). */
int drift_ref_of_score(const json_t *, const char *name,
    struct drift_ref *out, struct diag *) MUST_CHECK;
void drift_ref_release(struct drift_ref *);

void drift_cur_init(struct drift_cur *, const struct drift_ref *);
void drift_cur_release(struct drift_cur *);
/* Add rows first .. first + n - 1 of a column. */
void drift_cur_add(struct drift_cur *, const struct drift_ref *,
    const struct column *, size_t first, size_t n);
/* Both of the same reference. */
void drift_cur_merge(struct drift_cur *, const struct drift_ref *,
    const struct drift_cur *from);
/* To bytes and back, into one that was not initialised (see pack.h). */
void drift_cur_save(const struct drift_cur *, const struct drift_ref *,
    struct str *);
void drift_cur_load(struct drift_cur *, const struct drift_ref *,
    struct unpack *);

struct drift_test {
	const char *name;
	const char *summary;
	unsigned kinds;		/* bits of enum drift_kind */
	bool by_default;
	bool not_for_probability;	/* by default */
	bool is_main;		/* has most of its column's chance */
	bool is_square;		/* grows with the square of a shift */
	double threshold;	/* drift from this value on: a medium effect */
	/* The value is the effect: NaN if it is not defined for these rows.
	   p_value is NaN for a test without one. */
	struct test_result (*run)(const struct drift_ref *,
	    const struct drift_cur *);
};

extern const struct drift_test *const drift_table[];	/* NULL-terminated */

/* How large a difference is drift, in Cohen's words (1988). */
enum drift_effect {
	DRIFT_MEDIUM,
	DRIFT_SMALL,
	DRIFT_LARGE
};

/* "small", "medium", "large" */
int drift_effect_parse(const char *, enum drift_effect *out, struct diag *)
    MUST_CHECK;
/*
 * The threshold of a test for an effect.  Small and large stand to medium as
 * Cohen's 0.2 and 0.8 of a standard deviation stand to 0.5.  A shift of d
 * standard deviations of a normal column has K-S statistic 2 Phi(d / 2) - 1:
 * from 0.1 (0.04, 0.16) on are shifts of 0.25 (0.1, 0.4), half of Cohen's, so
 * that one of his size is found nearly always and not half of the time.
 */
double drift_threshold(const struct drift_test *, enum drift_effect);

/* Which tests: those asked for, or those by default. */
struct drift_choice {
	const struct drift_test **tests;	/* NULL: by default */
	size_t n;
	enum drift_effect effect;
};

/* "psi,ks": a heap array of tests; the effect is left as it was. */
int drift_choice_parse(const char *list, struct drift_choice *out,
    struct diag *) MUST_CHECK;
/* Is it to be run on such a reference? */
bool drift_is_chosen(const struct drift_choice *, const struct drift_test *,
    const struct drift_ref *);

/*
 * The counts of both sides in the same bins: numbers in the quantile bins of
 * the reference with own bins below, above and for missing; categories by
 * level with own bins for unseen and missing.  Where the reference has more
 * than DRIFT_LEVEL_BINS levels or more than 1 % of unseen ones are to be
 * expected, by a hash of the level, and missing; and where it has not kept all
 * levels, those of less than 64 rows share a bin. Heap arrays of *k.
 */
void drift_bins(const struct drift_ref *, const struct drift_cur *,
    double **ref, double **cur, size_t *k);

/* A level's bin by its hash: of DRIFT_LEVEL_BINS. */
uint32_t drift_bin_of_text(const char *, size_t n);

#endif
