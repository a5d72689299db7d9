/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "convert.h"
#include "mem.h"

#include "source_conform.h"

struct conform {
	struct stage stage;
	size_t *from;		/* of each column: the one before, or NONE */
	struct column *cols;	/* those that are converted or absent */
	struct batch view;
	struct read_report *report;
};

static int
convert_column(struct conform *c, const struct batch *b, size_t i,
    struct diag *d)
{
	const struct field *f = &c->stage.stream.head.schema.fields[i];
	const struct column *from;
	size_t n;

	column_clear(&c->cols[i]);
	c->view.cols[i] = &c->cols[i];
	if (c->from[i] == COLUMN_NONE) {
		column_add_missings(&c->cols[i], b->n_rows);
		return (0);
	}
	from = b->cols[c->from[i]];
	if (from->type == f->type && from->width == f->width) {
		c->view.cols[i] = from;
		return (0);
	}
	if (!can_convert(from->type) || !can_convert(f->type))
		return (diag_set(d, "column \"%s\" is a %s, not a %s",
		    f->name, col_type_name(from->type),
		    col_type_name(f->type)));
	n = column_convert(from, &c->cols[i]);
	c->report->bad[i] += n;
	c->report->bad_values += n;
	return (0);
}

static int
conform_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct conform *c = (struct conform *)s;
	const struct batch *b;
	int r = stage_next(&c->stage, &b, d);

	if (r != 1)
		return (r);
	for (size_t i = 0; i < s->head.schema.n; i++) {
		if (convert_column(c, b, i, d) == -1)
			return (-1);
	}
	c->view.n_rows = b->n_rows;
	c->view.first_row = b->first_row;
	c->view.source = b->source;
	*out = &c->view;
	return (1);
}

static void
conform_close(struct stream *s)
{
	struct conform *c = (struct conform *)s;

	for (size_t i = 0; c->cols != NULL && i < s->head.schema.n; i++)
		column_release(&c->cols[i]);
	free(c->cols);
	free(c->from);
	free(c->view.cols);
	stage_release(&c->stage);
	free(c);
}

static int
find_columns(struct conform *c, const struct read_options *o,
    struct diag *d)
{
	const struct schema *want = &o->spec->schema;
	const struct schema *have = &c->stage.in->head.schema;

	for (size_t i = 0; i < want->n; i++) {
		const struct field *f = &want->fields[i];

		c->from[i] = schema_find(have, f->name);
		column_init(&c->cols[i], f->type, f->width);
		if (c->from[i] != COLUMN_NONE)
			continue;
		c->report->absent[i] = 1;
		if (f->role == ROLE_TARGET ? !o->no_target : !o->lenient)
			return (diag_set(d, "column \"%s\" is missing",
			    f->name));
	}
	for (size_t i = 0; i < have->n; i++) {
		const char *name = have->fields[i].name;

		if (schema_find(want, name) == COLUMN_NONE)
			read_report_add_unknown(c->report, name,
			    strlen(name));
	}
	return (0);
}

/* One target is enough: that of the spec. */
static int
add_others(struct conform *c, const struct schema *want, struct diag *d)
{
	const struct schema *have = &c->stage.in->head.schema;
	struct schema *out = &c->stage.stream.head.schema;

	for (size_t i = 0; i < have->n; i++) {
		struct field f = have->fields[i];
		size_t col = schema_find(want, f.name);

		if (f.role == ROLE_TARGET)
			f.role = ROLE_FEATURE;
		if (col == COLUMN_NONE) {
			c->from[out->n] = i;
			column_init(&c->cols[out->n], f.type, f.width);
			if (schema_add(out, &f, d) == -1)
				return (-1);
		} else if (want->fields[col].role != ROLE_TARGET) {
			out->fields[col].role = f.role;
		}
	}
	return (0);
}

int
conform_open(struct stream *in, const struct read_options *o,
    struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { conform_next, conform_close };
	struct conform *c = MEM_NEW(struct conform);
	size_t n = o->spec->schema.n + (o->others ? in->head.schema.n : 0);

	stage_init(&c->stage, &ops, in);
	schema_release(&c->stage.stream.head.schema);
	schema_copy(&c->stage.stream.head.schema, &o->spec->schema);
	c->from = mem_calloc(n, sizeof(*c->from));
	c->cols = mem_calloc(n, sizeof(*c->cols));
	c->report = o->report;
	read_report_begin(c->report, n);
	c->view.schema = &c->stage.stream.head.schema;
	c->view.cols = mem_calloc(n, sizeof(*c->view.cols));
	if (find_columns(c, o, d) == -1 || (o->others &&
	    add_others(c, &o->spec->schema, d) == -1)) {
		conform_close(&c->stage.stream);
		return (-1);
	}
	*out = &c->stage.stream;
	return (0);
}
