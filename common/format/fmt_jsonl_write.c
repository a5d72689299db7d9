/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One JSON object a row.  Missing is null, a vector an array, a sparse row an
 * object of index and value, a time a string; inf and -inf, for which JSON has
 * no number, are strings.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fmt_value.h"
#include "mem.h"
#include "numtext.h"
#include "utf8.h"

#include "fmt_write.h"

#define PIECE ((size_t)64 * 1024)
#define ESCAPED 6		/* bytes that one byte of text may become */

struct writer {
	struct outfile *out;
	struct str text;	/* not yet written */
	struct str *keys;	/* {"name": or ,"name": of each column */
	size_t n_keys, keys_len;
};

int
jsonl_begin(struct outfile *out, const struct head *h, struct writer **to,
    struct diag *d)
{
	struct writer *w = MEM_NEW(struct writer);
	json_t *name;

	(void)d;
	w->out = out;
	w->n_keys = h->schema.n;
	w->keys = mem_calloc(w->n_keys, sizeof(*w->keys));
	for (size_t j = 0; j < w->n_keys; j++) {
		const char *z = h->schema.fields[j].name;

		name = doc_stringn(z, strlen(z));
		str_addc(&w->keys[j], j == 0 ? '{' : ',');
		doc_write(name, &w->keys[j]);
		str_addc(&w->keys[j], ':');
		w->keys_len += w->keys[j].len;
		json_decref(name);
	}
	*to = w;
	return (0);
}

static char *
put(char *to, const char *p, size_t n)
{
	memcpy(to, p, n);
	return (to + n);
}

static char *
put_escape(char *to, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";

	*to++ = '\\';
	if (c == '"' || c == '\\')
		*to++ = (char)c;
	else if (c == '\n')
		*to++ = 'n';
	else if (c == '\t')
		*to++ = 't';
	else if (c == '\r')
		*to++ = 'r';
	else {
		to = put(to, "u00", 3);
		*to++ = hex[c >> 4];
		*to++ = hex[c & 15];
	}
	return (to);
}

/* Bytes that are no UTF-8 become U+FFFD. */
static char *
put_string(char *to, const char *p, size_t n)
{
	const unsigned char *u = (const unsigned char *)p;
	size_t k;

	*to++ = '"';
	for (size_t i = 0; i < n; i += k > 0 ? k : 1) {
		k = 1;
		if (u[i] < 0x20 || u[i] == '"' || u[i] == '\\' || u[i] == 0x7f)
			to = put_escape(to, u[i]);
		else if (u[i] < 0x80)
			*to++ = p[i];
		else if ((k = utf8_length(u + i, n - i)) > 0)
			to = put(to, p + i, k);
		else
			to = put(to, "\xef\xbf\xbd", 3);
	}
	*to++ = '"';
	return (to);
}

static char *
put_float32(char *to, float v)
{
	if (isnan(v))
		return (put(to, "null", 4));
	if (isinf(v))
		return (v > 0 ? put(to, "\"inf\"", 5) : put(to, "\"-inf\"", 6));
	return (value_put_float32(to, v));
}

static char *
put_vector(char *to, const float *v, size_t n)
{
	*to++ = '[';
	for (size_t k = 0; k < n; k++) {
		if (k > 0)
			*to++ = ',';
		to = put_float32(to, v[k]);
	}
	*to++ = ']';
	return (to);
}

static char *
put_sparse(char *to, const struct column *c, size_t i)
{
	*to++ = '{';
	for (uint32_t k = c->off[i]; k < c->off[i + 1]; k++) {
		if (k > c->off[i])
			*to++ = ',';
		*to++ = '"';
		to += format_int(to, c->index[k]);
		to = put(to, "\":", 2);
		to = put_float32(to, c->value[k]);
	}
	*to++ = '}';
	return (to);
}

/* A time, or a float that is not finite. */
static char *
put_in_quotes(char *to, const struct column *c, size_t i)
{
	*to++ = '"';
	to = value_put(to, c, i);
	*to++ = '"';
	return (to);
}

static char *
put_cell(char *to, const struct column *c, size_t i)
{
	const char *p;
	size_t n;

	if (!c->valid[i])
		return (put(to, "null", 4));
	switch (c->type) {
	case COL_STRING:
		p = column_string(c, i, &n);
		return (put_string(to, p, n));
	case COL_VECTOR:
		return (put_vector(to, c->vector + i * c->width, c->width));
	case COL_SPARSE:
		return (put_sparse(to, c, i));
	case COL_TIME:
		return (put_in_quotes(to, c, i));
	case COL_FLOAT:
		if (isinf(c->floats[i]))
			return (put_in_quotes(to, c, i));
		return (value_put(to, c, i));
	default:
		return (value_put(to, c, i));
	}
}

static void
add_row(struct writer *w, const struct batch *b, size_t i)
{
	size_t bound = w->keys_len + 3;
	char *begin, *to;

	for (size_t j = 0; j < w->n_keys; j++)
		bound += value_bound(b->cols[j], i, ESCAPED);
	to = begin = str_reserve(&w->text, bound);
	for (size_t j = 0; j < w->n_keys; j++) {
		to = put(to, w->keys[j].buf, w->keys[j].len);
		to = put_cell(to, b->cols[j], i);
	}
	if (w->n_keys == 0)
		*to++ = '{';
	to = put(to, "}\n", 2);
	str_commit(&w->text, (size_t)(to - begin));
}

static int
flush(struct writer *w, struct diag *d)
{
	int r = outfile_write(w->out, w->text.buf, w->text.len, d);

	str_clear(&w->text);
	return (r);
}

int
jsonl_write(struct writer *w, const struct batch *b, struct diag *d)
{
	for (size_t i = 0; i < b->n_rows; i++) {
		add_row(w, b, i);
		if (w->text.len >= PIECE && flush(w, d) == -1)
			return (-1);
	}
	return (flush(w, d));
}

int
jsonl_end(struct writer *w, const json_t *tail, struct diag *d)
{
	(void)tail;
	return (flush(w, d));
}

void
jsonl_free(struct writer *w)
{
	for (size_t j = 0; j < w->n_keys; j++)
		str_release(&w->keys[j]);
	free(w->keys);
	str_release(&w->text);
	free(w);
}
