/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "mem.h"
#include "numtext.h"
#include "source_record.h"
#include "text_lines.h"

#include "fmt_libsvm_read.h"

#define WIDTH_MAX UINT32_MAX
#define FEATURES "features"

enum { LABEL, QID };		/* features stand behind them */

/* One row, as it stands there. */
struct row {
	double label;
	bool whole;		/* the label is an int ... */
	int64_t number;		/* ... this one */
	bool has_qid;
	int64_t qid;
	uint32_t *index;	/* from 0, ascending */
	float *value;
	size_t n, cap, value_cap;
};

struct libsvm {
	struct stream stream;
	struct bytes *in;
	struct read_options options;
	struct text_lines lines;
	struct row row;
	struct block rows;
	bool has_qid;
	uint32_t width;
	uint64_t n_rows;
};

/* The next word of a line; false at its end. */
static bool
next_word(const char **p, const char *end, const char **word, size_t *n)
{
	while (*p < end && (**p == ' ' || **p == '\t'))
		++*p;
	*word = *p;
	while (*p < end && **p != ' ' && **p != '\t')
		++*p;
	*n = (size_t)(*p - *word);
	return (*n > 0);
}

static int
read_label(struct row *r, const char *p, size_t n, struct diag *d)
{
	if (memchr(p, ',', n) != NULL)
		return (diag_set(d, "several labels in a row: \"%.*s\"",
		    (int)(n < 80 ? n : 80), p));
	if (parse_float(p, n, &r->label) == -1)
		return (diag_set(d, "the label is no number: \"%.*s\"",
		    (int)(n < 80 ? n : 80), p));
	r->whole = parse_int(p, n, &r->number) == 0;
	return (0);
}

static void
add_entry(struct row *r, uint32_t at, double value)
{
	r->index = mem_grow(r->index, &r->cap, r->n + 1, sizeof(*r->index));
	r->value = mem_grow(r->value, &r->value_cap, r->n + 1,
	    sizeof(*r->value));
	r->index[r->n] = at;
	r->value[r->n++] = (float)value;
}

/* "12:0.5" */
static int
read_entry(const struct libsvm *l, struct row *r, const char *p, size_t n,
    struct diag *d)
{
	const char *colon = memchr(p, ':', n);
	int64_t base = l->options.index_from_zero ? 0 : 1, at;
	double value;

	if (colon == NULL || parse_int(p, (size_t)(colon - p), &at) == -1 ||
	    parse_float(colon + 1, (size_t)(p + n - colon - 1), &value) == -1)
		return (diag_set(d, "not INDEX:VALUE: \"%.*s\"",
		    (int)(n < 80 ? n : 80), p));
	if (at < base || at - base >= (int64_t)WIDTH_MAX)
		return (diag_set(d, "index %lld: %s", (long long)at, at == 0 ?
		    "--index-base 0 says that they count from 0" :
		    "it is out of range"));
	at -= base;
	if (r->n > 0 && r->index[r->n - 1] >= (uint32_t)at)
		return (diag_set(d, "index %lld does not follow the one before "
		    "it", (long long)(at + base)));
	add_entry(r, (uint32_t)at, value);
	return (0);
}

/* 1, 0 where there is nothing but a comment, -1. */
static int
read_row(const struct libsvm *l, struct row *r, const char *p, size_t n,
    struct diag *d)
{
	const char *comment = memchr(p, '#', n), *word;
	const char *end = comment != NULL ? comment : p + n;

	r->n = 0;
	r->has_qid = false;
	if (!next_word(&p, end, &word, &n))
		return (0);
	if (read_label(r, word, n, d) == -1)
		return (-1);
	while (next_word(&p, end, &word, &n)) {
		if (r->n == 0 && !r->has_qid && n > 4 &&
		    memcmp(word, "qid:", 4) == 0) {
			if (parse_int(word + 4, n - 4, &r->qid) == -1)
				return (diag_set(d, "the group is no int: "
				    "\"%.*s\"", (int)(n < 80 ? n : 80), word));
			r->has_qid = true;
		} else if (read_entry(l, r, word, n, d) == -1) {
			return (-1);
		}
	}
	return (1);
}

bool
libsvm_detect(const char *p, size_t n)
{
	struct libsvm l = { .n_rows = 0 };
	const char *end = p + n, *feed;
	size_t n_rows = 0, entries = 0;
	struct diag d;
	int r = 1;

	l.options.index_from_zero = true;
	while (p < end && r != -1 && (feed = memchr(p, '\n',
	    (size_t)(end - p))) != NULL) {
		r = read_row(&l, &l.row, p, (size_t)(feed - p) -
		    (feed > p && feed[-1] == '\r'), &d);
		n_rows += r == 1;
		entries += l.row.n;
		p = feed + 1;
		if (n_rows == 1 && l.row.n > 1)
			break;		/* later rows may be bad */
	}
	free(l.row.index);
	free(l.row.value);
	/* "5 10:30" may be a number and a time. */
	return (r != -1 && n_rows > 0 && entries > n_rows);
}

