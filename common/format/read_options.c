/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "encoding.h"

#include "read_options.h"

void
source_options_init(struct source_options *o)
{
	memset(o, 0, sizeof(*o));
	o->limit = UINT64_MAX;
	o->mem = (uint64_t)512 << 20;
}

void
read_progress(const struct read_options *o, enum read_stage stage,
    uint64_t rows)
{
	if (o->progress != NULL)
		o->progress(o->progress_ctx, stage, rows);
}

void
read_tell(const struct read_options *o, const char *fmt, ...)
{
	struct diag text;
	va_list ap;

	if (o->tell == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(text.text, sizeof(text.text), fmt, ap);
	va_end(ap);
	o->tell(o->tell_ctx, text.text);
}

const char *
read_encoding(const struct read_options *o, const char *p, size_t n)
{
	const char *said = o->dialect.encoding;
	const char *mark = encoding_of_mark(p, n);

	if (said[0] == '\0' && mark == NULL && o->spec != NULL)
		said = o->spec->dialect.encoding;
	if (said[0] == '\0' || strcmp(said, "auto") == 0)
		return (mark);
	if (strcmp(said, "UTF-16") != 0 && strcmp(said, "UTF-32") != 0)
		return (said);
	if (mark != NULL && strncmp(mark, said, strlen(said)) == 0)
		return (mark);
	return (strcmp(said, "UTF-16") == 0 ? "UTF-16LE" : "UTF-32LE");
}

bool
read_may_be_empty(const struct read_options *o)
{
	return (o->exact && o->spec != NULL && o->header == NULL &&
	    o->dialect.header == HEADER_NO);
}
