/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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