/* The next row of the file: 1, 0, -1. */
static int
next_row(struct libsvm *l, uint64_t *skipped, struct diag *d)
{
	const char *p;
	size_t n;
	int r;

	while ((r = text_lines_next(&l->lines, &p, &n, d)) == 1) {
		r = read_row(l, &l->row, p, n, d);
		if (r == 1 && l->row.n > 0 && l->width > 0 &&
		    l->row.index[l->row.n - 1] >= l->width)
			r = diag_set(d, "index beyond the %u that are known",
			    l->width);
		if (r == 1)
			return (1);
		if (r == -1 && l->options.on_bad == BAD_STOP)
			return (diag_prefix(d, "%s: line %llu",
			    bytes_name(l->in),
			    (unsigned long long)l->lines.number));
		*skipped += r == -1;
	}
	return (r);
}

static int
add_columns(struct libsvm *l, bool whole, struct diag *d)
{
	struct schema *s = &l->stream.head.schema;
	struct field features = { .name = (char *)FEATURES,
	    .type = COL_SPARSE, .width = l->width };

	if (schema_add_new(s, "label", whole ? COL_INT : COL_FLOAT, d) == -1 ||
	    (l->has_qid && schema_add_new(s, "qid", COL_INT, d) == -1) ||
	    schema_add(s, &features, d) == -1)
		return (-1);
	schema_set_role(s, LABEL, ROLE_TARGET);
	if (l->has_qid)
		schema_set_role(s, QID, ROLE_GROUP);
	return (0);
}

/* Of rows that are to fit a model: as it knows them. */
static bool
take_spec(struct libsvm *l, bool *whole)
{
	const struct read_spec *spec = l->options.spec;
	size_t label, features;

	if (spec == NULL)
		return (false);
	label = schema_find(&spec->schema, "label");
	features = schema_find(&spec->schema, FEATURES);
	if (features == COLUMN_NONE ||
	    spec->schema.fields[features].type != COL_SPARSE)
		return (false);
	l->width = spec->schema.fields[features].width;
	l->has_qid = schema_find(&spec->schema, "qid") != COLUMN_NONE;
	*whole = label != COLUMN_NONE &&
	    spec->schema.fields[label].type == COL_INT;
	return (true);
}

static int
find_columns(struct libsvm *l, bool *whole, struct diag *d)
{
	uint64_t skipped = 0, n = 0;
	uint32_t width = 0;
	int r;

	*whole = true;
	if (take_spec(l, whole))
		return (0);
	for (; (r = next_row(l, &skipped, d)) == 1; n++) {
		*whole &= l->row.whole;
		if (n == 0)
			l->has_qid = l->row.has_qid;
		if (l->row.n > 0 && l->row.index[l->row.n - 1] >= width)
			width = l->row.index[l->row.n - 1] + 1;
	}
	if (r == 0 && n == 0)
		r = diag_set(d, "%s: is empty", bytes_name(l->in));
	l->width = width > 0 ? width : 1;
	return (r == -1 ? -1 : text_lines_rewind(&l->lines, d));
}

static void
add_row(struct libsvm *l)
{
	struct column *c = l->rows.cols;

	if (c->type == COL_FLOAT)
		column_add_float(c, l->row.label);
	else if (l->row.whole)
		column_add_int(c, l->row.number);
	else
		column_add_missing(c);
	c++;
	if (l->has_qid && l->row.has_qid)
		column_add_int(c, l->row.qid);
	else if (l->has_qid)
		column_add_missing(c);
	c += l->has_qid;
	column_add_sparse(c, l->row.index, l->row.value, l->row.n);
}

static int
libsvm_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct libsvm *l = (struct libsvm *)s;
	char hex[DIGEST_HEX + 1];
	uint64_t size, first = l->n_rows;
	int r = 1;

	block_clear(&l->rows);
	while (l->rows.cols[LABEL].n < BATCH_ROWS &&
	    (r = next_row(l, &l->options.report->skipped, d)) == 1) {
		add_row(l);
		l->n_rows++;
	}
	if (r == -1)
		return (-1);
	if (l->n_rows > first) {
		*out = block_seal(&l->rows, first);
		return (1);
	}
	if (outside_digest(bytes_outside(l->in), &size, hex, d) == -1)
		return (-1);
	source_record_end(s->tail, l->in, l->n_rows);
	return (0);
}

static void
release(struct libsvm *l)
{
	text_lines_release(&l->lines);
	free(l->row.index);
	free(l->row.value);
	block_release(&l->rows);
	stream_release(&l->stream);
	free(l);
}

static void
libsvm_close(struct stream *s)
{
	struct libsvm *l = (struct libsvm *)s;

	bytes_close(l->in);
	release(l);
}

int
libsvm_open(struct bytes *in, const struct read_options *o,
    struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { libsvm_next, libsvm_close };
	struct libsvm *l = MEM_NEW(struct libsvm);
	bool whole;

	stream_init(&l->stream, &ops);
	block_init(&l->rows, &l->stream.head.schema);
	text_lines_init(&l->lines, in);
	l->in = in;
	l->options = *o;
	if (find_columns(l, &whole, d) == -1 ||
	    add_columns(l, whole, d) == -1) {
		release(l);
		return (-1);
	}
	block_release(&l->rows);
	block_init(&l->rows, &l->stream.head.schema);
	source_record_begin(&l->stream.head, in, "libsvm");
	*out = &l->stream;
	return (0);
}
