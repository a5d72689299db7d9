/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "radix.h"

#include "scored.h"

static void
release_ranking(struct room *room, struct ranking *r)
{
	room_release(room, r->order);
	room_release(room, r->score);
	room_release(room, r->label);
}

void
scored_release(struct scored *s)
{
	for (size_t i = 0; s->n_scores > 1 && i < s->n_rankings; i++)
		release_ranking(s->room, &s->rankings[i]);
	free(s->rankings);
	if (s->n_scores == 1)
		s->calibration.score = NULL;	/* it is the score */
	release_ranking(s->room, &s->calibration);
	room_release(s->room, s->weight);
	room_release(s->room, s->truth);
	room_release(s->room, s->value);
	room_release(s->room, s->low);
	room_release(s->room, s->high);
	room_release(s->room, s->truth_class);
	room_release(s->room, s->predicted_class);
	room_release(s->room, s->score);
	room_release(s->room, s->in_set);
	room_release(s->room, s->set_size);
	memset(s, 0, sizeof(*s));
}

/* Those rows of an array of rows of the size; NULL of NULL. */
static void *
gather(struct room *room, const void *from, const uint32_t *rows, size_t n,
    size_t size)
{
	const char *p = from;
	char *out;

	if (from == NULL)
		return (NULL);
	out = room_alloc(room, n, size);
	for (size_t i = 0; i < n; i++)
		memcpy(out + i * size, p + rows[i] * size, size);
	return (out);
}

double
scored_highest(const struct scored *s, size_t row, uint32_t *class)
{
	const double *p = s->score + row * s->n_scores;

	if (s->n_scores == 1) {
		*class = 1;
		return (p[0]);
	}
	*class = 0;
	for (uint32_t c = 1; c < s->n_scores; c++) {
		if (p[c] > p[*class])
			*class = c;
	}
	return (p[*class]);
}

uint32_t *
scored_order(const struct scored *all, const uint32_t *rows, size_t n)
{
	uint32_t *order, class;
	double *key;

	if (all->score == NULL)
		return (NULL);
	order = room_alloc(all->room, n, sizeof(*order));
	key = room_alloc(all->room, n, sizeof(*key));
	for (size_t i = 0; i < n; i++)
		key[i] = scored_highest(all, rows[i], &class);
	sort_order_in(all->room, key, n, order);
	room_release(all->room, key);
	return (order);
}

static struct ranking
rank_highest(const struct scored *s)
{
	struct ranking r = { NULL, s->n_scores == 1 ? s->score :
	    room_alloc(s->room, s->n, sizeof(double)),
	    room_alloc(s->room, s->n, 1) };
	uint32_t class;

	for (size_t i = 0; i < s->n; i++) {
		r.score[i] = scored_highest(s, i, &class);
		r.label[i] = s->truth_class[i] == class;
	}
	return (r);
}

static struct ranking
rank_class(const struct scored *s, uint32_t class)
{
	struct ranking r = { room_alloc(s->room, s->n, sizeof(uint32_t)),
	    room_alloc(s->room, s->n, sizeof(double)),
	    room_alloc(s->room, s->n, 1) };

	for (size_t i = 0; i < s->n; i++) {
		r.score[i] = s->score[i * s->n_scores + class];
		r.label[i] = s->truth_class[i] == class;
	}
	sort_order_in(s->room, r.score, s->n, r.order);
	return (r);
}

static void
make_rankings(struct scored *s)
{
	s->calibration = rank_highest(s);
	s->n_rankings = s->n_scores;
	s->rankings = mem_alloc(s->n_rankings, sizeof(*s->rankings));
	if (s->n_scores == 1)
		s->rankings[0] = s->calibration;
	for (uint32_t c = 0; s->n_scores > 1 && c < s->n_scores; c++)
		s->rankings[c] = rank_class(s, c);
}

void
scored_gather(const struct scored *all, const uint32_t *rows, size_t n,
    struct scored *out)
{
	struct room *room = all->room;
	uint32_t *sorted = scored_order(all, rows, n);

	for (size_t i = 0; sorted != NULL && i < n; i++)
		sorted[i] = rows[sorted[i]];
	if (sorted != NULL)
		rows = sorted;
	*out = (struct scored){
		.task = all->task, .room = room, .n = n,
		.n_classes = all->n_classes,
		.n_scores = all->n_scores,
		.has_probability = all->has_probability,
		.threshold = all->threshold,
		.weight = gather(room, all->weight, rows, n, sizeof(double)),
		.truth = gather(room, all->truth, rows, n, sizeof(double)),
		.value = gather(room, all->value, rows, n, sizeof(double)),
		.low = gather(room, all->low, rows, n, sizeof(double)),
		.high = gather(room, all->high, rows, n, sizeof(double)),
		.truth_class = gather(room, all->truth_class, rows, n,
		    sizeof(uint32_t)),
		.predicted_class = gather(room, all->predicted_class, rows, n,
		    sizeof(uint32_t)),
		.score = gather(room, all->score, rows, n,
		    all->n_scores * sizeof(double)),
		.in_set = gather(room, all->in_set, rows, n, 1),
		.set_size = gather(room, all->set_size, rows, n,
		    sizeof(uint32_t)),
	};
	if (out->score != NULL)
		make_rankings(out);
	room_release(room, sorted);
}
