/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of a search, dealt to folds, as files for the sentences to read.
 *
 * Rows of the part test, and those of no part, are in none of them.  Of those
 * that are left each fold's file has all: the fold's rows are marked test,
 * the others train.  Without folds (n 0) there is one such file, in which the
 * valid rows are marked test.
 *
 * Rows are dealt in turn within each class of a target that has classes (text
 * or bool), and whole groups where there is a column of the role group.  A
 * share of the rows leaves out train rows by their number; shares are nested.
 *
 * A file is written when it is first asked for, and has no name from then on:
 * it goes with the process.
 */
#ifndef FOLDS_H
#define FOLDS_H

#include <stdint.h>

#include "spool.h"

#define FOLDS_MAX 100

struct folds;

struct folds_options {
	size_t n;		/* 0: the valid rows judge */
	uint64_t seed;
	const char *format;	/* of the files, as for sink_open, or NULL */
};

/*
 * parts: enum split_part of each row of the spool, which has to outlive the
 * folds; they may be changed later on.
 */
int folds_new(const struct spool *, const uint8_t *parts,
    const struct folds_options *, struct folds **out, struct diag *)
    MUST_CHECK;
void folds_free(struct folds *);

size_t folds_n(const struct folds *);
/* The fold of each row, FOLDS_MAX for those in none; NULL without folds. */
const uint16_t *folds_of_rows(const struct folds *);

/* A descriptor of its own, at the start of the file of a fold with a share of
   its training rows. */
int folds_open(struct folds *, size_t fold, double share, int *fd,
    struct diag *) MUST_CHECK;
/* The same for all rows, marked train, and rows to be judged that are not
   NULL (a row each) marked test. */
int folds_open_all(struct folds *, const uint8_t *judged, int *fd,
    struct diag *) MUST_CHECK;

/* A hash of all rows and how they are dealt. */
uint64_t folds_hash(const struct folds *);

/* The part of each row of a spool: a heap array. */
int folds_parts(const struct spool *, uint8_t **parts, struct diag *)
    MUST_CHECK;
/* The fold of each row, FOLDS_MAX for those in none: a heap array, to be freed
   after a failure too. */
int folds_deal(const struct spool *, const uint8_t *parts, size_t n,
    uint64_t seed, uint16_t **folds, struct diag *) MUST_CHECK;

#endif
