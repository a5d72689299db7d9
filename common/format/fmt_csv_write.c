/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "fmt_rows.h"
#include "mem.h"

#include "fmt_write.h"

struct writer {
	struct rows rows;
};

static int
begin(struct outfile *out, const struct head *h, char delimiter,
    struct writer **to, struct diag *d)
{
	struct writer *w = MEM_NEW(struct writer);

	rows_init(&w->rows, out, delimiter);
	w->rows.no_blank = true;	/* readers skip empty lines */
	rows_add_header(&w->rows, &h->schema);
	if (rows_flush(&w->rows, d) == -1) {
		csvtext_free(w);
		return (-1);
	}
	*to = w;
	return (0);
}

int
csvtext_begin(struct outfile *out, const struct head *h, struct writer **to,
    struct diag *d)
{
	return (begin(out, h, ',', to, d));
}

int
tsvtext_begin(struct outfile *out, const struct head *h, struct writer **to,
    struct diag *d)
{
	return (begin(out, h, '\t', to, d));
}

int
csvtext_write(struct writer *w, const struct batch *b, struct diag *d)
{
	return (rows_write(&w->rows, b, d));
}

int
csvtext_end(struct writer *w, const json_t *tail, struct diag *d)
{
	(void)tail;
	return (rows_flush(&w->rows, d));
}

void
csvtext_free(struct writer *w)
{
	rows_release(&w->rows);
	free(w);
}
