/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "read_spec.h"
#include "select.h"
#include "source_plain.h"
#include "utf8.h"

#include "source_cut.h"

/* What comes from the parts, cut to the rows and columns that are wanted;
   where all are, what comes from the parts is the source. */
struct cut {
	struct stage stage;
	struct cut_input input;
	const struct read_report *report;
	uint64_t skip, limit;		/* rows still to be left out, given */
	uint64_t row;
	size_t *cols;			/* of in; NULL: all */
	size_t n_cols;
	bool has_name;			/* a column of the source's name */
	struct block rows;		/* a part of a batch */
	struct column names, *values;	/* values of folders */
	struct batch view;
};

/* Columns that are wanted, in the order that was asked for. Plain sources have
   left out the others before anything was typed. */
static int
set_columns(struct cut *c, const char *select, struct diag *d)
{
	struct schema *have = &c->stage.stream.head.schema, chosen;
	const struct schema *all = c->input.is_plain ?
	    plain_found(c->stage.in) : have;
	int r = 0;

	if (select == NULL)
		return (0);
	if (select_in_order(select, all, &c->cols, &c->n_cols, d) == -1)
		return (-1);
	schema_init(&chosen);
	for (size_t i = 0; r == 0 && i < c->n_cols; i++) {
		c->cols[i] = schema_find(have, all->fields[c->cols[i]].name);
		r = schema_add(&chosen, &have->fields[c->cols[i]], d);
	}
	schema_release(have);
	*have = chosen;
	return (r);
}

/* Rows to be scored have the columns of folders among their own. */
static int
add_to_read_step(struct head *h, const struct schema *folders, struct diag *d)
{
	struct read_spec spec;
	int r;

	if (json_array_size(h->recipe) != 1 || !has_read_step(h->recipe))
		return (diag_set(d, "--partitions: the sources are no raw "
		    "rows, they were prepared"));
	r = read_spec_from_json(json_array_get(h->recipe, 0), &spec, d);
	for (size_t k = 0; k < folders->n && r == 0; k++) {
		const struct field *f = &folders->fields[k];

		r = schema_add_new(&spec.schema, f->name, f->type, d);
		if (r == 0)
			r = schema_add_new(&h->schema, f->name, f->type, d);
		if (r == -1)
			(void)diag_prefix(d, "the folder %s=", f->name);
	}
	if (r == 0) {
		json_decref(h->recipe);
		h->recipe = json_array();
		head_add_step(h, read_spec_to_json(&spec));
	}
	read_spec_release(&spec);
	return (r);
}

static int
set_view(struct cut *c, const struct source_options *o, struct diag *d)
{
	struct schema *schema = &c->stage.stream.head.schema;

	if (set_columns(c, o->read.select, d) == -1)
		return (-1);
	if (o->partitions && add_to_read_step(&c->stage.stream.head,
	    &c->input.folders.schema, d) == -1)
		return (-1);
	c->values = mem_calloc(c->input.folders.schema.n, sizeof(*c->values));
	for (size_t k = 0; k < c->input.folders.schema.n; k++)
		column_init(&c->values[k], c->input.folders.cols[k].type, 0);
	c->has_name = o->source_column != NULL;
	if (c->has_name && schema_add_new(schema, o->source_column,
	    COL_STRING, d) == -1)
		return (-1);
	c->view.schema = schema;
	c->view.cols = mem_calloc(schema->n, sizeof(struct column *));
	return (0);
}

/* Cut off the rows to be left out. */
static const struct batch *
cut_rows(struct cut *c, const struct batch *b)
{
	size_t first = c->skip < b->n_rows ? (size_t)c->skip : b->n_rows;
	size_t n = b->n_rows - first;

	if (n > c->limit)
		n = (size_t)c->limit;
	c->skip -= first;
	c->limit -= n;
	if (n == b->n_rows)
		return (b);
	block_clear(&c->rows);
	block_add_rows(&c->rows, b, first, n);
	return (block_seal(&c->rows, 0));
}

