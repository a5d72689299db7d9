/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "select.h"
#include "source_conform.h"
#include "source_heads.h"
#include "source_plain.h"

#include "source.h"

#define SAMPLE 4096		/* bytes by which a format is detected */

/* What comes from the parts, cut to the rows and columns that are wanted;
   where all are, what comes from the parts is the source. */
struct source {
	struct stream stream;
	struct stream *in;
	bool is_plain;
	struct source_options options;
	struct read_report own;		/* where nobody else wants one */
	uint64_t skip, limit;		/* rows still to be left out, given */
	uint64_t row;
	size_t *cols;			/* of in; NULL: all */
	size_t n_cols;
	bool has_name;			/* a column of the source's name */
	struct block rows;		/* a part of a batch */
	struct column names;
	struct batch view;
};

static const struct format *
detect(const char *p, size_t n, struct diag *d)
{
	for (size_t i = 0; format_table[i] != NULL; i++) {
		if (format_table[i]->detect != NULL &&
		    format_table[i]->detect(p, n))
			return (format_table[i]);
	}
	return (format_find("csv", d));
}

static int
set_format(struct source_part *part, const char *name, struct diag *d)
{
	const char *p;
	size_t n;

	if (name == NULL) {
		if (bytes_peek(part->bytes, SAMPLE, &p, &n, d) == -1)
			return (-1);
		part->format = detect(p, n, d);
		bytes_pause(part->bytes);
	} else {
		part->format = format_find(name, d);
	}
	if (part->format == NULL)
		return (-1);
	if (part->format->rows == NULL && part->format->open == NULL)
		return (diag_set(d, "format \"%s\" cannot be read", name));
	return (0);
}

static int
check_alike(const struct source_part *parts, size_t n, struct diag *d)
{
	for (size_t i = 1; i < n; i++) {
		if ((parts[i].format->rows == NULL) !=
		    (parts[0].format->rows == NULL))
			return (diag_set(d, "%s and %s: plain rows and a "
			    "stream that was prepared cannot be united",
			    bytes_name(parts[0].bytes),
			    bytes_name(parts[i].bytes)));
	}
	return (0);
}

static int
find_formats(struct source_part *parts, size_t n,
    const struct source_options *o, struct diag *d)
{
	for (size_t i = 0; i < n; i++) {
		if (set_format(&parts[i], o->format, d) == -1)
			return (-1);
	}
	return (check_alike(parts, n, d));
}

/* Columns that are wanted of what has a head; plain sources select on their
   own, before anything is typed. */
static int
set_columns(struct source *s, struct diag *d)
{
	const struct source_options *o = &s->options;
	struct schema *all = &s->stream.head.schema, chosen;
	int r = 0;

	if (o->select == NULL || s->is_plain)
		return (0);
	if (select_columns(o->select, all, NULL, &s->cols, &s->n_cols,
	    d) == -1)
		return (-1);
	schema_init(&chosen);
	for (size_t i = 0; r == 0 && i < s->n_cols; i++)
		r = schema_add(&chosen, &all->fields[s->cols[i]], d);
	schema_release(all);
	*all = chosen;
	return (r);
}

static int
set_view(struct source *s, struct diag *d)
{
	const struct source_options *o = &s->options;
	struct schema *schema = &s->stream.head.schema;

	head_release(&s->stream.head);
	head_copy(&s->stream.head, &s->in->head);
	if (set_columns(s, d) == -1)
		return (-1);
	if (o->source_column != NULL) {
		if (schema_add_new(schema, o->source_column, COL_STRING,
		    d) == -1)
			return (-1);
		s->has_name = true;
	}
	block_init(&s->rows, &s->in->head.schema);
	column_init(&s->names, COL_STRING, 0);
	s->view.schema = schema;
	s->view.cols = mem_calloc(schema->n, sizeof(struct column *));
	return (0);
}

/* Cut off the rows to be left out; sets b to rows of the source where it
   cuts. */
static const struct batch *
cut_rows(struct source *s, const struct batch *b)
{
	size_t first = s->skip < b->n_rows ? (size_t)s->skip : b->n_rows;
	size_t n = b->n_rows - first;

	if (n > s->limit)
		n = (size_t)s->limit;
	s->skip -= first;
	s->limit -= n;
	if (n == b->n_rows)
		return (b);
	block_clear(&s->rows);
	block_add_rows(&s->rows, b, first, n);
	return (block_seal(&s->rows, 0));
}

