/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "digest.h"
#include "fmt_arff_head.h"
#include "mem.h"
#include "numtext.h"
#include "source_record.h"
#include "time_format.h"

#include "fmt_arff_read.h"

#define INT_END 9223372036854775808.0	/* 2^63 */

/* A value of the row at hand. */
struct value {
	bool is_missing;
	int64_t i;
	double f;
	size_t at, n;		/* of a text: in texts */
};

struct arff {
	struct stream stream;
	struct bytes *in;
	struct read_options options;
	struct text_lines lines;
	struct arff_head head;
	struct arff_words words;
	struct value *row;	/* (head.n) */
	struct str texts;
	struct block rows;
	uint64_t n_rows;
};

bool
arff_detect(const char *p, size_t n)
{
	static const char word[] = "@relation";
	const char *end = p + n;

	if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	while (p < end && (strchr(" \t\r\n", *p) != NULL || *p == '%')) {
		if (*p == '%' && (p = memchr(p, '\n', (size_t)(end - p))) ==
		    NULL)
			return (false);
		p++;
	}
	return ((size_t)(end - p) >= sizeof(word) - 1 &&
	    strncasecmp(p, word, sizeof(word) - 1) == 0);
}

/* "3" and "3.0" */
static int
read_int(const char *p, size_t n, int64_t *out)
{
	double f;

	if (parse_int(p, n, out) == 0)
		return (0);
	if (parse_float(p, n, &f) == -1 || f < -INT_END || f >= INT_END ||
	    (double)(int64_t)f != f)
		return (-1);
	*out = (int64_t)f;
	return (0);
}

/* A word that is not missing. */
static int
read_value(struct arff *a, size_t col, struct value *v, struct diag *d)
{
	const struct arff_attribute *t = &a->head.v[col];
	const char *p = str_get(&a->words.text), *what = NULL;
	size_t n = a->words.text.len;

	if (t->kind == ARFF_NUMERIC && parse_float(p, n, &v->f) == -1)
		what = "no number";
	else if (t->kind == ARFF_INTEGER && read_int(p, n, &v->i) == -1)
		what = "no int";
	else if (t->kind == ARFF_DATE &&
	    parse_time_as(t->format, p, n, &v->i) == -1)
		what = "no date of its format";
	else if (t->kind == ARFF_NOMINAL &&
	    dict_find(&t->levels, p, n) == DICT_NONE)
		what = "none of its values";
	if (what != NULL)
		return (diag_set(d, "%s: \"%.*s\"", what,
		    (int)(n < 80 ? n : 80), p));
	v->at = a->texts.len;
	v->n = n;
	if (t->kind == ARFF_NOMINAL || t->kind == ARFF_STRING)
		str_add(&a->texts, p, n);
	return (0);
}

/* A bad value is missing where that was said: 0, -1. */
static int
take_value(struct arff *a, size_t col, struct diag *d)
{
	const char *name = a->stream.head.schema.fields[col].name;
	struct read_report *report = a->options.report;
	struct value *v = &a->row[col];

	v->is_missing = !a->words.is_quoted &&
	    strcmp(str_get(&a->words.text), "?") == 0;
	if (v->is_missing || read_value(a, col, v, d) == 0)
		return (0);
	if (a->options.on_bad == BAD_STOP || a->options.on_bad == BAD_SKIP)
		return (diag_prefix(d, "column \"%s\"", name));
	bad_notes_add(&report->notes, a->n_rows, col, d->text);
	report->bad_values++;
	v->is_missing = true;
	return (0);
}

static int
read_dense(struct arff *a, struct diag *d)
{
	struct arff_words *w = &a->words;
	size_t col = 0;
	bool comma = false;
	int r;

	while ((r = arff_next_word(w, d)) == 1) {
		if (col == a->head.n)
			return (diag_set(d, !w->is_quoted &&
			    str_get(&w->text)[0] == '{' ? "weights of rows are "
			    "not read" : "more than %zu values", a->head.n));
		if (take_value(a, col++, d) == -1)
			return (-1);
		comma = arff_take(w, ',');
	}
	if (r == 0 && !arff_at_end(w))
		r = diag_set(d, "nothing between two commas: what is missing "
		    "is ?");
	if (r == 0 && (comma || col < a->head.n))
		r = diag_set(d, "%zu values%s, and there are %zu columns", col,
		    comma ? " and a comma" : "", a->head.n);
	return (r);
}

/* What a sparse row leaves out. */
static int
set_zeros(struct arff *a, struct diag *d)
{
	for (size_t i = 0; i < a->head.n; i++) {
		const struct arff_attribute *t = &a->head.v[i];
		struct value *v = &a->row[i];

		if (v->at != SIZE_MAX)
			continue;
		*v = (struct value){ .at = a->texts.len };
		if (t->kind == ARFF_STRING)
			return (diag_set(d, "column \"%s\": a sparse row "
			    "leaves a text out, for which there is no zero",
			    a->stream.head.schema.fields[i].name));
		if (t->kind != ARFF_NOMINAL)
			continue;
		str_addz(&a->texts, dict_get(&t->levels, 0, NULL));
		v->n = a->texts.len - v->at;
	}
	return (0);
}

