/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"
#include "split_part.h"

#include "dataset_subset.h"

/* Mark the rows that are kept, and number them anew. */
static void
select_rows(struct dataset *s, const struct dataset *from,
    const uint8_t *keep)
{
	size_t n_rows = spool_n_rows(from->spool), row = 0, k = 0, block = 0;

	for (size_t i = 0; i < n_rows; i++) {
		if (block < spool_n_blocks(from->spool) &&
		    i == spool_first_row(from->spool, block))
			s->first_train[block++] = k;
		s->parts[i] = PART_NONE;
		if (from->parts[i] != PART_TRAIN)
			continue;
		if (keep[row]) {
			s->parts[i] = PART_TRAIN;
			s->y_train[k] = from->y_train[row];
			if (s->w_train != NULL)
				s->w_train[k] = from->w_train[row];
			k++;
		}
		row++;
	}
	s->n_train = k;
}

struct dataset *
dataset_subset(const struct dataset *from, const uint8_t *keep)
{
	struct dataset *s = mem_dup(from, 1, sizeof(*from));
	size_t n_blocks = spool_n_blocks(from->spool);

	s->parts = mem_alloc(spool_n_rows(from->spool), 1);
	s->first_train = mem_calloc(n_blocks, sizeof(*s->first_train));
	s->first_valid = mem_calloc(n_blocks, sizeof(*s->first_valid));
	s->y_train = mem_alloc(from->n_train, sizeof(*s->y_train));
	s->w_train = from->w_train == NULL ? NULL :
	    mem_alloc(from->n_train, sizeof(*s->w_train));
	s->y_valid = s->w_valid = NULL;
	s->n_valid = 0;
	s->progress = NULL;
	select_rows(s, from, keep);
	return (s);
}

void
dataset_subset_free(struct dataset *s)
{
	if (s == NULL)
		return;
	free(s->parts);
	free(s->first_train);
	free(s->first_valid);
	free(s->y_train);
	free(s->w_train);
	free(s);
}
