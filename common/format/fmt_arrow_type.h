/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Arrow's types as columns: how the values of an Arrow field lie in a body,
 * and which type of ours they become.
 */
#ifndef FMT_ARROW_TYPE_H
#define FMT_ARROW_TYPE_H

#include "fmt_arrow_flat.h"
#include "schema.h"

enum arrow_kind {
	ARROW_NULL,		/* no buffers; all are missing */
	ARROW_BOOL,
	ARROW_INT,
	ARROW_FLOAT,
	ARROW_TEXT,		/* offsets and bytes */
	ARROW_VIEW,		/* 16-byte views of strings */
	ARROW_TIME,
	ARROW_VECTOR,
	ARROW_SPARSE
};

struct arrow_layout {
	enum arrow_kind kind;
	uint8_t bytes;		/* of a number, or of an offset of text */
	bool is_unsigned;
	int64_t times, over;	/* microseconds are v * times / over */
	uint32_t width;		/* of a vector */
};

struct arrow_field {
	struct arrow_layout values;
	bool is_dictionary;	/* then the batches hold indexes */
	int64_t dictionary;	/* its id */
	struct arrow_layout index;
};

/*
 * *out from a Field table; *name is heap memory and NULL on error. A type that
 * has no counterpart is an error that names the column.
 */
int arrow_field_parse(const struct flat_table *, struct arrow_field *out,
    char **name, struct diag *) MUST_CHECK;

enum col_type arrow_col_type(const struct arrow_layout *);

#endif
