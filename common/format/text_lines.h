/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lines of a text, one by one: ended by LF, CR LF or the end of the bytes.
 */
#ifndef TEXT_LINES_H
#define TEXT_LINES_H

#include <stdint.h>

#include "bytes.h"
#include "str.h"

#define LINE_BYTES_MAX ((size_t)1 << 30)

struct text_lines {
	struct bytes *in;	/* stays the caller's */
	struct str cut;		/* a line that goes over pieces */
	const char *p, *end;	/* of the piece at hand */
	uint64_t number;	/* of the line that was given, from 1 */
};

void text_lines_init(struct text_lines *, struct bytes *);
void text_lines_release(struct text_lines *);

/* 1 and a line without its end, valid until the next call; 0; -1. */
int text_lines_next(struct text_lines *, const char **p, size_t *n,
    struct diag *) MUST_CHECK;
/* From the first line again. */
int text_lines_rewind(struct text_lines *, struct diag *) MUST_CHECK;

#endif
