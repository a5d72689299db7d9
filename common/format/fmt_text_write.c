/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of delimited text (RFC 4180): the whole of a csv and tsv file, and of
 * an mlc stream what is between "#mlc " and the head, the attachments in lines
 * of "#=" and base64, and "#end" with the tail, if there is one.
 *
 * A missing value is an empty field and the empty string is "".  Text that
 * holds the delimiter, a quote, CR or LF, that begins or ends with a blank, or
 * begins with '#' is quoted, with its quotes doubled.  A vector is floats
 * between blanks, a sparse row index:value between blanks.
 *
 * Text is built in a buffer and handed to the outfile in large pieces.
 */
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "fmt_mlc.h"
#include "fmt_value.h"
#include "letters.h"
#include "mem.h"
#include "numtext.h"

#include "fmt_text_write.h"
#include "fmt_write.h"
#include "sink.h"

#define PIECE ((size_t)64 * 1024)
#define SHARED_ROWS 512		/* of a batch, for threads to share them */
#define PARTS_PER_THREAD 2
#define LONG_ROW (16 * PIECE)	/* beyond, it is not built in the buffer */

/* Rows of a batch as text, built by one thread. */
struct part {
	struct str text;
	bool has_long;			/* a row that is too long for it */
};

struct writer {
	struct outfile *out;		/* borrowed */
	struct crew *crew;
	struct part *parts;
	size_t n_parts;
	const struct batch *batch;	/* that is shared out */
	struct str text;		/* not yet written */
	char delimiter;
	const char *missing;		/* what stands for a missing value */
	size_t n_missing;
	bool no_blank;			/* an empty line is written "", unless
					   that is an empty text */
	uint8_t special[256];		/* 1: a field with it is quoted */
};

static bool
needs_quotes(const struct writer *w, const char *p, size_t n)
{
	uint8_t seen = 0;

	if (n == 0 || is_blank(p[0]) || is_blank(p[n - 1]) || p[0] == '#' ||
	    (n == w->n_missing && memcmp(p, w->missing, n) == 0))
		return (true);
	for (size_t i = 0; i < n; i++)
		seen |= w->special[(uint8_t)p[i]];
	return (seen != 0);
}

/* Room for 2 n + 2 bytes. */
static char *
put_quoted(char *to, const char *p, size_t n)
{
	*to++ = '"';
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '"')
			*to++ = '"';
		*to++ = p[i];
	}
	*to++ = '"';
	return (to);
}

static char *
put_string(const struct writer *w, char *to, const char *p, size_t n)
{
	if (needs_quotes(w, p, n))
		return (put_quoted(to, p, n));
	memcpy(to, p, n);
	return (to + n);
}

static char *
put_cell(const struct writer *w, char *to, const struct column *c, size_t i)
{
	const char *p;
	size_t n;

	if (!c->valid[i]) {
		memcpy(to, w->missing, w->n_missing);
		return (to + w->n_missing);
	}
	switch (c->type) {
	case COL_STRING:
		p = column_string(c, i, &n);
		return (put_string(w, to, p, n));
	case COL_VECTOR:
	case COL_SPARSE:
		if (c->type == COL_SPARSE && c->off[i] == c->off[i + 1])
			return (put_string(w, to, "", 0));
		return (value_put_list(to, c, i));
	default:
		return (value_put(to, c, i));
	}
}

static size_t
row_bound(const struct writer *w, const struct batch *b, size_t i)
{
	size_t n = 1 + b->schema->n * w->n_missing;

	for (size_t j = 0; j < b->schema->n; j++)
		n += value_bound(b->cols[j], i, 2);
	return (n);
}

static void
add_row(const struct writer *w, const struct batch *b, size_t i,
    struct str *text)
{
	char *begin = str_reserve(text, row_bound(w, b, i)), *to = begin;

	for (size_t j = 0; j < b->schema->n; j++) {
		if (j > 0)
			*to++ = w->delimiter;
		to = put_cell(w, to, b->cols[j], i);
	}
	if (to == begin && w->no_blank && b->cols[0]->type != COL_STRING)
		to = put_quoted(to, "", 0);
	*to++ = '\n';
	str_commit(text, (size_t)(to - begin));
}

