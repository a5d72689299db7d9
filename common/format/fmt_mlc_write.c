/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The stream as text: "#mlc " and the head, the attachments in lines of "#="
 * and base64, the rows as CSV under their names, and "#end" with the tail, if
 * there is one.
 */
#include <stdlib.h>

#include "base64.h"
#include "fmt_mlc.h"
#include "fmt_rows.h"
#include "mem.h"

#include "fmt_write.h"

struct writer {
	struct rows rows;
};

static int
write_attachment(struct rows *rows, const struct attachment *a,
    struct diag *d)
{
	size_t n;

	for (size_t at = 0; at < a->size; at += n) {
		n = a->size - at < ATTACHMENT_LINE ? a->size - at :
		    ATTACHMENT_LINE;
		str_addz(&rows->text, ATTACHMENT_MARK);
		base64_add(&rows->text, a->bytes + at, n);
		str_addc(&rows->text, '\n');
		if (rows_flush(rows, d) == -1)
			return (-1);
	}
	return (0);
}

static int
write_head(struct rows *rows, const struct head *h, struct diag *d)
{
	json_t *head = head_to_json(h);

	str_addz(&rows->text, MARK);
	doc_write(head, &rows->text);
	json_decref(head);
	str_addc(&rows->text, '\n');
	for (size_t i = 0; i < h->attachments.n; i++) {
		if (write_attachment(rows, h->attachments.v[i], d) == -1)
			return (-1);
	}
	rows_add_header(rows, &h->schema);
	return (rows_flush(rows, d));
}

int
mlctext_begin(struct outfile *out, const struct head *h, struct writer **to,
    struct diag *d)
{
	struct writer *w = MEM_NEW(struct writer);

	rows_init(&w->rows, out, ',');
	if (write_head(&w->rows, h, d) == -1) {
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
	str_addz(&w->rows.text, END_MARK);
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
