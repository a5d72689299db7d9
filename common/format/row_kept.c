/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "row_kept.h"

static void
release_guesses(struct kept_piece *k)
{
	for (size_t j = 0; k->guesses != NULL && j < k->n_guesses; j++)
		guess_release(&k->guesses[j]);
	free(k->guesses);
	k->guesses = NULL;
}

static void
release_piece(struct kept_piece *k)
{
	release_guesses(k);
	if (k->rows.cols != NULL)
		block_release(&k->rows);
}

void
kept_release(struct kept_rows *k)
{
	for (size_t i = 0; i < k->n; i++)
		release_piece(&k->v[i]);
	free(k->v);
	memset(k, 0, sizeof(*k));
}

uint64_t
kept_add(struct kept_rows *k, struct piece *p, size_t n_records)
{
	struct kept_piece *to;
	uint64_t n = 0;

	k->v = mem_grow(k->v, &k->cap, k->n + 1, sizeof(*k->v));
	to = &k->v[k->n++];
	memset(to, 0, sizeof(*to));
	to->n_records = n_records;
	to->odd = p->store.odd;
	to->n_guesses = p->n_guesses;
	to->guesses = p->guesses;
	p->guesses = NULL;
	for (size_t j = 0; to->guesses != NULL && j < to->n_guesses; j++)
		n += column_bytes(&to->guesses[j].values);
	return (n);
}

struct fit {
	struct kept_piece *v;
	const struct piece_plan *plan;
};

/* Column col of the spec; -1 where its values are not known. */
static int
fit_column(struct kept_piece *k, const struct piece_plan *plan, size_t col)
{
	struct column *to = &k->rows.cols[col];
	struct guess *g;

	if (plan->map[col] == COLUMN_NONE) {
		column_add_missings(to, k->n_records);
		return (0);
	}
	g = &k->guesses[plan->map[col]];
	if (guess_fit(g, &plan->forms[col], to->type) == -1)
		return (-1);
	k->n_finer_times += to->type == COL_TIME ? g->n_finer : 0;
	*to = g->values;
	column_init(&g->values, COL_FLOAT, 0);
	return (0);
}

static void
fit_piece(void *ctx, size_t i, int worker)
{
	const struct fit *f = ctx;
	const struct schema *s = &f->plan->spec->schema;
	struct kept_piece *k = &f->v[i];
	size_t j = 0;

	(void)worker;
	if (k->guesses == NULL)
		return;
	block_init(&k->rows, s);
	while (j < s->n && fit_column(k, f->plan, j) == 0)
		j++;
	release_guesses(k);
	if (j < s->n)
		block_release(&k->rows);
	else
		block_seal(&k->rows, 0);
}

uint64_t
kept_fit(struct kept_rows *k, const struct piece_plan *plan,
    struct crew *crew)
{
	struct fit f = { k->v, plan };
	uint64_t n_records = 0;
	size_t n = k->n;

	crew_for(crew, k->n, fit_piece, &f);
	while (n > 0 && k->v[n - 1].rows.cols != NULL)
		n--;
	for (k->next = 0; k->next < n; k->next++) {
		n_records += k->v[k->next].n_records;
		release_piece(&k->v[k->next]);
	}
	return (n_records);
}

struct kept_piece *
kept_next(struct kept_rows *k)
{
	if (k->next > 0 && k->v[k->next - 1].rows.cols != NULL)
		block_release(&k->v[k->next - 1].rows);
	return (k->next < k->n ? &k->v[k->next++] : NULL);
}
