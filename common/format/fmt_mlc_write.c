/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The stream as text: "#mlc " and the head, the rows as CSV under their
 * names, and "#end" with the tail, if there is one.
 */
#include <stdlib.h>

#include "fmt_rows.h"
#include "mem.h"

#include "fmt_write.h"

struct writer {
	struct rows rows;
};

int
mlctext_begin(struct outfile *out, const struct head *h, struct writer **to,
    struct diag *d)
{
	struct writer *w = MEM_NEW(struct writer);
	json_t *head = head_to_json(h);

	rows_init(&w->rows, out, ',');
	str_addz(&w->rows.text, "#mlc ");
	doc_write(head, &w->rows.text);
	json_decref(head);
	str_addc(&w->rows.text, '\n');
	rows_add_header(&w->rows, &h->schema);
	if (rows_flush(&w->rows, d) == -1) {
		mlctext_free(w);
		return (-1);
	}
	*to = w;
	return (0);
}

int
mlctext_write(struct writer *w, const struct batch *b, struct diag *d)
{
	return (rows_write(&w->rows, b, d));
}

int
mlctext_end(struct writer *w, const json_t *tail, struct diag *d)
{
	str_addz(&w->rows.text, "#end");
	if (json_array_size(tail) > 0) {
		str_addz(&w->rows.text, " {\"tail\":");
		doc_write(tail, &w->rows.text);
		str_addc(&w->rows.text, '}');
	}
	str_addc(&w->rows.text, '\n');
	return (rows_flush(&w->rows, d));
}

void
mlctext_free(struct writer *w)
{
	rows_release(&w->rows);
	free(w);
}
