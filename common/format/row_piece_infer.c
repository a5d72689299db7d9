/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

#include "row_long.h"
#include "row_piece_split.h"

static void
see_all(struct piece *p, const struct piece_plan *plan)
{
	enum split_result result;
	struct diag why;

	for (size_t i = 0; i < p->n && !p->failed; i++) {
		result = plan->format->see(plan->layout, &p->records[i],
		    plan->spec, &p->store, &p->seen, &why);
		if (result != SPLIT_OK)
			(void)piece_keep_unsplit(p, plan, &p->records[i],
			    result, &why);
	}
}

static void
note_seen(struct piece *p, const struct field *f, const struct inference *i)
{
	size_t id = columns_seen_add(&p->seen, f->name, strlen(f->name));

	inference_merge(&p->seen.v[id], i);
}

/* From what was seen so far on. */
static void
begin_guesses(struct piece *p, const struct piece_plan *plan)
{
	const struct schema *names = &plan->layout->names;
	const char *name;
	size_t id;

	p->n_guesses = names->n;
	p->guesses = mem_calloc(names->n, sizeof(*p->guesses));
	for (size_t j = 0; j < names->n; j++) {
		name = names->fields[j].name;
		id = dict_find(&plan->so_far->names, name, strlen(name));
		guess_init(&p->guesses[j], &plan->so_far->v[id]);
		column_reserve(&p->guesses[j].values, p->n);
	}
}

/* Infer and type the rows; -1 where one of them is not what it should be. */
static int
guess_tiles(struct piece *p, const struct piece_plan *plan)
{
	const struct schema *names = &plan->layout->names;
	struct cell_run run = { .stride = p->n_cells };
	struct cell_form form;

	begin_guesses(p, plan);
	for (size_t first = 0; first < p->n; first += run.n) {
		if ((run.n = piece_split_tile(p, plan, first)) == 0)
			return (-1);
		for (size_t j = 0; j < names->n; j++) {
			run.cells = p->cells + j;
			cell_form_init(&form, plan->spec,
			    names->fields[j].name);
			guess_add(&p->guesses[j], &form, &run);
		}
	}
	for (size_t j = 0; j < names->n; j++)
		note_seen(p, &names->fields[j], &p->guesses[j].seen);
	return (0);
}

static void
infer_rows(struct piece *p, const struct piece_plan *plan)
{
	const struct schema *names = &plan->layout->names;
	struct inference f;
	struct cell *c;

	piece_release_guesses(p);
	cell_store_release(&p->store);
	piece_split_all(p, plan, names->n);
	for (size_t j = 0; j < names->n; j++) {
		inference_init(&f);
		for (size_t i = 0; i < p->n; i++) {
			c = &p->cells[i * p->n_cells + j];
			if (p->has_odd)
				(void)cell_decode(plan->layout, c, &p->store,
				    NULL);
			inference_add(&f, plan->spec, c);
		}
		note_seen(p, &names->fields[j], &f);
	}
}

void
piece_infer(struct piece *p, const struct piece_plan *plan)
{
	if (plan->format->see != NULL) {
		see_all(p, plan);
		return;
	}
	p->n_cells = plan->layout->names.n;
	p->has_odd = !utf8_is_text(p->text, p->n_text);
	/* A long row is not kept beside its text. */
	if (plan->so_far == NULL || p->has_odd || piece_is_long(p) ||
	    guess_tiles(p, plan) == -1)
		infer_rows(p, plan);
}
