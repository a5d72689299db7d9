/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is wrong with the columns of requests, counted by the columns' names.
 *
 * Many threads may add at once.  Names come from clients, too: those that the
 * model does not know are kept up to 100, if they are short; all others are
 * counted under the empty name.
 */
#ifndef COLUMN_COUNTS_H
#define COLUMN_COUNTS_H

#include <pthread.h>
#include <stdint.h>

#include "dict.h"

enum column_fault {
	FAULT_ABSENT,		/* requests without the column */
	FAULT_UNKNOWN,		/* requests with a column that the model does
				   not have */
	FAULT_BAD_VALUE,	/* values that are not of its type */
	FAULT_UNSEEN,		/* categories that the model does not know */
	N_COLUMN_FAULTS
};

extern const char *const column_fault_names[N_COLUMN_FAULTS];

struct column_counts {
	pthread_mutex_t lock;
	struct dict names;
	uint64_t (*counts)[N_COLUMN_FAULTS];	/* of each name */
	size_t cap;
	size_t n_unknown;	/* names that are there for FAULT_UNKNOWN */
};

void column_counts_init(struct column_counts *);
void column_counts_release(struct column_counts *);

void column_counts_add(struct column_counts *, const char *name,
    enum column_fault, uint64_t n);

/* Each count that is not 0, in the order in which names came. */
void column_counts_visit(struct column_counts *,
    void (*visit)(void *ctx, const char *name, enum column_fault, uint64_t n),
    void *ctx);

#endif
