/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The encodings of Parquet's values and levels, each taken some values at a
 * time, so that a page of few bytes can announce many values and cost nothing.
 * https://github.com/apache/parquet-format/blob/master/Encodings.md
 *
 * Buffers that are decoded have PARQUET_PADDING bytes behind them.
 */
#ifndef FMT_PARQUET_DECODE_H
#define FMT_PARQUET_DECODE_H

#include "fmt_parquet_type.h"

#define PARQUET_PADDING 16

/* Runs of one value, and values of so many bits (up to 32) in a row. */
struct parquet_runs {
	const uint8_t *p, *end;
	unsigned bits;
	uint64_t left;		/* of this run */
	bool is_packed;
	uint32_t value;		/* of a run */
	uint64_t bit;		/* of packed ones: the next, from p on */
};

void parquet_runs_begin(struct parquet_runs *, const uint8_t *p, size_t n,
    unsigned bits);
/* How many of n were there. */
size_t parquet_runs_take(struct parquet_runs *, uint32_t *out, size_t n);

/* Integers by their differences (DELTA_BINARY_PACKED). */
struct parquet_delta {
	struct thrift in;
	uint64_t n_left;	/* values that are still to come */
	uint64_t per_block, n_minis, per_mini;
	int64_t value, least;
	const uint8_t *widths;	/* of the block's miniblocks */
	uint64_t mini, at;	/* in the block; in the miniblock */
	bool is_first;
};

/* Its head; -1 where that is none. */
int parquet_delta_begin(struct parquet_delta *, const uint8_t *p, size_t n);
/* How many of n were there. */
size_t parquet_delta_take(struct parquet_delta *, int64_t *out, size_t n);

/* Values as Arrow has them: of one width, or (width 0) texts that end there. */
struct parquet_values {
	struct str bytes;
	uint64_t *ends;
	size_t n, cap;
	size_t longest;		/* text */
	uint64_t finer_times;	/* cut to microseconds */
};

void parquet_values_release(struct parquet_values *);
/* Without the first n. */
void parquet_values_drop(struct parquet_values *,
    const struct parquet_leaf_type *, size_t n);

struct parquet_decoder {
	const struct parquet_leaf_type *type;
	const struct parquet_values *dictionary;	/* NULL: none came */
	int64_t encoding;
	const uint8_t *p, *end;
	size_t n, at;		/* BYTE_STREAM_SPLIT, bits: values; the next */
	struct parquet_runs runs;
	struct parquet_delta first, second;
	struct str last;	/* the text before */
};

/* The values of a page, which outlives it. last is kept for the next. */
int parquet_decode_begin(struct parquet_decoder *, int64_t encoding,
    const uint8_t *p, size_t n, struct diag *) MUST_CHECK;
/* Append n values. */
int parquet_decode(struct parquet_decoder *, size_t n,
    struct parquet_values *out, struct diag *) MUST_CHECK;

#endif
