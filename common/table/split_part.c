/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "split_part.h"

static const char *const names[] = { "train", "valid", "test" };

const char *
split_part_name(enum split_part part)
{
	return (names[part]);
}

static int
parse_part(const char *p, size_t n, uint8_t *part)
{
	for (uint8_t k = 0; k < PART_NONE; k++) {
		if (strlen(names[k]) == n && memcmp(names[k], p, n) == 0) {
			*part = k;
			return (0);
		}
	}
	return (-1);
}

int
split_parts(const struct batch *b, size_t split_col, uint8_t *parts,
    struct diag *d)
{
	const struct column *c;
	const char *p;
	size_t n;

	if (split_col == COLUMN_NONE) {
		memset(parts, PART_TRAIN, b->n_rows);
		return (0);
	}
	c = b->cols[split_col];
	if (c->type != COL_STRING)
		return (diag_set(d, "column \"%s\" has the role split but is "
		    "no string", b->schema->fields[split_col].name));
	for (size_t i = 0; i < b->n_rows; i++) {
		parts[i] = PART_NONE;
		if (!c->valid[i])
			continue;
		p = column_string(c, i, &n);
		if (parse_part(p, n, &parts[i]) == -1)
			return (diag_set(d, "row %llu: split is \"%.*s\", "
			    "not train, valid or test",
			    (unsigned long long)(b->first_row + i + 1),
			    (int)(n < 40 ? n : 40), p));
	}
	return (0);
}

int
split_mask(const struct batch *b, size_t split_col, enum split_part part,
    uint8_t *rows, struct diag *d)
{
	if (split_parts(b, split_col, rows, d) == -1)
		return (-1);
	for (size_t i = 0; i < b->n_rows; i++)
		rows[i] = rows[i] == part;
	return (0);
}
