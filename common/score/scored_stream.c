/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "explainer.h"
#include "predictor.h"
#include "scored_stream.h"

/*
 * Which rows and columns go out: the columns that pass (taken by position
 * from the rows that come in), then the predictor's outputs.
 */
struct scoring {
	struct stage stage;
	const struct predictor *p;
	struct predictor_run *run;
	bool processed;		/* the recipe was applied before */
	size_t n_pass;
	size_t *pass;
	struct batch view;
	struct predictor_counts *counts;
	struct explain_columns *explain;	/* or NULL; its columns come
						   last */
};

static void
fill_view(struct scoring *s, const struct batch *in, const struct batch *out,
    const struct batch *why)
{
	const struct column *target = predictor_target(s->run);
	size_t n = s->n_pass;

	for (size_t i = 0; i < s->n_pass; i++) {
		s->view.cols[i] = in->cols[s->pass[i]];
		if (target != NULL && s->pass[i] == s->p->target_raw)
			s->view.cols[i] = target;
	}
	for (size_t i = 0; i < out->schema->n; i++)
		s->view.cols[n++] = out->cols[i];
	for (size_t i = 0; why != NULL && i < why->schema->n; i++)
		s->view.cols[n++] = why->cols[i];
	s->view.n_rows = in->n_rows;
	s->view.first_row = in->first_row;
}

static int
scoring_next(struct stream *st, const struct batch **out, struct diag *d)
{
	struct scoring *s = (struct scoring *)st;
	const struct batch *in, *scored, *why = NULL;
	int r = stage_next(&s->stage, &in, d);

	if (r != 1)
		return (r);
	if (s->processed)
		r = predictor_score_features(s->run, in, &scored, d);
	else
		r = predictor_score(s->run, in, &scored, d);
	if (r == 0 && s->explain != NULL)
		r = explain_columns_fill(s->explain, s->run, &why, d);
	if (r == -1)
		return (-1);
	fill_view(s, in, scored, why);
	if (s->counts != NULL)
		predictor_run_counts(s->run, s->counts);
	*out = &s->view;
	return (1);
}

static void
scoring_close(struct stream *st)
{
	struct scoring *s = (struct scoring *)st;

	predictor_run_free(s->run);
	if (s->explain != NULL)
		explain_columns_release(s->explain);
	free(s->explain);
	free(s->pass);
	free(s->view.cols);
	stage_release(&s->stage);
	free(s);
}

/* The target as it goes out: of the type the recipe gives it. */
static void
set_target_field(struct scoring *s, struct field *f)
{
	const struct schema *made = recipe_schema(&s->p->recipe);

	if (s->p->target_out == COLUMN_NONE)
		return;
	f->role = ROLE_TARGET;
	f->type = made->fields[s->p->target_out].type;
}

/* Rows that were scored before lose the outputs that they have. A target that
   no row has, or an id, does not appear; a feature does: it was taken as
   missing. */
static bool
passes(const struct scoring *s, const struct scored_options *o, size_t col)
{
	const struct field *f = &s->stage.in->head.schema.fields[col];

	if (o->only || (role_is_output(f->role) &&
	    schema_find(&s->p->outputs, f->name) != COLUMN_NONE))
		return (false);
	return (o->read == NULL || o->read->absent[col] == 0 ||
	    field_is_input(f));
}

static int
add_output(struct schema *out, const struct field *given, bool name_score,
    struct diag *d)
{
	struct field f = *given;
	struct str name = STR_INIT;
	int r;

	if (name_score && f.unit != NULL && strcmp(f.name, "score") == 0) {
		str_addf(&name, "score_%s", f.unit);
		f.name = name.buf;
	}
	r = schema_add(out, &f, d);
	str_release(&name);
	return (r);
}

/* Columns of the rows keep their names. */
static int
add_reason(struct schema *out, const struct field *given, struct diag *d)
{
	struct field f = *given;
	struct str name = STR_INIT;
	int r;

	str_addz(&name, f.name);
	while (schema_find(out, str_get(&name)) != COLUMN_NONE)
		str_addc(&name, '_');
	f.name = name.buf;
	r = schema_add(out, &f, d);
	str_release(&name);
	return (r);
}

static int
pass_columns(struct scoring *s, const struct scored_options *o,
    struct diag *d)
{
	const struct schema *in = &s->stage.in->head.schema;
	struct schema *out = &s->stage.stream.head.schema, outputs;
	struct field f;
	int r = 0;

	s->pass = mem_alloc(in->n, sizeof(*s->pass));
	schema_release(out);
	for (size_t i = 0; i < in->n; i++) {
		if (!passes(s, o, i))
			continue;
		f = in->fields[i];
		if (f.role == ROLE_PREDICTION || f.role == ROLE_SCORE)
			f.role = ROLE_IGNORE;	/* of another model */
		if (!s->processed && i == s->p->target_raw)
			set_target_field(s, &f);
		if (schema_add(out, &f, d) == -1)
			return (-1);
		s->pass[s->n_pass++] = i;
	}
	if (o->only)
		schema_copy(&outputs, &s->p->outputs);
	else
		predictor_outputs_beside(s->p, in, &outputs);
	for (size_t i = 0; r == 0 && i < outputs.n; i++)
		r = add_output(out, &outputs.fields[i], o->name_score, d);
	schema_release(&outputs);
	for (size_t i = 0; s->explain != NULL && r == 0 &&
	    i < s->explain->schema.n; i++)
		r = add_reason(out, &s->explain->schema.fields[i], d);
	return (r);
}

static int
begin_explain(struct scoring *s, const struct scored_options *o,
    struct diag *d)
{
	struct explain_columns *e = MEM_NEW(struct explain_columns);

	s->explain = e;
	return (explain_columns_init(e, s->p, o->n_reasons, d));
}

int
scored_stream(const struct predictor *p, struct stream *in,
    const struct scored_options *o, struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { scoring_next, scoring_close };
	struct scoring *s = MEM_NEW(struct scoring);

	stage_init(&s->stage, &ops, in);
	s->p = p;
	s->processed = o->processed;
	s->counts = o->counts;
	s->run = predictor_run_new(p);
	if ((o->explain && begin_explain(s, o, d) == -1) ||
	    pass_columns(s, o, d) == -1) {
		scoring_close(&s->stage.stream);
		return (-1);
	}
	s->view.schema = &s->stage.stream.head.schema;
	s->view.cols = mem_calloc(s->view.schema->n, sizeof(*s->view.cols));
	*out = &s->stage.stream;
	return (0);
}
