/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How raw rows are read: the raw columns' names and types, missing tokens and
 * trimming, and how plain text is laid out.  It is the first step of every
 * recipe, "read", so that raw rows at serving are parsed as they were at
 * training.
 *
 *   {"step":"read","version":1,"in":[],"out":[names],
 *    "params":{"na":[tokens],"trim":bool,"dialect":{...},
 *	"times":{"column":"format"}},
 *    "state":{"columns":[schema]}}
 *
 * "dialect" (dialect.h) and "times", of columns that are not in ISO 8601, may
 * be absent; with one of them the version is 2, as an mlc that does not know
 * it would read other rows.
 */
#ifndef READ_SPEC_H
#define READ_SPEC_H

#include <stdbool.h>
#include <stddef.h>

#include "dialect.h"
#include "schema.h"
#include "stream.h"

struct time_column {
	char *name, *format;	/* time_format.h */
};

struct read_spec {
	struct schema schema;	/* the raw columns, with roles */
	char **na;		/* texts that mean missing, beside "" */
	size_t n_na;
	bool trim;		/* blanks around a field are not part of it */
	struct dialect dialect;	/* what was said of plain text, and whether
				   it had a header */
	const char *time_format;	/* what columns may be in; borrowed, and
				   only while types are inferred */
	struct time_column *times;
	size_t n_times;
};

void read_spec_init(struct read_spec *);
void read_spec_release(struct read_spec *);
void read_spec_copy(struct read_spec *to, const struct read_spec *from);
/* One more text that means missing (copied). */
void read_spec_add_na(struct read_spec *, const char *token);

/* The format of the column's times (copied), and what it is or NULL. */
void read_spec_set_time(struct read_spec *, const char *column,
    const char *format);
const char *read_spec_time(const struct read_spec *, const char *column);

json_t *read_spec_to_json(const struct read_spec *);
int read_spec_from_json(const json_t *step, struct read_spec *out,
    struct diag *) MUST_CHECK;

/* Let the recipe of a new table begin, by the read step of its columns. */
void head_begin_recipe(struct head *);

/* Is this recipe's first step a read step? */
bool has_read_step(const json_t *recipe);

#endif