static void
add_header(struct writer *w, const struct schema *s)
{
	char *begin, *to;

	for (size_t j = 0; j < s->n; j++) {
		const char *name = s->fields[j].name;
		size_t n = strlen(name);

		to = begin = str_reserve(&w->text, 2 * n + 3);
		if (j > 0)
			*to++ = w->delimiter;
		to = put_string(w, to, name, n);
		str_commit(&w->text, (size_t)(to - begin));
	}
	str_addc(&w->text, '\n');
}

/* A text without a copy of it. */
static int
write_long(struct writer *w, const char *p, size_t n, struct diag *d)
{
	size_t k;
	bool quoted = needs_quotes(w, p, n);

	if (quoted)
		str_addc(&w->text, '"');
	for (; n > 0; p += k, n -= k) {
		k = n < PIECE ? n : PIECE;
		for (size_t i = 0; quoted && i < k; i++) {
			if (p[i] == '"')
				str_addc(&w->text, '"');
			str_addc(&w->text, p[i]);
		}
		if (!quoted)
			str_add(&w->text, p, k);
		if (outfile_take(w->out, &w->text, d) == -1)
			return (-1);
	}
	if (quoted)
		str_addc(&w->text, '"');
	return (0);
}

static int
write_long_row(struct writer *w, const struct batch *b, size_t i,
    struct diag *d)
{
	for (size_t j = 0; j < b->schema->n; j++) {
		const struct column *c = b->cols[j];
		const char *p = NULL;
		char *to;
		size_t n = 0;

		if (j > 0)
			str_addc(&w->text, w->delimiter);
		if (c->type == COL_STRING && c->valid[i])
			p = column_string(c, i, &n);
		if (n > PIECE && write_long(w, p, n, d) == -1)
			return (-1);
		if (n > PIECE)
			continue;
		to = str_reserve(&w->text, value_bound(c, i, 2) +
		    w->n_missing);
		str_commit(&w->text, (size_t)(put_cell(w, to, c, i) - to));
	}
	str_addc(&w->text, '\n');
	return (outfile_take(w->out, &w->text, d));
}

static void
build_part(void *ctx, size_t k, int worker)
{
	const struct writer *w = ctx;
	struct part *p = &w->parts[k];
	size_t i = w->batch->n_rows * k / w->n_parts;
	size_t end = w->batch->n_rows * (k + 1) / w->n_parts;

	(void)worker;
	str_clear(&p->text);
	p->has_long = false;
	for (; i < end && !p->has_long; i++) {
		if (row_bound(w, w->batch, i) > LONG_ROW)
			p->has_long = true;
		else
			add_row(w, w->batch, i, &p->text);
	}
}

/* 0: a row is too long to be built in memory, and nothing was written. */
static int
write_parts(struct writer *w, const struct batch *b, struct diag *d)
{
	w->batch = b;
	crew_for(w->crew, w->n_parts, build_part, w);
	for (size_t k = 0; k < w->n_parts; k++) {
		if (w->parts[k].has_long)
			return (0);
	}
	for (size_t k = 0; k < w->n_parts; k++) {
		if (outfile_take(w->out, &w->parts[k].text, d) == -1)
			return (-1);
	}
	return (1);
}

static int
flush(struct writer *w, struct diag *d)
{
	return (outfile_take(w->out, &w->text, d));
}

static int
write_rows(struct writer *w, const struct batch *b, struct diag *d)
{
	int r = 0;

	if (flush(w, d) == -1)
		return (-1);
	if (w->n_parts > 0 && b->n_rows >= SHARED_ROWS)
		r = write_parts(w, b, d);
	if (r != 0)
		return (r == 1 ? 0 : -1);
	for (size_t i = 0; i < b->n_rows; i++) {
		if (row_bound(w, b, i) > LONG_ROW) {
			if (write_long_row(w, b, i, d) == -1)
				return (-1);
			continue;
		}
		add_row(w, b, i, &w->text);
		if (w->text.len >= PIECE &&
		    flush(w, d) == -1)
			return (-1);
	}
	return (flush(w, d));
}

static struct writer *
new_writer(struct outfile *out, char delimiter)
{
	struct writer *w = MEM_NEW(struct writer);

	w->out = out;
	w->missing = "";
	w->delimiter = delimiter;
	w->special[(uint8_t)delimiter] = 1;
	w->special['"'] = 1;
	w->special['\r'] = 1;
	w->special['\n'] = 1;
	return (w);
}

