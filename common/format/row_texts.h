/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The text that rows are cut from: what is not cut moves to the front and more
 * is read behind it, or another buffer is filled while the rows of the one at
 * hand are at work.
 */
#ifndef ROW_TEXTS_H
#define ROW_TEXTS_H

#include "bytes.h"
#include "row_format.h"

struct text_buffer {
	char *p;
	size_t cap;
};

/* In the text, behind a record. */
struct text_place {
	uint64_t at;		/* bytes */
	uint64_t line;
};

struct row_texts {
	struct bytes *bytes;
	const char *source;	/* its name */
	bool once;		/* take what one read gives, without waiting */
	struct row_text text;	/* in at_hand */
	struct row_text next;	/* in ahead, where is_ahead */
	bool is_ahead;
	struct text_buffer at_hand, ahead;
	struct diag ahead_diag;	/* what went wrong there */
	uint64_t n_read;	/* bytes, since the beginning */
};

/* Bytes, source and once are set. */
void texts_begin(struct row_texts *);
/* What was read ahead becomes the text, or more is read behind what is left of
   it, for a buffer of target bytes. */
int texts_more(struct row_texts *, size_t target, struct diag *) MUST_CHECK;
/* The text goes on in next. What fails is told by texts_more. */
int texts_read_ahead(struct row_texts *, size_t target) MUST_CHECK;

struct text_place texts_place(const struct row_texts *,
    const struct row_text *);
/* From the beginning on, to a place that was seen before. */
int texts_go_to(struct row_texts *, const struct text_place *, size_t target,
    struct diag *) MUST_CHECK;

/* The rows are in their columns: a text that a long row has made much larger
   than the usual one is not kept beside them. */
void texts_shrink(struct row_texts *, size_t usual);
/* The buffer at hand, which begins with these n bytes of it now and is the
   caller's; what is behind them in the text stays. NULL: they are not in it. */
char *texts_take(struct row_texts *, const char *p, size_t n);
/* Its buffers; there is no text then. */
void texts_release(struct row_texts *);

#endif
