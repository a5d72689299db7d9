/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "report.h"

struct report {
	struct stream stream;
	struct block block;
	bool given;
};

static int
report_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct report *r = (struct report *)s;

	(void)d;
	if (r->given)
		return (0);
	r->given = true;
	*out = block_seal(&r->block, 0);
	return ((*out)->n_rows > 0);
}

static void
report_close(struct stream *s)
{
	struct report *r = (struct report *)s;

	block_release(&r->block);
	stream_release(s);
	free(r);
}

void
report_about(struct stream *s, const struct stream *about)
{
	json_array_extend(s->head.lineage, about->head.lineage);
	json_array_extend(s->tail, about->tail);
}

struct stream *
report_new(const struct report_field *fields, size_t n,
    const struct stream *about)
{
	static const struct stream_ops ops = { report_next, report_close };
	struct report *r = MEM_NEW(struct report);
	struct diag d = DIAG_INIT;

	stream_init(&r->stream, &ops);
	for (size_t i = 0; i < n; i++) {
		const struct field f = { .name = (char *)(uintptr_t)
		    fields[i].name, .type = fields[i].type,
		    .rank = fields[i].rank };

		if (schema_add(&r->stream.head.schema, &f, &d) == -1)
			BUG("%s", d.text);
	}
	if (about != NULL)
		report_about(&r->stream, about);
	block_init(&r->block, &r->stream.head.schema);
	return (&r->stream);
}

struct block *
report_block(struct stream *s)
{
	return (&((struct report *)s)->block);
}

void
report_text(struct column *c, const char *text)
{
	if (text == NULL)
		column_add_missing(c);
	else
		column_add_string(c, text, strlen(text));
}

void
report_number(struct column *c, double v)
{
	column_add_float(c, v);
}