static void
view_batch(struct source *s, const struct batch *b)
{
	size_t n = s->cols != NULL ? s->n_cols : b->schema->n;
	const char *name = s->options.read.report->source;

	for (size_t i = 0; i < n; i++)
		s->view.cols[i] = b->cols[s->cols != NULL ? s->cols[i] : i];
	s->view.n_rows = b->n_rows;
	s->view.first_row = s->row;
	s->row += b->n_rows;
	if (!s->has_name)
		return;
	column_clear(&s->names);
	for (size_t i = 0; i < b->n_rows; i++)
		column_add_string(&s->names, name, strlen(name));
	s->view.cols[n] = &s->names;
}

static int
finish(struct source *s, struct diag *d)
{
	json_t *tail;

	if (s->is_plain && plain_finish(s->in, d) == -1)
		return (-1);
	tail = json_deep_copy(s->in->tail);
	if (s->is_plain)
		json_object_set_new(json_array_get(tail, 0), "out",
		    json_integer((json_int_t)s->row));
	while (json_array_size(tail) < json_array_size(s->stream.head.lineage))
		json_array_append_new(tail, json_object());
	json_decref(s->stream.tail);
	s->stream.tail = tail;
	return (0);
}

static int
next(struct stream *stream, const struct batch **out, struct diag *d)
{
	struct source *s = (struct source *)stream;
	const struct batch *b;
	int r = 0;

	if (s->limit > 0)
		r = stream_next(s->in, &b, d);
	if (r == 0)
		return (finish(s, d));
	if (r == -1)
		return (-1);
	view_batch(s, cut_rows(s, b));
	*out = &s->view;
	return (1);
}

static void
close_stream(struct stream *stream)
{
	struct source *s = (struct source *)stream;

	stream_close(s->in);
	block_release(&s->rows);
	column_release(&s->names);
	free(s->view.cols);
	free(s->cols);
	read_report_release(&s->own);
	stream_release(stream);
	free(s);
}

/* Typed rows, as a spec wants them if there is one. */
static int
open_typed(const struct source_part *parts, size_t n,
    const struct read_options *o, struct stream **out, struct diag *d)
{
	struct stream *heads;

	read_report_begin(o->report, 0);
	if (heads_open(parts, n, o, &heads, d) == -1)
		return (-1);
	if (o->spec != NULL)
		return (conform_open(heads, o, out, d));
	*out = heads;
	return (0);
}

static int
open_parts(struct source *s, struct source_list *l, struct diag *d)
{
	struct source_part *parts = mem_calloc(l->n, sizeof(*parts));
	const struct source_options *o = &s->options;
	size_t n = l->n;
	int r;

	for (size_t i = 0; i < n; i++)
		parts[i].bytes = l->v[i];
	r = find_formats(parts, n, o, d);
	if (r == 0) {
		l->n = 0;	/* the parts take the bytes over */
		s->is_plain = parts[0].format->rows != NULL;
		r = s->is_plain ? plain_open(parts, n, o, &s->in, d) :
		    open_typed(parts, n, &o->read, &s->in, d);
	}
	free(parts);
	return (r);
}

static bool
is_cut(const struct source *s)
{
	const struct source_options *o = &s->options;

	return (o->read.report == &s->own || o->source_column != NULL ||
	    o->skip > 0 || o->limit < UINT64_MAX ||
	    (o->select != NULL && !s->is_plain));
}

static int
open_list(struct source_list *l, const struct source_options *o,
    struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { next, close_stream };
	struct source *s = MEM_NEW(struct source);
	int r;

	stream_init(&s->stream, &ops);
	s->options = *o;
	read_report_init(&s->own);
	if (o->read.report == NULL)
		s->options.read.report = &s->own;
	s->skip = o->skip;
	s->limit = o->limit;
	r = open_parts(s, l, d);
	if (r == 0 && is_cut(s)) {
		*out = &s->stream;
		if ((r = set_view(s, d)) == 0)
			return (0);
	}
	if (r == 0) {
		*out = s->in;
		s->in = NULL;
	}
	close_stream(&s->stream);
	return (r);
}

int
source_open(const char *const *names, size_t n,
    const struct source_options *o, struct stream **out, struct diag *d)
{
	static const char *const standard_input[] = { "-" };
	struct source_list l;
	int r = 0;

	if (n == 0) {
		names = standard_input;
		n = 1;
	}
	source_list_init(&l, o->mem);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = source_list_add(&l, names[i], d);
	if (r == 0)
		r = open_list(&l, o, out, d);
	source_list_release(&l);
	return (r);
}

int
source_open_memory(const char *name, const char *p, size_t n,
    const struct source_options *o, struct stream **out, struct diag *d)
{
	struct source_list l;
	int r;

	source_list_init(&l, o->mem);
	r = source_list_add_memory(&l, name, p, n, d);
	if (r == 0)
		r = open_list(&l, o, out, d);
	source_list_release(&l);
	return (r);
}
