/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Arrow's types: how the values of an Arrow field lie in a body, as a tree.
 *
 * A tree owns its names.  Its size is bounded: fields of a flatbuffer may
 * refer to the same child, so that a few bytes can tell of many.  An extension
 * type is its storage.  Types that cannot be read stand in the tree, for who
 * makes columns of it to refuse them by name.
 */
#ifndef FMT_ARROW_TYPE_H
#define FMT_ARROW_TYPE_H

#include "fmt_arrow_flat.h"
#include "schema.h"

enum arrow_kind {
	ARROW_REFUSED,
	ARROW_NULL,		/* no buffers; all are missing */
	ARROW_BOOL,
	ARROW_INT,
	ARROW_FLOAT,
	ARROW_DECIMAL,		/* an integer of 4 to 32 bytes over 10^scale */
	ARROW_TIME,		/* dates and timestamps */
	ARROW_CLOCK,		/* the time of a day */
	ARROW_TEXT,		/* offsets and bytes */
	ARROW_VIEW,		/* 16-byte views of strings */
	ARROW_FIXED,		/* width bytes */
	ARROW_LIST,		/* offsets and a child */
	ARROW_LIST_VIEW,	/* offsets, sizes and a child */
	ARROW_FIXED_LIST,	/* width values of a child */
	ARROW_STRUCT
};

struct arrow_type {
	char *name;		/* of the field */
	enum arrow_kind kind;
	const char *words;	/* of a refused one: "map" */
	uint8_t bytes;		/* of a number, or of an offset */
	bool is_unsigned;
	bool is_binary;		/* bytes that need not be text */
	const char *unit;	/* of a duration, which is an int; or NULL */
	int64_t times, over;	/* a time's microseconds, a clock's
				   nanoseconds are v * times / over */
	int precision, scale;	/* of a decimal */
	uint32_t width;		/* of fixed bytes or a fixed list */

	bool is_dictionary;	/* then the batches hold indexes */
	int64_t dictionary;	/* its id */
	uint8_t index_bytes;
	bool index_unsigned;

	struct arrow_type *children;
	size_t n_children;
};

/* The fields of a Schema table. *out is to be freed also on failure. */
int arrow_types_parse(const struct flat_vector *fields,
    struct arrow_type **out, size_t *n, struct diag *) MUST_CHECK;
void arrow_types_free(struct arrow_type *, size_t n);

/* What of the type or below it is refused, or NULL. */
const struct arrow_type *arrow_type_refused(const struct arrow_type *);

/* Do two have the same values: the dictionary of one is that of the other? */
bool arrow_type_same(const struct arrow_type *, const struct arrow_type *);

#endif
