/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The stream as text: "#mlc " and the head as JSON, the attachments in lines
 * of "#=" and base64, CSV with a header, and "#end", followed by the tail if
 * there is one.
 */
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "mem.h"

#include "fmt_csv_record.h"
#include "fmt_csv_split.h"
#include "fmt_mlc.h"
#include "fmt_read.h"
#include "row_reader.h"
#include "stop_mark.h"

struct mlc_stream {
	struct stream stream;
	struct row_reader *reader;
	struct read_spec spec;
	struct read_report report;	/* of the text, which nobody asks */
};

static bool
has_mark(const char *p, size_t n)
{
	return (n >= strlen(MARK) && memcmp(p, MARK, strlen(MARK)) == 0);
}

/* Also what was cut inside the mark. */
bool
mlctext_detect(const char *p, size_t n)
{
	return (has_mark(p, n) || (n > 0 && n < strlen(MARK) &&
	    memcmp(p, MARK, n) == 0));
}

static int
fail_cut(const struct layout *l, struct diag *d)
{
	diag_set(d, "%s: the stream was cut: the program before failed",
	    l->source);
	return (diag_blame(d, BLAME_INPUT));
}

/* Take a line without its end. 0: it is not whole yet. */
static int
take_line(struct row_text *t, const char **p, size_t *n)
{
	const char *end = t->p < t->end ?
	    memchr(t->p, '\n', (size_t)(t->end - t->p)) : NULL;

	if (end == NULL)
		return (0);
	*p = t->p;
	*n = (size_t)(end - t->p);
	t->p = end + 1;
	t->line++;
	return (1);
}

static int
parse_head(struct layout *l, const char *p, size_t n, struct diag *d)
{
	size_t skip = strlen(MARK);

	if (!has_mark(p, n))
		return (diag_set(d, "%s: is no mlc stream", l->source));
	if (l->head != NULL)
		return (0);
	if (doc_parse(p + skip, n - skip, &l->head, d) == -1 ||
	    attachments_declare(&l->attachments, json_object_get(l->head,
	    "attachments"), d) == -1)
		return (diag_prefix(d, "%s:1", l->source));
	return (0);
}

/* The lines that the attachments take. */
static size_t
attachment_lines(const struct attachments *a)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		n += (a->v[i]->size + ATTACHMENT_LINE - 1) / ATTACHMENT_LINE;
	return (n);
}

static bool
is_attachment_line(const char *p, size_t n)
{
	size_t skip = strlen(ATTACHMENT_MARK);

	return (n > skip && memcmp(p, ATTACHMENT_MARK, skip) == 0);
}

/* Pass over n lines of attachments. 0: they are not all there. */
static int
skip_attachments(const struct layout *l, struct row_text *t, size_t n,
    struct diag *d)
{
	const char *p;
	size_t len;

	for (; n > 0; n--) {
		if (take_line(t, &p, &len) == 0)
			return (0);
		if (!is_attachment_line(p, len))
			return (diag_set(d, "%s:%llu: the line of an "
			    "attachment is missing", l->source,
			    (unsigned long long)t->line - 1));
	}
	return (1);
}

/* The next line, which holds so many bytes. */
static int
read_attachment_line(struct row_text *t, size_t size, struct str *out,
    struct diag *d)
{
	size_t skip = strlen(ATTACHMENT_MARK), n;
	const char *p;

	if (take_line(t, &p, &n) == 0)
		BUG("the line of an attachment is gone");
	n -= skip;
	n -= n > 0 && p[skip + n - 1] == '\r';
	if (n != base64_length(size))
		return (diag_set(d, "%zu characters of base64 and not %zu",
		    n, base64_length(size)));
	return (base64_read(out, p + skip, n, d));
}

static int
read_attachment(struct layout *l, struct row_text *t, size_t i,
    struct diag *d)
{
	size_t left = l->attachments.v[i]->size, n;
	struct str bytes = STR_INIT;

