/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a recipe holds of its steps stands in mlc-model(5). */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "tree_model.h"

#include "export_steps.h"

/* A kind that is in no table is refused where the model needs it. */
static int
write_step(const struct export_run *x, struct export_step *s, struct diag *d)
{
	const struct export_writer *w;

	for (size_t i = 0; x->tables[i] != NULL; i++) {
		for (w = x->tables[i]; w->kind != NULL; w++) {
			if (strcmp(w->kind, s->step->kind->name) == 0)
				return (w->write(s, d));
		}
	}
	return (diag_set(d, "it is not written as %s", x->form));
}

/* What is made of input k, where something of it is needed. */
static int
write_input(const struct export_run *x, struct export_step *s,
    struct export_var *made, const uint8_t *needed, struct diag *d)
{
	size_t n = s->step->out.n;
	bool any = false;
	int r = 0;

	s->n_out = 0;
	s->out = mem_alloc(n, sizeof(struct export_var *));
	s->wanted = mem_alloc(n, sizeof(*s->wanted));
	for (size_t j = 0; j < n; j++) {
		if (step_origin(s->step, j) != s->k)
			continue;
		s->out[s->n_out] = &made[j];
		s->wanted[s->n_out++] = needed[j];
		any |= needed[j];
	}
	s->entry = json_array_get(json_object_get(s->state, "columns"), s->k);
	if (any)
		r = write_step(x, s, d);
	free(s->out);
	free(s->wanted);
	return (r);
}

/* One step: vars are those before it, and become those after it. */
static int
write_one(struct export_run *x, size_t k, struct diag *d)
{
	const struct recipe *r = &x->p->recipe;
	const uint8_t *needed = x->needs[k + 1];
	struct export_step s = { .c = x->c, .step = r->steps[k] };
	size_t n = r->schemas[k + 1]->n;
	struct export_var *made = mem_calloc(s.step->out.n, sizeof(*made));
	struct export_var *after = mem_calloc(n, sizeof(*after));
	uint8_t *want = mem_calloc(s.step->out.n, 1);
	json_t *json = step_to_json(s.step);
	int status = 0;

	s.params = json_object_get(json, "params");
	s.state = json_object_get(json, "state");
	for (size_t i = 0; i < n; i++) {
		const struct wire *w = &r->wires[k][i];

		if (needed[i] && w->made) {
			want[w->col] = 1;
			if (step_origin(s.step, w->col) == COLUMN_NONE)
				status = diag_set(d, "it is not written as %s",
				    x->form);
		}
	}
	for (s.k = 0; s.k < s.step->n_in && status == 0; s.k++) {
		s.in = x->vars[s.step->in_cols[s.k]];
		status = write_input(x, &s, made, want, d);
	}
	for (size_t i = 0; i < n; i++) {
		const struct wire *w = &r->wires[k][i];

		after[i] = w->made ? made[w->col] : x->vars[w->col];
	}
	if (status == -1)
		diag_prefix(d, "step %zu, %s", k + 2, s.step->kind->name);
	json_decref(json);
	free(made);
	free(want);
	free(x->vars);
	x->vars = after;
	return (status);
}

/* Rules are not needed: they say what is odd about a row, not its score. */
static uint8_t *
needs_of(const struct recipe *r, size_t k, const uint8_t *after)
{
	uint8_t *before = mem_calloc(r->schemas[k]->n, 1);
	size_t from;

	for (size_t i = 0; i < r->schemas[k + 1]->n; i++) {
		const struct wire *w = &r->wires[k][i];

		if (!after[i])
			continue;
		from = w->col;
		if (w->made && (from = step_origin(r->steps[k], w->col)) !=
		    COLUMN_NONE)
			from = r->steps[k]->in_cols[from];
		if (from != COLUMN_NONE)
			before[from] = 1;
	}
	return (before);
}

/* Mark the columns after all steps that the model looks at. */
static void
needs_of_model(const struct predictor *p, uint8_t *needed)
{
	const struct trees *g = p->model->state;

	if (strcmp(p->model->learner->name, "baseline") == 0)
		return;
	if (model_is_trees(p->model)) {
		for (size_t j = 0; j < g->n_features; j++)
			needed[p->feature_cols[g->features[j].col]] = 1;
		return;
	}
	for (size_t j = 0; j < p->model->features.n; j++)
		needed[p->feature_cols[j]] = 1;
}

void
export_begin(struct export_run *x)
{
	const struct recipe *r = &x->p->recipe;

	x->needs = mem_calloc(r->n + 1, sizeof(*x->needs));
	x->needs[r->n] = mem_calloc(r->schemas[r->n]->n, 1);
	needs_of_model(x->p, x->needs[r->n]);
	for (size_t k = r->n; k-- > 0;)
		x->needs[k] = needs_of(r, k, x->needs[k + 1]);
	x->vars = mem_calloc(x->p->spec.schema.n, sizeof(*x->vars));
}

int
export_steps(struct export_run *x, struct diag *d)
{
	for (size_t k = 0; k < x->p->recipe.n; k++) {
		if (write_one(x, k, d) == -1)
			return (-1);
	}
	return (0);
}

void
export_end(struct export_run *x)
{
	for (size_t k = 0; k <= x->p->recipe.n; k++)
		free(x->needs[k]);
	free(x->needs);
	free(x->vars);
}
