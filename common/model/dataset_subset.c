/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"
#include "split_part.h"

#include "dataset_subset.h"

static void
add_row(struct dataset *s, const struct dataset *from, size_t row,
    enum split_part part)
{
	bool train = part == PART_TRAIN;
	size_t k = train ? s->n_train++ : s->n_valid++;
	double *w = train ? s->w_train : s->w_valid;

	(train ? s->y_train : s->y_valid)[k] = from->y_train[row];
	if (w != NULL)
		w[k] = from->w_train[row];
}

/* Mark the rows that are kept, and number them anew. */
static void
select_rows(struct dataset *s, const struct dataset *from,
    const uint8_t *parts)
{
	size_t n_rows = spool_n_rows(from->spool), row = 0, block = 0;

	s->n_train = s->n_valid = 0;
	for (size_t i = 0; i < n_rows; i++) {
		if (block < spool_n_blocks(from->spool) &&
		    i == spool_first_row(from->spool, block)) {
			s->first_train[block] = s->n_train;
			s->first_valid[block++] = s->n_valid;
		}
		s->parts[i] = from->parts[i] == PART_TRAIN ? parts[row] :
		    PART_NONE;
		if (s->parts[i] != PART_NONE)
			add_row(s, from, row, s->parts[i]);
		row += from->parts[i] == PART_TRAIN;
	}
}

struct dataset *
dataset_subset(const struct dataset *from, const uint8_t *parts)
{
	struct dataset *s = mem_dup(from, 1, sizeof(*from));
	size_t n_blocks = spool_n_blocks(from->spool), n = from->n_train;
	bool weighs = from->w_train != NULL;

	s->parts = mem_alloc(spool_n_rows(from->spool), 1);
	s->first_train = mem_calloc(n_blocks, sizeof(*s->first_train));
	s->first_valid = mem_calloc(n_blocks, sizeof(*s->first_valid));
	s->y_train = mem_alloc(n, sizeof(*s->y_train));
	s->y_valid = mem_alloc(n, sizeof(*s->y_valid));
	s->w_train = weighs ? mem_alloc(n, sizeof(*s->w_train)) : NULL;
	s->w_valid = weighs ? mem_alloc(n, sizeof(*s->w_valid)) : NULL;
	s->progress = NULL;
	select_rows(s, from, parts);
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
	free(s->y_valid);
	free(s->w_train);
	free(s->w_valid);
	free(s);
}