/* Behind "{" */
static int
read_sparse(struct arff *a, struct diag *d)
{
	struct arff_words *w = &a->words;
	int64_t col;
	int r = 0;

	w->in_braces = true;
	for (size_t i = 0; i < a->head.n; i++)
		a->row[i].at = SIZE_MAX;
	while (r == 0 && !arff_take(w, '}')) {
		r = arff_at_end(w) ? diag_set(d, "a brace is not closed") :
		    arff_next_word(w, d) == -1 ? -1 : 0;
		if (r == 0 && (parse_int(str_get(&w->text), w->text.len,
		    &col) == -1 || col < 0 || (size_t)col >= a->head.n ||
		    a->row[col].at != SIZE_MAX))
			r = diag_set(d, "\"%.40s\" is no index of a column "
			    "that is still open", str_get(&w->text));
		if (r == 0 && (r = arff_next_word(w, d)) != -1)
			r = r == 1 ? 0 : diag_set(d, "an index without a "
			    "value");
		if (r == 0) {
			a->row[col].at = 0;
			r = take_value(a, (size_t)col, d);
			(void)arff_take(w, ',');
		}
	}
	w->in_braces = false;
	if (r == 0 && !arff_at_end(w))
		r = diag_set(d, *w->p == ',' ? "weights of rows are not read" :
		    "something stands behind the row");
	return (r == 0 ? set_zeros(a, d) : -1);
}

/* 1, 0 where there is nothing but a comment, -1. */
static int
read_row(struct arff *a, const char *p, size_t n, struct diag *d)
{
	a->words.p = p;
	a->words.end = p + n;
	a->words.in_braces = false;
	str_clear(&a->texts);
	if (arff_at_end(&a->words))
		return (0);
	return ((arff_take(&a->words, '{') ? read_sparse : read_dense)(a, d) ==
	    -1 ? -1 : 1);
}

static void
add_row(struct arff *a)
{
	for (size_t i = 0; i < a->head.n; i++) {
		struct column *c = &a->rows.cols[i];
		const struct value *v = &a->row[i];

		if (v->is_missing)
			column_add_missing(c);
		else if (c->type == COL_FLOAT)
			column_add_float(c, v->f);
		else if (c->type == COL_STRING)
			column_add_string(c, str_get(&a->texts) + v->at, v->n);
		else
			column_add_int(c, v->i);
	}
	a->n_rows++;
}

/* The next row of the file: 1, 0, -1. */
static int
next_row(struct arff *a, struct diag *d)
{
	const char *p;
	size_t n;
	int r;

	while ((r = text_lines_next(&a->lines, &p, &n, d)) == 1) {
		if ((r = read_row(a, p, n, d)) == 1)
			return (1);
		if (r == -1 && a->options.on_bad == BAD_STOP)
			return (diag_prefix(d, "%s:%llu", bytes_name(a->in),
			    (unsigned long long)a->lines.number));
		a->options.report->skipped += r == -1;
	}
	return (r);
}

static int
arff_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct arff *a = (struct arff *)s;
	uint64_t size, first = a->n_rows;
	char hex[DIGEST_HEX + 1];
	int r = 1;

	block_clear(&a->rows);
	while (a->rows.cols[0].n < BATCH_ROWS && (r = next_row(a, d)) == 1)
		add_row(a);
	if (r == -1)
		return (-1);
	if (a->rows.cols[0].n > 0) {
		*out = block_seal(&a->rows, first);
		return (1);
	}
	if (outside_digest(bytes_outside(a->in), &size, hex, d) == -1)
		return (-1);
	source_record_end(s->tail, a->in, first);
	return (0);
}

static void
release(struct arff *a)
{
	text_lines_release(&a->lines);
	arff_head_release(&a->head);
	str_release(&a->words.text);
	str_release(&a->texts);
	free(a->row);
	block_release(&a->rows);
	stream_release(&a->stream);
	free(a);
}

static void
arff_close(struct stream *s)
{
	struct arff *a = (struct arff *)s;

	bytes_close(a->in);
	release(a);
}

int
arff_open(struct bytes *in, const struct read_options *o,
    struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { arff_next, arff_close };
	struct arff *a = MEM_NEW(struct arff);

	stream_init(&a->stream, &ops);
	text_lines_init(&a->lines, in);
	a->in = in;
	a->options = *o;
	if (arff_head_read(&a->head, &a->lines, &a->stream.head.schema, d) ==
	    -1) {
		block_init(&a->rows, &a->stream.head.schema);
		release(a);
		return (-1);
	}
	block_init(&a->rows, &a->stream.head.schema);
	a->row = mem_calloc(a->head.n, sizeof(*a->row));
	source_record_begin(&a->stream.head, in, "arff");
	*out = &a->stream;
	return (0);
}