/* The name of a file is any bytes, and a value is text. */
static void
add_names(struct column *to, const char *name, size_t n_rows)
{
	size_t n = strlen(name);
	char *text = NULL;

	if (!utf8_is_text(name, n)) {
		text = mem_alloc(n, 3);
		n = windows_1252_to_utf8(name, n, text);
		name = text;
	}
	column_clear(to);
	for (size_t i = 0; i < n_rows; i++)
		column_add_string(to, name, n);
	free(text);
}

static void
view_folders(struct cut *c, size_t n_rows, const struct column **cols)
{
	const struct partitions *p = &c->input.folders;

	for (size_t k = 0; k < p->schema.n; k++) {
		column_clear(&c->values[k]);
		for (size_t i = 0; i < n_rows; i++)
			column_add_range(&c->values[k], &p->cols[k],
			    c->report->source_number, 1);
		cols[k] = &c->values[k];
	}
}

static void
view_batch(struct cut *c, const struct batch *b)
{
	size_t n = c->cols != NULL ? c->n_cols : b->schema->n;

	for (size_t i = 0; i < n; i++)
		c->view.cols[i] = b->cols[c->cols != NULL ? c->cols[i] : i];
	c->view.n_rows = b->n_rows;
	c->view.first_row = c->row;
	c->view.source = c->report->source_number;
	c->row += b->n_rows;
	view_folders(c, b->n_rows, c->view.cols + n);
	if (!c->has_name)
		return;
	add_names(&c->names, c->report->source, b->n_rows);
	c->view.cols[n + c->input.folders.schema.n] = &c->names;
}

/* The tail tells of the rows that were given. */
static int
cut_end(struct cut *c, struct diag *d)
{
	size_t n = json_array_size(c->stage.stream.head.lineage);
	json_t *tail;

	if (c->input.is_plain && plain_finish(c->stage.in, d) == -1)
		return (-1);
	tail = json_deep_copy(c->stage.in->tail);
	if (c->input.is_plain)
		json_object_set_new(json_array_get(tail, 0), "out",
		    json_integer((json_int_t)c->row));
	while (json_array_size(tail) < n)
		json_array_append_new(tail, json_object());
	stream_set_tail(&c->stage.stream, tail);
	json_decref(tail);
	return (0);
}

static int
cut_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct cut *c = (struct cut *)s;
	const struct batch *b;
	int r = 0;

	if (c->limit > 0)
		r = stream_next(c->stage.in, &b, d);
	if (r == 0)
		return (cut_end(c, d));
	if (r == -1)
		return (-1);
	view_batch(c, cut_rows(c, b));
	*out = &c->view;
	return (1);
}

void
cut_input_release(struct cut_input *in)
{
	if (in->own != NULL)
		read_report_release(in->own);
	free(in->own);
	partitions_release(&in->folders);
}

static void
cut_close(struct stream *s)
{
	struct cut *c = (struct cut *)s;

	stage_release(&c->stage);
	block_release(&c->rows);
	column_release(&c->names);
	for (size_t k = 0; c->values != NULL &&
	    k < c->input.folders.schema.n; k++)
		column_release(&c->values[k]);
	free(c->values);
	free(c->view.cols);
	free(c->cols);
	cut_input_release(&c->input);
	free(c);
}

int
cut_open(struct stream *in, const struct cut_input *input,
    const struct source_options *o, struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { cut_next, cut_close };
	struct cut *c = MEM_NEW(struct cut);

	stage_init(&c->stage, &ops, in);
	c->input = *input;
	c->report = o->read.report;
	c->skip = o->skip;
	c->limit = o->limit;
	block_init(&c->rows, &in->head.schema);
	column_init(&c->names, COL_STRING, 0);
	*out = &c->stage.stream;
	if (set_view(c, o, d) == 0)
		return (0);
	cut_close(*out);
	return (-1);
}
