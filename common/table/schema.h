/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The schema of a table: its columns' names, types and roles, in order.
 *
 * A schema owns its fields.  Names are unique and not empty.  Types and roles
 * are known outside by their names, never by these numbers.
 */
#ifndef SCHEMA_H
#define SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dict.h"
#include "jsondoc.h"

enum col_type {
	COL_BOOL,
	COL_INT,		/* 64 bits */
	COL_FLOAT,		/* double */
	COL_STRING,		/* bytes, UTF-8 where they are text */
	COL_TIME,		/* microseconds since 1970 UTC */
	COL_VECTOR,		/* width float32 values */
	COL_SPARSE,		/* index:value pairs, indexes below width */
	N_COL_TYPES
};

enum col_role {
	ROLE_FEATURE,		/* the default */
	ROLE_TARGET,
	ROLE_ID,
	ROLE_WEIGHT,
	ROLE_GROUP,
	ROLE_SPLIT,
	ROLE_TIME,
	ROLE_IGNORE,
	ROLE_PREDICTION,
	ROLE_SCORE,
	N_COL_ROLES
};

/* Of a column that models look at. */
static inline bool
role_is_feature(enum col_role role)
{
	return (role == ROLE_FEATURE || role == ROLE_TIME);
}

static inline bool
role_is_output(enum col_role role)
{
	return (role == ROLE_PREDICTION || role == ROLE_SCORE);
}

/* What a model does with a raw column, once it is known. */
enum col_use {
	USE_BY_ROLE,		/* not known: features are inputs */
	USE_INPUT,
	USE_NONE
};

struct field {
	char *name;
	enum col_type type;
	enum col_role role;
	char *unit;		/* NULL if none */
	uint32_t width;		/* vector and sparse, else 0 */
	/* In memory only: */
	enum col_use use;
	uint8_t rank;		/* a table that is too wide for a terminal is
				   shown without its columns of low rank */
};

/* Is the raw column an input of the model, so that it is missed where it is
   absent? */
static inline bool
field_is_input(const struct field *f)
{
	return (f->use == USE_BY_ROLE ? role_is_feature(f->role) :
	    f->use == USE_INPUT);
}

/* How many numbers a learner sees of a value. */
static inline size_t
field_width(const struct field *f)
{
	return (f->width > 0 ? f->width : 1);
}

struct schema {
	struct field *fields;
	size_t n, cap;
	struct dict index;	/* name -> position */
	size_t name_bytes;	/* of all names */
	size_t row_values;	/* a vector has its width, others one */
};

#define COLUMN_NONE SIZE_MAX

void schema_init(struct schema *);
void schema_release(struct schema *);
void schema_copy(struct schema *to, const struct schema *from);

/* Append a field (copied). Fails on an empty or second name, and past the
   bounds on names and rows (bounds.h). */
int schema_add(struct schema *, const struct field *, struct diag *)
    MUST_CHECK;
/* The same for a plain feature. */
int schema_add_new(struct schema *, const char *name, enum col_type,
    struct diag *) MUST_CHECK;

/* The same where a name that is there is numbered: a second "a" is a_2. */
int schema_add_numbered(struct schema *, const char *name, enum col_type,
    struct diag *) MUST_CHECK;

/* The position of a name or COLUMN_NONE. */
size_t schema_find(const struct schema *, const char *name);
/* The same, where absence is an error: with "did you mean". */
int schema_need(const struct schema *, const char *name, size_t *out,
    struct diag *) MUST_CHECK;
/* The same of a column of times; name NULL: the one of role time. */
int schema_need_time(const struct schema *, const char *name, size_t *out,
    struct diag *) MUST_CHECK;
/* The first column of a role or COLUMN_NONE. */
size_t schema_find_role(const struct schema *, enum col_role);

/* A copy of column NAME that was carried along while steps changed it: the
   column NAME.raw, of the role ignore; or COLUMN_NONE. */
#define CARRIED_SUFFIX ".raw"
size_t schema_find_carried(const struct schema *, const char *name);

/* Set a role; target and split are unique: an earlier holder is a feature. */
void schema_set_role(struct schema *, size_t col, enum col_role);

/* The widths of all fields. */
size_t schema_width(const struct schema *);

bool schema_equal(const struct schema *, const struct schema *);

/* bool, int and float: what numbers are asked of. */
bool is_numeric_type(enum col_type);

const char *col_type_name(enum col_type);
/* With its article, for messages: "an int". */
const char *col_type_words(enum col_type);
const char *col_role_name(enum col_role);
int col_type_parse(const char *name, enum col_type *out, struct diag *)
    MUST_CHECK;
int col_role_parse(const char *name, enum col_role *out, struct diag *)
    MUST_CHECK;

/* [{"name","type","role"?,"unit"?,"width"?}...] */
json_t *schema_to_json(const struct schema *);
int schema_from_json(const json_t *, struct schema *out, struct diag *)
    MUST_CHECK;

#endif
