/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "str.h"

#include "row_answers.h"

static int
answers_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct row_answers *a = (struct row_answers *)s;
	const struct batch *b;
	int r = stage_next(&a->stage, &b, d);

	if (r != 1)
		return (r);
	if (a->view.cols == NULL)
		a->view.cols = mem_alloc(a->n_in + a->n,
		    sizeof(*a->view.cols));
	for (size_t k = 0; k < a->n; k++)
		column_clear(&a->cols[k]);
	for (size_t i = 0; i < b->n_rows; i++)
		a->fill(a->ctx, b, i, a->cols);
	memcpy(a->view.cols, b->cols, a->n_in * sizeof(*b->cols));
	for (size_t k = 0; k < a->n; k++)
		a->view.cols[a->n_in + k] = &a->cols[k];
	a->view.n_rows = b->n_rows;
	a->view.first_row = b->first_row;
	a->view.source = b->source;
	*out = &a->view;
	return (1);
}

static void
answers_close(struct stream *s)
{
	struct row_answers *a = (struct row_answers *)s;

	stage_release(&a->stage);
	stream_close(a->source);
	spool_free(a->spool);
	for (size_t k = 0; k < a->n; k++)
		column_release(&a->cols[k]);
	free(a->view.cols);
	a->release(a->ctx);
	free(a);
}

struct row_answers *
row_answers_new(struct stream *in, void *ctx, answer_row *fill,
    void (*release)(void *))
{
	static const struct stream_ops ops = { answers_next, answers_close };
	struct row_answers *a = MEM_NEW(struct row_answers);

	stage_init(&a->stage, &ops, in);
	a->n_in = in->head.schema.n;
	a->view.schema = &a->stage.stream.head.schema;
	a->fill = fill;
	a->release = release;
	a->ctx = ctx;
	return (a);
}

int
row_answers_add(struct row_answers *a, const char *prefix,
    const struct answer_column *cols, size_t n, struct diag *d)
{
	struct schema *s = &a->stage.stream.head.schema;
	size_t target = schema_find_role(s, ROLE_TARGET);
	struct str name = STR_INIT;
	int r = 0;

	for (size_t k = 0; k < n && r == 0; k++) {
		struct field f = { .type = cols[k].type,
		    .role = cols[k].role };

		if (f.role == ROLE_TARGET && target != COLUMN_NONE)
			schema_set_role(s, target, ROLE_IGNORE);
		str_clear(&name);
		str_addf(&name, "%s%s", prefix, cols[k].ending);
		f.name = name.buf;
		column_init(&a->cols[a->n++], f.type, 0);
		r = schema_add(s, &f, d);
	}
	str_release(&name);
	return (r);
}

int
row_answers_read(struct row_answers *a, uint64_t mem, struct diag *d)
{
	if (spool_new(a->stage.in, mem, &a->spool, d) == -1)
		return (-1);
	a->source = a->stage.in;
	a->stage.in = spool_stream(a->spool);
	return (0);
}