	for (; left > 0; left -= n) {
		n = left < ATTACHMENT_LINE ? left : ATTACHMENT_LINE;
		if (read_attachment_line(t, n, &bytes, d) == -1) {
			str_release(&bytes);
			return (diag_prefix(d, "%s:%llu", l->source,
			    (unsigned long long)t->line - 1));
		}
	}
	if (attachments_fill(&l->attachments, i, &bytes, d) == -1)
		return (diag_prefix(d, "%s", l->source));
	return (0);
}

/* 1, 0: they are not all there, -1. */
static int
take_attachments(struct layout *l, struct row_text *t, struct diag *d)
{
	const struct attachments *a = &l->attachments;
	struct row_text first = *t;
	int r = skip_attachments(l, t, attachment_lines(a), d);

	for (size_t i = 0; r == 1 && i < a->n && a->v[i]->bytes == NULL; i++) {
		if (read_attachment(l, &first, i, d) == -1)
			return (-1);
	}
	return (r);
}

/* The names of the fields, which open compares with the head's. */
static int
read_names(struct layout *l, const struct record *r, struct diag *d)
{
	struct cell_store store = { NULL };
	size_t n;
	struct cell *row = csv_split_new(r, &csv_usual, &n, &store);
	char *name;
	int result = 0;

	for (size_t i = 0; result == 0 && i < n; i++) {
		name = mem_strndup(row[i].p, row[i].n);
		result = schema_add_new(&l->names, name, COL_STRING, d);
		free(name);
	}
	if (result == -1)
		diag_prefix(d, "%s:2", l->source);
	cell_store_release(&store);
	free(row);
	return (result);
}

static int
begin_mlc(struct layout *l, struct row_text *t, struct diag *d)
{
	struct row_text before = *t;
	struct record r;
	const char *p;
	size_t n;
	int result = take_line(t, &p, &n);

	l->csv = csv_usual;
	l->has_header = l->blank_is_row = true;
	if (result == 1) {
		if (parse_head(l, p, n, d) == -1 ||
		    (result = take_attachments(l, t, d)) == -1)
			return (-1);
	}
	if (result == 1 && (result = csv_cut(l, t, &r, d)) == -1)
		return (-1);
	if (t->at_end && (result == 0 || (result == 1 && t->p[-1] != '\n')))
		return (fail_cut(l, d));
	if (result == 0)
		*t = before;
	if (result == 1 && l->names.n == 0 && r.n > 0)
		result = read_names(l, &r, d) == 0 ? 1 : -1;
	return (result);
}

static int
parse_tail(struct layout *l, const char *p, size_t n, struct diag *d)
{
	json_t *o = NULL, *tail = NULL;
	int r = 0;

	while (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '\r'))
		n--;
	if (n == 0)
		return (0);
	if (doc_parse(p, n, &o, d) == -1 ||
	    doc_opt_array(o, "tail", &tail, d) == -1)
		r = -1;
	l->tail = json_incref(tail);
	json_decref(o);
	return (r);
}

/* 1: it was the end mark, 0: it is none, or not whole. */
static int
take_end(struct layout *l, struct row_text *t, struct diag *d)
{
	size_t n = (size_t)(t->end - t->p), skip = strlen(END_MARK);
	unsigned long long line = t->line;
	const char *p;

	if (n < skip || memcmp(t->p, END_MARK, skip) != 0)
		return (0);
	if (take_line(t, &p, &n) == 0)
		return (0);
	if (n > skip && p[skip] != ' ' && p[skip] != '\r')
		return (diag_set(d, "%s:%llu: not an end mark", l->source,
		    line));
	if (parse_tail(l, p + skip, n - skip, d) == -1)
		return (diag_prefix(d, "%s:%llu: end mark", l->source, line));
	l->ended = true;
	return (1);
}

/* A row that is not whole at the end of a stream is no row. */
static int
cut_row(struct layout *l, struct row_text *t, struct record *out,
    struct diag *d)
{
	int r = csv_cut(l, t, out, d);

	if (!t->at_end || (r == 1 && t->p[-1] == '\n'))
		return (r);
	t->p = t->end;
	return (l->options->partial ? 0 : fail_cut(l, d));
}

