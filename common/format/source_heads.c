/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "database.h"
#include "lineage.h"
#include "mem.h"
#include "shard.h"

#include "source_heads.h"

struct heads {
	struct stream stream;
	struct stream **in;
	struct outside **outside;	/* of files: shared */
	char **names;
	size_t n, at;
	struct read_options options;
	struct read_report *report;
	struct batch view;		/* numbered through all sources */
};

/* Which column tells them apart. */
static int
columns_differ(const struct heads *h, size_t i, struct diag *d)
{
	const struct schema *a = &h->in[0]->head.schema;
	const struct schema *b = &h->in[i]->head.schema;
	const struct field *f, *g;
	size_t k;

	for (size_t j = 0; j < a->n; j++) {
		f = &a->fields[j];
		k = schema_find(b, f->name);
		g = k != COLUMN_NONE ? &b->fields[k] : NULL;
		if (g == NULL || g->type != f->type || g->width != f->width)
			return (diag_set(d, "%s and %s: their columns differ: "
			    "\"%s\" is %s, and %s in the other", h->names[0],
			    h->names[i], f->name, col_type_words(f->type),
			    g == NULL ? "not" : g->type == f->type ?
			    "of another width" : col_type_words(g->type)));
	}
	return (diag_set(d, "%s and %s: their columns differ", h->names[0],
	    h->names[i]));
}

static int
check_same(const struct heads *h, size_t i, struct diag *d)
{
	const struct head *a = &h->in[0]->head, *b = &h->in[i]->head;

	if (b->fit != NULL && !h->options.states)
		return (diag_set(d, "%s: these are states of a fit, for "
		    "--from-states, and no rows", h->names[i]));
	if (!schema_equal(&a->schema, &b->schema))
		return (columns_differ(h, i, d));
	if (!json_equal(a->recipe, b->recipe) ||
	    !attachments_equal(&a->attachments, &b->attachments))
		return (diag_set(d, "%s and %s: they were prepared in "
		    "different ways", h->names[0], h->names[i]));
	return (0);
}

static void
set_head(struct heads *h)
{
	json_t *sources, *source, *record;

	head_release(&h->stream.head);
	head_copy(&h->stream.head, &h->in[0]->head);
	if (h->n == 1)
		return;
	for (size_t i = 1; i < h->n; i++)
		shard_join(&h->stream.head, &h->in[i]->head);
	sources = json_array();
	for (size_t i = 0; i < h->n; i++) {
		source = json_object();
		json_object_set_new(source, "name",
		    doc_stringn(h->names[i], strlen(h->names[i])));
		json_object_set(source, "lineage", h->in[i]->head.lineage);
		json_array_append_new(sources, source);
	}
	record = json_object();
	json_object_set_new(record, "sources", sources);
	head_clear_lineage(&h->stream.head);
	lineage_add(&h->stream.head, record);
}

static void
set_tail(struct heads *h)
{
	json_t *sources, *o;

	if (h->n == 1) {
		stream_set_tail(&h->stream, h->in[0]->tail);
		return;
	}
	sources = json_array();
	for (size_t i = 0; i < h->n; i++) {
		o = json_object();
		json_object_set(o, "tail", h->in[i]->tail);
		json_array_append_new(sources, o);
	}
	o = json_object();
	json_object_set_new(o, "sources", sources);
	json_array_append_new(h->stream.tail, o);
}

static int
next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct heads *h = (struct heads *)s;
	const struct batch *b;
	int r = 0;

	for (;;) {
		r = stream_next(h->in[h->at], &b, d);
		if (r == 0 && h->outside[h->at] != NULL)
			r = outside_check(h->outside[h->at], d);
		if (r != 0 || h->at + 1 == h->n)
			break;
		h->at++;
	}
	if (r == 0)
		set_tail(h);
	if (r != 1) {
		read_progress(&h->options, READ_END, 0);
		return (r);
	}
	h->view = *b;
	h->view.first_row = h->report->rows;
	h->view.source = h->at;
	h->report->source = h->names[h->at];
	h->report->source_number = h->at;
	h->report->rows += b->n_rows;
	read_progress(&h->options, READ_ROWS, h->report->rows);
	*out = &h->view;
	return (1);
}

static void
close_stream(struct stream *s)
{
	struct heads *h = (struct heads *)s;

	for (size_t i = 0; i < h->n; i++) {
		stream_close(h->in[i]);
		outside_free(h->outside[i]);
		free(h->names[i]);
	}
	free(h->in);
	free(h->outside);
	free(h->names);
	stream_release(s);
	free(h);
}

static struct heads *
heads_new(size_t n, const struct read_options *o)
{
	static const struct stream_ops ops = { next, close_stream };
	struct heads *h = MEM_NEW(struct heads);

	stream_init(&h->stream, &ops);
	h->in = mem_calloc(n, sizeof(struct stream *));
	h->outside = mem_calloc(n, sizeof(struct outside *));
	h->names = mem_calloc(n, sizeof(char *));
	h->n = n;
	h->options = *o;
	h->report = o->report;
	return (h);
}

static int
heads_end(struct heads *h, int r, struct stream **out)
{
	if (r == -1) {
		close_stream(&h->stream);
		return (-1);
	}
	set_head(h);
	*out = &h->stream;
	return (0);
}

int
heads_open(const struct source_part *parts, size_t n,
    const struct read_options *o, struct stream **out, struct diag *d)
{
	struct heads *h = heads_new(n, o);
	int r = 0;

	for (size_t i = 0; i < n; i++) {
		h->names[i] = mem_strdup(bytes_name(parts[i].bytes));
		h->outside[i] = outside_share(bytes_outside(parts[i].bytes));
		if (r == 0)
			r = parts[i].format->open(parts[i].bytes, o,
			    &h->in[i], d);
		bytes_keep_no_more(parts[i].bytes);
		if (h->in[i] == NULL)
			bytes_close(parts[i].bytes);
		if (r == 0)
			r = check_same(h, i, d);
	}
	return (heads_end(h, r, out));
}

int
heads_open_databases(const char *const *addresses, size_t n,
    const struct read_options *o, struct stream **out, struct diag *d)
{
	struct heads *h = heads_new(n, o);
	int r = 0;

	for (size_t i = 0; i < n && r == 0; i++) {
		h->names[i] = mem_strdup(addresses[i]);
		r = database_open(addresses[i], &h->in[i], d);
		if (r == 0)
			r = check_same(h, i, d);
	}
	return (heads_end(h, r, out));
}
