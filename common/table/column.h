/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A column: n values of one type in contiguous memory, each possibly missing.
 *
 * valid[i] is 1 where row i has a value and 0 where it is missing.  A missing
 * slot holds NaN in a float column and 0 or nothing elsewhere; in a float
 * column a value is NaN exactly if it is missing.  n_missing counts them, so
 * that loops can skip the test.  Strings and sparse rows are slices of one
 * buffer: row i is off[i] .. off[i + 1].
 *
 * Columns are refilled, not rebuilt: clear keeps the memory.
 */
#ifndef COLUMN_H
#define COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "schema.h"

/* The longest string and the most bytes of one column in one batch. */
#define STRING_MAX ((size_t)1 << 30)

struct column {
	enum col_type type;
	uint32_t width;		/* vector and sparse */
	size_t n, cap;		/* rows */
	size_t n_missing;
	uint8_t *valid;
	union {			/* values of fixed size, one buffer */
		void *fixed;
		uint8_t *bools;		/* COL_BOOL */
		int64_t *ints;		/* COL_INT and COL_TIME */
		double *floats;		/* COL_FLOAT */
		float *vector;		/* COL_VECTOR: (n, width) */
	};
	uint32_t *off;		/* COL_STRING and COL_SPARSE: n + 1 */
	char *bytes;		/* COL_STRING */
	uint32_t *index;	/* COL_SPARSE, ascending within a row */
	float *value;		/* COL_SPARSE */
	size_t data_cap;	/* of bytes, or of index and value */
};

void column_init(struct column *, enum col_type, uint32_t width);
void column_release(struct column *);
void column_clear(struct column *);
/* Be empty and of this type, keeping memory where the type is the same. */
void column_reset(struct column *, enum col_type, uint32_t width);

/* Bytes of one value in fixed; 0 for strings and sparse rows. */
size_t column_value_size(const struct column *);

/* Room for n rows in all, so that data can be written directly. */
void column_reserve(struct column *, size_t n);
/* Room for n more bytes (or sparse entries) of data. */
void column_reserve_data(struct column *, size_t n);

void column_add_missing(struct column *);
void column_add_bool(struct column *, bool);
void column_add_int(struct column *, int64_t);		/* int and time */
void column_add_float(struct column *, double);		/* NaN is missing */
void column_add_string(struct column *, const char *p, size_t n);
/* The string of the only row is that in p, which is taken over. */
void column_take_string(struct column *, char *p, size_t n);
void column_add_vector(struct column *, const float *v);
void column_add_sparse(struct column *, const uint32_t *index,
    const float *value, size_t n);

/* Append rows from..from+n-1 of a column of the same type and width. */
void column_add_range(struct column *, const struct column *from,
    size_t first, size_t n);
/* Append the rows whose keep[i] is not 0; keep has from->n entries. */
void column_add_kept(struct column *, const struct column *from,
    const uint8_t *keep);
/* Append n copies of missing. */
void column_add_missings(struct column *, size_t n);

/* Recount n_missing after valid[] was written directly. */
void column_count_missing(struct column *);

/* The bytes of row i; not NUL-terminated. Missing gives length 0. */
static inline const char *
column_string(const struct column *c, size_t i, size_t *n)
{
	*n = c->off[i + 1] - c->off[i];
	return (c->bytes + c->off[i]);
}

/* Row i of a bool, int, float or time column as a double; NaN if missing. */
double column_number(const struct column *, size_t i);
/* All rows so: out has room for c->n. */
void column_numbers(const struct column *, double *out);

/* Place k of row i of a sparse column; 0 where there is no entry. */
double column_sparse_at(const struct column *, size_t i, uint32_t k);

/* Are rows i and j equal? Missing equals missing. */
bool column_same(const struct column *a, size_t i, const struct column *b,
    size_t j);
/* A hash of the value of row i, for dictionaries of rows. */
uint64_t column_hash(const struct column *, size_t i, uint64_t seed);

/* Bytes of memory that the rows take. */
size_t column_bytes(const struct column *);

#endif
