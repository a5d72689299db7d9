/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "encoding.h"
#include "foreign.h"
#include "mem.h"
#include "select.h"
#include "source_conform.h"
#include "source_heads.h"
#include "source_plain.h"
#include "source_texts.h"
#include "stop_mark.h"
#include "utf8.h"

#include "source.h"

#define SAMPLE 4096		/* bytes by which a format is detected */

/* What comes from the parts, cut to the rows and columns that are wanted;
   where all are, what comes from the parts is the source. */
struct cut {
	struct stage stage;
	bool is_plain;
	const struct read_report *report;
	struct read_report *own;	/* where nobody else wants one */
	uint64_t skip, limit;		/* rows still to be left out, given */
	uint64_t row;
	size_t *cols;			/* of in; NULL: all */
	size_t n_cols;
	bool has_name;			/* a column of the source's name */
	struct block rows;		/* a part of a batch */
	struct column names;
	struct batch view;
};

/* Columns that are wanted, in the order that was asked for. Plain sources have
   left out the others before anything was typed. */
static int
set_columns(struct cut *c, const char *select, struct diag *d)
{
	struct schema *have = &c->stage.stream.head.schema, chosen;
	const struct schema *all = c->is_plain ? plain_found(c->stage.in) :
	    have;
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

static int
set_view(struct cut *c, const struct source_options *o, struct diag *d)
{
	struct schema *schema = &c->stage.stream.head.schema;

	if (set_columns(c, o->read.select, d) == -1)
		return (-1);
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
view_batch(struct cut *c, const struct batch *b)
{
	size_t n = c->cols != NULL ? c->n_cols : b->schema->n;

	for (size_t i = 0; i < n; i++)
		c->view.cols[i] = b->cols[c->cols != NULL ? c->cols[i] : i];
	c->view.n_rows = b->n_rows;
	c->view.first_row = c->row;
	c->view.source = c->report->source_number;
	c->row += b->n_rows;
	if (!c->has_name)
		return;
	add_names(&c->names, c->report->source, b->n_rows);
	c->view.cols[n] = &c->names;
}

/* The tail tells of the rows that were given. */
static int
cut_end(struct cut *c, struct diag *d)
{
	size_t n = json_array_size(c->stage.stream.head.lineage);
	json_t *tail;

	if (c->is_plain && plain_finish(c->stage.in, d) == -1)
		return (-1);
	tail = json_deep_copy(c->stage.in->tail);
	if (c->is_plain)
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

static void
free_report(struct read_report *r)
{
	if (r != NULL)
		read_report_release(r);
	free(r);
}

static void
cut_close(struct stream *s)
{
	struct cut *c = (struct cut *)s;

	stage_release(&c->stage);
	block_release(&c->rows);
	column_release(&c->names);
	free(c->view.cols);
	free(c->cols);
	free_report(c->own);
	free(c);
}

static struct cut *
cut_new(struct stream *in, bool is_plain, const struct source_options *o)
{
	static const struct stream_ops ops = { cut_next, cut_close };
	struct cut *c = MEM_NEW(struct cut);

	stage_init(&c->stage, &ops, in);
	c->is_plain = is_plain;
	c->report = o->read.report;
	c->skip = o->skip;
	c->limit = o->limit;
	block_init(&c->rows, &in->head.schema);
	column_init(&c->names, COL_STRING, 0);
	return (c);
}

/* A stream of rows with types? Of whatever bytes: its text is in UTF-8. */
static const struct format *
detect_stream(const char *p, size_t n)
{
	for (size_t i = 0; format_table[i] != NULL; i++) {
		if (format_table[i]->open != NULL &&
		    format_table[i]->detect(p, n))
			return (format_table[i]);
	}
	return (NULL);
}

static const struct format *
detect(const struct bytes *b, const char *p, size_t n, struct diag *d)
{
	for (size_t i = 0; format_table[i] != NULL; i++) {
		if (format_table[i]->detect != NULL &&
		    format_table[i]->detect(p, n))
			return (format_table[i]);
	}
	return (foreign_refuse(bytes_name(b), foreign_text(p, n), d) == 0 ?
	    format_find("csv", d) : NULL);
}

/* A pipe that gives nothing, or the mark of a program that failed. */
static int
check_input(const struct bytes *b, const char *p, size_t n, bool may_be_empty,
    struct diag *d)
{
	if (is_stop_mark(p, n))
		return (stop_mark_fail(bytes_name(b), d));
	if (foreign_refuse(bytes_name(b), foreign_bytes(p, n), d) == -1)
		return (-1);
	if (n > 0 || may_be_empty || !outside_is_pipe(bytes_outside(b)))
		return (0);
	diag_set(d, "%s: is empty: the program before failed, or had nothing "
	    "to give", bytes_name(b));
	return (diag_blame(d, BLAME_INPUT));
}

/* Plain text: what its encoding and its format are. */
static int
set_text_format(struct source_part *part, const char *p, size_t n,
    const struct source_options *o, struct diag *d)
{
	const char *encoding = read_encoding(&o->read, p, n);

	if (encoding == NULL && (encoding = encoding_of_zeros(p, n)) != NULL)
		read_tell(&o->read, "%s: every second byte is NUL: it is read "
		    "as %s, unless --encoding says what it is",
		    bytes_name(part->bytes), encoding);
	if (encoding == NULL && n > 0 && p[0] == '\xff')
		return (diag_set(d, "%s: this is no text",
		    bytes_name(part->bytes)));
	if (encoding != NULL) {
		bytes_set_encoding(&part->bytes, encoding);
		if (bytes_peek(part->bytes, SAMPLE, &p, &n, d) == -1)
			return (-1);
	}
	if (o->format == NULL)
		part->format = detect(part->bytes, p, n, d);
	return (part->format != NULL ? 0 : -1);
}

static int
set_format(struct source_part *part, const struct source_options *o,
    struct diag *d)
{
	const char *p;
	size_t n;
	int r = 0;

	if (bytes_peek(part->bytes, SAMPLE, &p, &n, d) == -1 ||
	    check_input(part->bytes, p, n, read_may_be_empty(&o->read), d) ==
	    -1)
		return (-1);
	part->format = o->format != NULL ? format_find(o->format, d) :
	    detect_stream(p, n);
	if (o->format != NULL && part->format == NULL)
		return (-1);
	if (part->format == NULL || part->format->rows != NULL ||
	    part->format->is_text)
		r = set_text_format(part, p, n, o, d);
	else if (part->format->open == NULL)
		r = diag_set(d, "format \"%s\" cannot be read", o->format);
	bytes_pause(part->bytes);
	return (r);
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
		if (set_format(&parts[i], o, d) == -1)
			return (-1);
	}
	return (check_alike(parts, n, d));
}

/* Typed rows, as a spec wants them if there is one; takes them over. */
static int
conform(struct stream *typed, const struct read_options *o,
    struct stream **out, struct diag *d)
{
	if (o->spec != NULL)
		return (conform_open(typed, o, out, d));
	*out = typed;
	return (0);
}

static int
open_heads(const struct source_part *parts, size_t n,
    const struct read_options *o, struct stream **out, struct diag *d)
{
	struct stream *heads;

	read_report_begin(o->report, 0);
	if (heads_open(parts, n, o, &heads, d) == -1)
		return (-1);
	return (conform(heads, o, out, d));
}

/* Every source as one stream. */
static int
open_parts(struct source_list *l, const struct source_options *o,
    bool *is_plain, struct stream **out, struct diag *d)
{
	struct source_part *parts = mem_calloc(l->n, sizeof(*parts));
	size_t n = l->n;
	int r;

	for (size_t i = 0; i < n; i++)
		parts[i].bytes = l->v[i];
	r = find_formats(parts, n, o, d);
	for (size_t i = 0; i < n; i++)
		l->v[i] = parts[i].bytes;	/* with what was put around */
	if (r == 0) {
		l->n = 0;	/* the parts take the bytes over */
		*is_plain = parts[0].format->rows != NULL;
		r = *is_plain ? plain_open(parts, n, o, out, d) :
		    open_heads(parts, n, &o->read, out, d);
	}
	free(parts);
	return (r);
}

static int
open_databases(const struct source_list *l, const struct source_options *o,
    struct stream **out, struct diag *d)
{
	struct stream *rows;

	if (l->n > 0)
		return (diag_set(d, "%s and %s: a database and a file cannot "
		    "be united", l->addresses[0], bytes_name(l->v[0])));
	if (o->format != NULL)
		return (diag_set(d, "%s: a database has no format \"%s\"",
		    l->addresses[0], o->format));
	read_report_begin(o->read.report, 0);
	if (heads_open_databases(l->addresses, l->n_addresses, &o->read,
	    &rows, d) == -1)
		return (-1);
	return (conform(rows, &o->read, out, d));
}

static int
open_sources(struct source_list *l, const struct source_options *o,
    bool *is_plain, struct stream **out, struct diag *d)
{
	const struct format *f = NULL;
	struct stream *files;

	if (l->n_addresses > 0)
		return (open_databases(l, o, out, d));
	if (o->format != NULL && (f = format_find(o->format, d)) == NULL)
		return (-1);
	if (f == NULL || f->open_files == NULL)
		return (open_parts(l, o, is_plain, out, d));
	if (f->open_files(l, &o->read, &files, d) == -1)
		return (-1);
	return (conform(files, &o->read, out, d));
}

static bool
is_cut(const struct source_options *o)
{
	return (o->skip > 0 || o->limit < UINT64_MAX ||
	    o->source_column != NULL || o->read.select != NULL);
}

static int
open_list(struct source_list *l, const struct source_options *o,
    struct stream **out, struct diag *d)
{
	struct source_options mine = *o;
	struct read_report *own = NULL;
	struct cut *c;
	struct stream *in;
	bool is_plain = false;

	if (o->limit < UINT64_MAX - o->skip)
		mine.read.max_rows = o->skip + o->limit + (o->limit == 0);
	if (o->read.report == NULL) {
		mine.read.report = own = MEM_NEW(struct read_report);
		read_report_init(own);
	}
	if (open_sources(l, &mine, &is_plain, &in, d) == -1) {
		free_report(own);
		return (-1);
	}
	*out = in;
	if (own == NULL && !is_cut(o))
		return (0);
	c = cut_new(in, is_plain, &mine);
	c->own = own;
	*out = &c->stage.stream;
	if (set_view(c, o, d) == 0)
		return (0);
	cut_close(*out);
	return (-1);
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
