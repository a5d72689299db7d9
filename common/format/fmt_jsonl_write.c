/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One JSON object a row; see value_put_json for its values. */
#include <stdlib.h>
#include <string.h>

#include "fmt_value.h"
#include "mem.h"

#include "fmt_write.h"

#define PIECE ((size_t)64 * 1024)

struct writer {
	struct outfile *out;
	struct str text;	/* not yet written */
	struct str *keys;	/* {"name": or ,"name": of each column */
	size_t n_keys, keys_len;
};

static void
jsonl_free(struct writer *w)
{
	for (size_t j = 0; j < w->n_keys; j++)
		str_release(&w->keys[j]);
	free(w->keys);
	str_release(&w->text);
	free(w);
}

static int
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

static void
add_row(struct writer *w, const struct batch *b, size_t i)
{
	size_t bound = w->keys_len + 3;
	char *begin, *to;

	for (size_t j = 0; j < w->n_keys; j++)
		bound += value_bound(b->cols[j], i, VALUE_ESCAPED);
	to = begin = str_reserve(&w->text, bound);
	for (size_t j = 0; j < w->n_keys; j++) {
		to = put(to, w->keys[j].buf, w->keys[j].len);
		to = value_put_json(to, b->cols[j], i);
	}
	if (w->n_keys == 0)
		*to++ = '{';
	to = put(to, "}\n", 2);
	str_commit(&w->text, (size_t)(to - begin));
}

static int
jsonl_write(struct writer *w, const struct batch *b, struct diag *d)
{
	for (size_t i = 0; i < b->n_rows; i++) {
		add_row(w, b, i);
		if (w->text.len >= PIECE &&
		    outfile_take(w->out, &w->text, d) == -1)
			return (-1);
	}
	return (outfile_take(w->out, &w->text, d));
}

static int
jsonl_end(struct writer *w, const json_t *tail, struct diag *d)
{
	(void)tail;
	return (outfile_take(w->out, &w->text, d));
}

const struct format_writer jsonl_writer = {
	.begin = jsonl_begin,
	.write = jsonl_write,
	.end = jsonl_end,
	.free = jsonl_free,
};
