/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "split_part.h"

#include "dataset_subset.h"

#define SAMPLE_MEM ((uint64_t)256 << 20)

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
	s->checkpoint = NULL;
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

/* Is the row one of at most so many of n, evenly spaced? */
static bool
is_spaced(size_t row, size_t most, size_t n)
{
	most = most < n ? most : n;
	return ((row + 1) * most / n != row * most / n);
}

void
dataset_deal(const struct dataset *data, size_t most, size_t n_folds,
    uint8_t *fold)
{
	size_t n_classes = data->n_classes > 0 ? data->n_classes : 1, k;
	size_t *turn = mem_calloc(n_classes, sizeof(*turn));

	for (size_t i = 0; i < data->n_train; i++) {
		fold[i] = 0;
		if (!is_spaced(i, most, data->n_train))
			continue;
		k = data->n_classes > 0 ? (size_t)data->y_train[i] : 0;
		fold[i] = (uint8_t)(1 + turn[k]);
		turn[k] = (turn[k] + 1) % n_folds;
	}
	free(turn);
}

/* The rows of a spool with keep != 0. */
struct keeping {
	struct stage stage;
	const uint8_t *keep;
	struct block kept;
};

static int
keeping_next(struct stream *st, const struct batch **out, struct diag *d)
{
	struct keeping *k = (struct keeping *)st;
	const struct batch *in;
	int r;

	while ((r = stage_next(&k->stage, &in, d)) == 1) {
		block_clear(&k->kept);
		block_add_kept(&k->kept, in, k->keep + in->first_row);
		k->kept.view.source = in->source;
		*out = &k->kept.view;
		if (k->kept.view.n_rows > 0)
			break;
	}
	return (r);
}

static void
keeping_close(struct stream *st)
{
	struct keeping *k = (struct keeping *)st;

	block_release(&k->kept);
	stage_release(&k->stage);
	free(k);
}

static int
spool_kept(const struct spool *sp, const uint8_t *keep, struct spool **out,
    struct diag *d)
{
	static const struct stream_ops ops = { keeping_next, keeping_close };
	struct keeping *k = MEM_NEW(struct keeping);
	int r;

	stage_init(&k->stage, &ops, spool_stream(sp));
	block_init(&k->kept, &k->stage.stream.head.schema);
	k->keep = keep;
	r = spool_new(&k->stage.stream, SAMPLE_MEM, out, d);
	stream_close(&k->stage.stream);
	return (r);
}

/* Which rows of the spool are in the sample; their targets and weights. */
static void
choose(const struct dataset *from, size_t most, struct dataset *s,
    uint8_t *keep)
{
	size_t row = 0, k = 0;

	for (size_t i = 0; i < spool_n_rows(from->spool); i++) {
		keep[i] = from->parts[i] == PART_TRAIN &&
		    is_spaced(row, most, from->n_train);
		if (keep[i]) {
			s->y_train[k] = from->y_train[row];
			if (s->w_train != NULL)
				s->w_train[k] = from->w_train[row];
			k++;
		}
		row += from->parts[i] == PART_TRAIN;
	}
	s->n_train = k;
}

int
dataset_sample(const struct dataset *from, size_t most, struct dataset **out,
    struct diag *d)
{
	uint8_t *none = mem_alloc(from->n_train, 1), *keep;
	struct spool *sp = NULL;
	struct dataset *s;
	int r;

	memset(none, PART_NONE, from->n_train);
	s = dataset_subset(from, none);
	keep = mem_alloc(spool_n_rows(from->spool), 1);
	choose(from, most, s, keep);
	r = spool_kept(from->spool, keep, &sp, d);
	s->spool = sp;
	for (size_t k = 0; r == 0 && k < spool_n_blocks(sp); k++)
		s->first_train[k] = spool_first_row(sp, k);
	if (r == 0)
		memset(s->parts, PART_TRAIN, s->n_train);
	free(none);
	free(keep);
	if (r == -1)
		dataset_subset_free(s);
	else
		*out = s;
	return (r);
}

void
dataset_sample_free(struct dataset *s)
{
	if (s == NULL)
		return;
	spool_free((struct spool *)(uintptr_t)s->spool);
	dataset_subset_free(s);
}
