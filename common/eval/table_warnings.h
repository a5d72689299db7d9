/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is odd about a table and its columns, in plain words: a table of kinds,
 * each with its test, its limit and what it says.
 */
#ifndef TABLE_WARNINGS_H
#define TABLE_WARNINGS_H

#include "overview.h"
#include "str.h"

struct judged {			/* a column, or the table */
	const struct overview *o;
	size_t col;		/* COLUMN_NONE: the table */
	const struct column_profile *p;	/* of the column */
	const struct column_facts *f;
	double limit;
	/* Filled by a test that finds something: */
	double value;		/* what was held against the limit; or NaN */
	struct str says;
};

struct warning_kind {
	const char *name;
	bool of_table;
	bool of_target;		/* the target is looked at, too */
	double limit;		/* NaN: there is none */
	const char *what;	/* a line for --list */
	bool (*test)(struct judged *);
};

struct warning {
	const struct warning_kind *kind;
	size_t col;
	double value;
	char *says;
};

struct warnings {
	struct warning *v;	/* by column, those of the table last */
	size_t n, cap;
};

void warnings_find(const struct overview *, struct warnings *out);
void warnings_release(struct warnings *);

/* The names of a column's, with commas between; nothing where it has none. */
void warnings_names(const struct warnings *, size_t col, struct str *out);

/* The kind of a name or an error with "did you mean". */
int warning_kind_find(const char *name, const struct warning_kind **out,
    struct diag *) MUST_CHECK;

/* name, limit and what: a line each. */
void warnings_list(struct str *out);

/* "2.3 %". */
void say_share(struct str *, double share);

extern const struct warning_kind warning_kinds[];

/* Tests of the texts of a column (table_warnings_texts.c). */
bool has_missing_word(struct judged *);
bool is_number_as_text(struct judged *);
bool has_mixed_types(struct judged *);
bool is_date_as_text(struct judged *);

#endif