static void
free_writer(struct writer *w)
{
	for (size_t k = 0; k < w->n_parts; k++)
		str_release(&w->parts[k].text);
	free(w->parts);
	str_release(&w->text);
	free(w);
}

static void
share(struct writer *w, struct crew *crew)
{
	size_t n = (size_t)crew_threads(crew);

	if (n == 1)
		return;
	w->crew = crew;
	w->n_parts = n * PARTS_PER_THREAD;
	w->parts = mem_calloc(w->n_parts, sizeof(*w->parts));
}

/* The header was not yet handed on. */
static void
form(struct writer *w, const struct text_form *f)
{
	if (f->no_header)
		str_clear(&w->text);
	if (f->missing != NULL) {
		w->missing = f->missing;
		w->n_missing = strlen(f->missing);
	}
}

/* The writer, if the head was written. */
static int
begun(struct writer *w, int result, struct writer **to)
{
	if (result == -1)
		free_writer(w);
	else
		*to = w;
	return (result);
}

static int
begin_plain(struct outfile *out, const struct head *h, char delimiter,
    struct writer **to)
{
	struct writer *w = new_writer(out, delimiter);

	w->no_blank = true;	/* many readers skip empty lines */
	add_header(w, &h->schema);
	*to = w;
	return (0);
}

static int
begin_csv(struct outfile *out, const struct head *h, struct writer **to,
    struct diag *d)
{
	(void)d;
	return (begin_plain(out, h, ',', to));
}

static int
begin_tsv(struct outfile *out, const struct head *h, struct writer **to,
    struct diag *d)
{
	(void)d;
	return (begin_plain(out, h, '\t', to));
}

static int
end_plain(struct writer *w, const json_t *tail, struct diag *d)
{
	(void)tail;
	return (flush(w, d));
}

void
text_write_csv(const struct batch *b, struct str *out)
{
	struct writer *w = new_writer(NULL, ',');

	w->no_blank = true;
	add_header(w, b->schema);
	for (size_t i = 0; i < b->n_rows; i++)
		add_row(w, b, i, &w->text);
	str_add(out, w->text.buf, w->text.len);
	free_writer(w);
}

const struct format_writer csv_writer = {
	.begin = begin_csv,
	.form = form,
	.share = share,
	.write = write_rows,
	.end = end_plain,
	.flush = flush,
	.free = free_writer,
};

const struct format_writer tsv_writer = {
	.begin = begin_tsv,
	.form = form,
	.share = share,
	.write = write_rows,
	.end = end_plain,
	.flush = flush,
	.free = free_writer,
};

static int
write_attachment(struct writer *w, const struct attachment *a,
    struct diag *d)
{
	size_t n;

	for (size_t at = 0; at < a->size; at += n) {
		n = a->size - at < ATTACHMENT_LINE ? a->size - at :
		    ATTACHMENT_LINE;
		str_addz(&w->text, ATTACHMENT_MARK);
		base64_add(&w->text, a->bytes + at, n);
		str_addc(&w->text, '\n');
		if (outfile_take(w->out, &w->text, d) == -1)
			return (-1);
	}
	return (0);
}

static int
write_mlc_head(struct writer *w, const struct head *h, struct diag *d)
{
	json_t *head = head_to_json(h);

	str_addz(&w->text, MARK);
	doc_write(head, &w->text);
	json_decref(head);
	str_addc(&w->text, '\n');
	for (size_t i = 0; i < h->attachments.n; i++) {
		if (write_attachment(w, h->attachments.v[i], d) == -1)
			return (-1);
	}
	add_header(w, &h->schema);
	return (outfile_take(w->out, &w->text, d));
}

static int
begin_mlc(struct outfile *out, const struct head *h, struct writer **to,
    struct diag *d)
{
	struct writer *w = new_writer(out, ',');

	return (begun(w, write_mlc_head(w, h, d), to));
}

static int
end_mlc(struct writer *w, const json_t *tail, struct diag *d)
{
	str_addz(&w->text, END_MARK);
	if (json_array_size(tail) > 0) {
		str_addz(&w->text, " {\"tail\":");
		doc_write(tail, &w->text);
		str_addc(&w->text, '}');
	}
	str_addc(&w->text, '\n');
	return (outfile_take(w->out, &w->text, d));
}

const struct format_writer mlctext_writer = {
	.begin = begin_mlc,
	.share = share,
	.write = write_rows,
	.end = end_mlc,
	.free = free_writer,
};
