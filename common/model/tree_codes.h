/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Values of rows as small codes, by the thresholds that trees have: a number
 * is at most the threshold c of its feature if its code is at most c.  A column
 * of codes is one byte a row; a feature with more thresholds than a byte counts
 * has several, each for a run of its thresholds.  Missing numbers have the
 * least code in one column and the greatest in another, so that nodes that send
 * them left and right read different columns and need not ask.
 */
#ifndef TREE_CODES_H
#define TREE_CODES_H

#include "trees.h"

#define CODE_ROWS 128		/* of a block, coded at one time */
#define CODE_BUCKETS 256
#define CODE_TABLE 128		/* 16 bytes of bits */

/* Sorted thresholds of a number: a run. */
struct code_scale {
	uint32_t feature;
	uint32_t n;		/* at most 255 */
	uint32_t cols[2];	/* by tree_node.missing_left; CODE_UNUSED */
	double *thresholds;	/* ascending, then infinity */
	/* The bucket of x is (x - thresholds[0]) * per_unit, within what there
	   is; starts: how many thresholds are in those before.  In one bucket
	   are less than `most`, a power of two. */
	double per_unit;
	uint8_t starts[CODE_BUCKETS];
	uint32_t most;
};

/*
 * Bins of a category that are together in every node's set, or out of it, are
 * one class.  Class c: in the first column c / 8 % 16, its byte in a table of
 * CODE_TABLE classes; in column 1 + k its bit in that byte where it is in the
 * k-th table, else no bit.
 */
struct code_levels {
	uint32_t feature;
	uint32_t n_bins, n_classes, n_tables;
	uint32_t *classes;	/* (n_bins) */
	uint32_t col;
};

struct tree_codes {
	struct code_scale *scales;	/* by feature and threshold */
	size_t n_scales;
	struct code_levels *levels;	/* by feature */
	size_t n_levels;
	uint32_t n_cols;
};

#define CODE_UNUSED UINT32_MAX

/* For the nodes of the trees t with wanted[t]. */
void tree_codes_init(struct tree_codes *, const struct trees *,
    const bool *wanted);
void tree_codes_release(struct tree_codes *);

/* The column and code of a number's node. */
void tree_codes_of(const struct tree_codes *, const struct tree_node *,
    uint32_t *col, uint8_t *code);
const struct code_levels *tree_codes_levels(const struct tree_codes *,
    const struct tree_node *);

/* Codes (n_cols, CODE_ROWS) of values (features, CODE_ROWS). */
void tree_codes_fill(const struct tree_codes *, const double *values,
    uint8_t *codes);

#endif