static int
cut_mlc(struct layout *l, struct row_text *t, struct record *out,
    struct diag *d)
{
	int r = 0;

	if (!l->ended && t->p < t->end && *t->p == '#') {
		if (is_stop_mark(t->p, (size_t)(t->end - t->p)))
			return (stop_mark_fail(l->source, d));
		if ((r = take_end(l, t, d)) == -1)
			return (-1);
		if (r == 0 && !t->at_end)
			return (0);
	}
	if (l->ended && t->p < t->end)
		return (diag_set(d, "%s:%llu: something follows the end mark",
		    l->source, (unsigned long long)t->line));
	if (l->ended || (t->p == t->end && !t->at_end))
		return (0);
	if (t->p == t->end)
		return (l->options->partial ? 0 : fail_cut(l, d));
	return (cut_row(l, t, out, d));
}

static enum split_result
split_mlc(const struct layout *l, const struct record *r, struct cell *row,
    size_t n, struct cell_store *store, struct diag *d)
{
	size_t k = csv_split(r, &l->csv, row, n, store);

	if (k == n && !r->broken)
		return (SPLIT_OK);
	if (r->broken)
		diag_set(d, "a quote is not closed");
	else
		diag_set(d, "%zu fields, header has %zu", k, n);
	return (SPLIT_BAD);
}

static const struct row_format mlctext_rows = {
	.begin = begin_mlc,
	.cut = cut_mlc,
	.split = split_mlc,
};

static int
next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct mlc_stream *m = (struct mlc_stream *)s;
	struct layout *l = row_reader_layout(m->reader);
	int r = row_reader_next(m->reader, out, d);

	if (r == 0 && l->tail != NULL) {
		json_decref(s->tail);
		s->tail = json_incref(l->tail);
	}
	while (r == 0 &&
	    json_array_size(s->tail) < json_array_size(s->head.lineage))
		json_array_append_new(s->tail, json_object());
	return (r);
}

static void
close_stream(struct stream *s)
{
	struct mlc_stream *m = (struct mlc_stream *)s;

	row_reader_free(m->reader);
	schema_release(&m->spec.schema);
	read_report_release(&m->report);
	stream_release(s);
	free(m);
}

static int
check_names(const struct layout *l, const struct schema *s, struct diag *d)
{
	bool same = l->names.n == s->n;

	for (size_t i = 0; same && i < s->n; i++)
		same = strcmp(l->names.fields[i].name,
		    s->fields[i].name) == 0;
	if (same)
		return (0);
	return (diag_set(d, "%s:2: the names are not those of the head",
	    l->source));
}

static int
set_head(struct stream *s, const struct layout *l, struct diag *d)
{
	struct head head;

	if (head_from_json(l->head, &head, d) == -1)
		return (diag_prefix(d, "%s:1", l->source));
	attachments_share(&head.attachments, &l->attachments);
	head_release(&s->head);
	s->head = head;
	return (check_names(l, &head.schema, d));
}

int
mlctext_open(struct bytes *b, const struct read_options *o,
    struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { next, close_stream };
	struct mlc_stream *m = MEM_NEW(struct mlc_stream);
	struct read_options mine = { .partial = o->partial, .eager = o->eager,
	    .max_rows = o->max_rows, .crew = o->crew, .report = &m->report };

	stream_init(&m->stream, &ops);
	read_report_init(&m->report);
	bytes_set_encoding(&b, "UTF-8");
	if (row_reader_new(b, &mlctext_rows, &mine, &m->reader, d) == -1)
		goto fail;
	if (set_head(&m->stream, row_reader_layout(m->reader), d) == -1)
		goto fail;
	schema_copy(&m->spec.schema, &m->stream.head.schema);
	read_report_begin(&m->report, m->spec.schema.n);
	if (row_reader_start(m->reader, &m->spec, false, d) == -1)
		goto fail;
	outside_digest_not(bytes_outside(b));
	*out = &m->stream;
	return (0);
fail:
	if (m->reader != NULL)
		row_reader_give_back(m->reader);
	close_stream(&m->stream);
	return (-1);
}
