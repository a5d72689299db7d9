/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Steps as C, from what a recipe holds of them (mlc-model(5)).  A kind that is
 * in no table is refused where the model needs it.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "c_source_part.h"

const char *
c_param(const struct c_step *s, const char *key)
{
	const char *t = json_string_value(json_object_get(s->params, key));

	return (t != NULL ? t : "");
}

struct c_var
c_begin_out(struct c_step *s, size_t j, enum col_type t)
{
	*s->out[j] = c_var_begin(s->c, t);
	return (*s->out[j]);
}

void
c_add_if_missing(struct c_step *s)
{
	c_add_missing(&s->c->body, s->in);
	str_addz(&s->c->body, " ? ");
}

static int
write_step(struct c_step *s, struct diag *d)
{
	static const struct c_writer *const tables[] = {
		c_cleaners, c_encoders
	};
	const struct c_writer *w;

	for (size_t i = 0; i < 2; i++) {
		for (w = tables[i]; w->kind != NULL; w++) {
			if (strcmp(w->kind, s->step->kind->name) == 0)
				return (w->write(s, d));
		}
	}
	return (diag_set(d, "it is not written as C"));
}

/* What is made of input k, where something of it is needed. */
static int
write_input(struct c_step *s, struct c_var *made, const uint8_t *needed,
    struct diag *d)
{
	size_t n = s->step->out.n;
	bool any = false;
	int r = 0;

	s->n_out = 0;
	s->out = mem_alloc(n, sizeof(struct c_var *));
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
		r = write_step(s, d);
	free(s->out);
	free(s->wanted);
	return (r);
}

/* One step: vars are those before it, and become those after it. */
static int
write_one(struct c_source *c, size_t k, struct c_var **vars,
    const uint8_t *needed, struct diag *d)
{
	const struct recipe *r = &c->p->recipe;
	struct c_step s = { .c = c, .step = r->steps[k] };
	size_t n = r->schemas[k + 1]->n;
	struct c_var *made = mem_calloc(s.step->out.n, sizeof(*made));
	struct c_var *after = mem_calloc(n, sizeof(*after));
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
				status = diag_set(d, "it is not written as C");
		}
	}
	for (s.k = 0; s.k < s.step->n_in && status == 0; s.k++) {
		s.in = (*vars)[s.step->in_cols[s.k]];
		status = write_input(&s, made, want, d);
	}
	for (size_t i = 0; i < n; i++) {
		const struct wire *w = &r->wires[k][i];

		after[i] = w->made ? made[w->col] : (*vars)[w->col];
	}
	if (status == -1)
		diag_prefix(d, "step %zu, %s", k + 2, s.step->kind->name);
	json_decref(json);
	free(made);
	free(want);
	free(*vars);
	*vars = after;
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

uint8_t **
c_needs(const struct predictor *p)
{
	const struct recipe *r = &p->recipe;
	uint8_t **needs = mem_calloc(r->n + 1, sizeof(*needs));

	needs[r->n] = mem_calloc(r->schemas[r->n]->n, 1);
	c_model_needs(p, needs[r->n]);
	for (size_t k = r->n; k-- > 0;)
		needs[k] = needs_of(r, k, needs[k + 1]);
	return (needs);
}

int
c_steps(struct c_source *c, struct c_var **vars, uint8_t *const *needs,
    struct diag *d)
{
	for (size_t k = 0; k < c->p->recipe.n; k++) {
		if (write_one(c, k, vars, needs[k + 1], d) == -1)
			return (-1);
	}
	return (0);
}
