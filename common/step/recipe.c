/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "mem.h"
#include "read_spec.h"

#include "recipe.h"

void
recipe_init(struct recipe *r, const struct schema *in)
{
	memset(r, 0, sizeof(*r));
	r->schemas = mem_calloc(1, sizeof(*r->schemas));
	r->schemas[0] = MEM_NEW(struct schema);
	schema_copy(r->schemas[0], in);
}

void
recipe_release(struct recipe *r)
{
	for (size_t i = 0; i < r->n; i++) {
		step_free(r->steps[i]);
		free(r->wires[i]);
	}
	for (size_t i = 0; i <= r->n && r->schemas != NULL; i++) {
		schema_release(r->schemas[i]);
		free(r->schemas[i]);
	}
	free(r->steps);
	free(r->wires);
	free(r->schemas);
	memset(r, 0, sizeof(*r));
}

static int
check_bounds(struct recipe *r, struct diag *d)
{
	r->n_columns += r->schemas[r->n]->n;
	if (r->n >= BOUND_STEPS)
		return (diag_set(d, "more than %u steps", BOUND_STEPS));
	if (r->n_columns > BOUND_STEP_COLUMNS)
		return (diag_set(d, "the steps have more than %u columns "
		    "together", BOUND_STEP_COLUMNS));
	return (0);
}

int
recipe_add(struct recipe *r, struct step *s, struct diag *d)
{
	struct schema *after = MEM_NEW(struct schema);
	const struct schema *before = r->schemas[r->n];
	struct wire *wires;

	if (check_bounds(r, d) == -1 || step_bind(s, before, d) == -1 ||
	    step_declare(s, before, d) == -1 ||
	    step_wire(s, before, after, &wires, d) == -1) {
		free(after);
		step_free(s);
		return (-1);
	}
	r->steps = mem_realloc(r->steps, r->n + 1, sizeof(*r->steps));
	r->wires = mem_realloc(r->wires, r->n + 1, sizeof(*r->wires));
	r->schemas = mem_realloc(r->schemas, r->n + 2, sizeof(*r->schemas));
	r->steps[r->n] = s;
	r->wires[r->n] = wires;
	r->schemas[++r->n] = after;
	return (0);
}

int
recipe_load(const json_t *a, const struct attachments *attachments,
    const struct schema *in, struct recipe *out, struct diag *d)
{
	struct step *s;

	recipe_init(out, in);
	for (size_t i = has_read_step(a); i < json_array_size(a); i++) {
		if (step_from_json(json_array_get(a, i), attachments, &s,
		    d) == -1 ||
		    recipe_add(out, s, d) == -1) {
			recipe_release(out);
			return (diag_prefix(d, "recipe, step %zu", i + 1));
		}
	}
	return (0);
}

const struct schema *
recipe_schema(const struct recipe *r)
{
	return (r->schemas[r->n]);
}

/* What one step makes in one thread. */
struct made {
	struct column *cols;	/* step->out.n */
	struct batch view;	/* all columns after the step */
};

struct recipe_run {
	const struct recipe *recipe;
	size_t first, end;
	struct made *made;		/* end - first */
	struct op_counts *counts;	/* end - first */
	uint64_t **unseen_of;		/* the same, by input of the step */
};

static void
made_init(struct made *m, const struct step *s, const struct schema *after)
{
	m->cols = mem_calloc(s->out.n, sizeof(*m->cols));
	for (size_t i = 0; i < s->out.n; i++)
		column_init(&m->cols[i], s->out.fields[i].type,
		    s->out.fields[i].width);
	m->view.schema = after;
	m->view.cols = mem_calloc(after->n, sizeof(*m->view.cols));
}

struct recipe_run *
recipe_run_new(const struct recipe *r, size_t first, size_t end)
{
	struct recipe_run *run = MEM_NEW(struct recipe_run);

	run->recipe = r;
	run->first = first;
	run->end = end;
	run->made = mem_calloc(end - first, sizeof(*run->made));
	run->counts = mem_calloc(end - first, sizeof(*run->counts));
	run->unseen_of = mem_calloc(end - first, sizeof(*run->unseen_of));
	for (size_t k = first; k < end; k++) {
		made_init(&run->made[k - first], r->steps[k],
		    r->schemas[k + 1]);
		run->unseen_of[k - first] = mem_calloc(r->steps[k]->n_in,
		    sizeof(**run->unseen_of));
	}
	return (run);
}

void
recipe_run_free(struct recipe_run *run)
{
	if (run == NULL)
		return;
	for (size_t k = run->first; k < run->end; k++) {
		struct made *m = &run->made[k - run->first];

		for (size_t i = 0; i < run->recipe->steps[k]->out.n; i++)
			column_release(&m->cols[i]);
		free(m->cols);
		free(m->view.cols);
		free(run->unseen_of[k - run->first]);
	}
	free(run->made);
	free(run->counts);
	free(run->unseen_of);
	free(run);
}

/* Apply step k to the batch; its result is a view of what it made and what
   it let pass. */
static int
apply_step(struct recipe_run *run, size_t k, const struct batch *in,
    const uint8_t *train, struct diag *d)
{
	const struct step *s = run->recipe->steps[k];
	const struct wire *wires = run->recipe->wires[k];
	struct made *m = &run->made[k - run->first];
	struct apply_args args = { in, train, m->cols,
	    &run->counts[k - run->first], run->unseen_of[k - run->first] };

	for (size_t i = 0; i < s->out.n; i++)
		column_clear(&m->cols[i]);
	if (step_apply(s, &args, d) == -1)
		return (diag_prefix(d, "%s", s->label));
	for (size_t i = 0; i < s->out.n; i++) {
		if (m->cols[i].n != in->n_rows)
			BUG("step %s made %zu rows of %zu", s->kind->name,
			    m->cols[i].n, in->n_rows);
	}
	for (size_t i = 0; i < m->view.schema->n; i++)
		m->view.cols[i] = wires[i].made ? &m->cols[wires[i].col] :
		    in->cols[wires[i].col];
	m->view.n_rows = in->n_rows;
	m->view.first_row = in->first_row;
	m->view.source = in->source;
	return (0);
}

int
recipe_run_apply(struct recipe_run *run, const struct batch *in,
    const uint8_t *train, const struct batch **out, struct diag *d)
{
	for (size_t k = run->first; k < run->end; k++) {
		if (apply_step(run, k, in, train, d) == -1)
			return (-1);
		in = &run->made[k - run->first].view;
	}
	*out = in;
	return (0);
}

void
recipe_run_take_unseen(struct recipe_run *run,
    void (*visit)(void *ctx, const char *column, uint64_t n), void *ctx)
{
	for (size_t k = run->first; k < run->end; k++) {
		const struct step *s = run->recipe->steps[k];
		uint64_t *n = run->unseen_of[k - run->first];

		for (size_t i = 0; i < s->n_in; i++) {
			if (n[i] > 0)
				visit(ctx, s->in[i], n[i]);
			n[i] = 0;
		}
	}
}

const struct op_counts *
recipe_run_counts(const struct recipe_run *run)
{
	return (run->counts);
}
