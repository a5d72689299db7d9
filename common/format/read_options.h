/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How sources are to be read: what the readers of a format have to know, and
 * what only those who open, unite and cut sources do (source.h).
 */
#ifndef READ_OPTIONS_H
#define READ_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crew.h"
#include "read_report.h"
#include "read_spec.h"

enum on_bad {
	BAD_STOP,		/* the default: an error with file and line */
	BAD_SKIP,		/* leave the row out, count it */
	BAD_NULL,		/* the value is missing, count it */
	BAD_KEEP		/* the same, and what cannot be read as a row
				   is one without values: no row is left out */
};

enum read_stage {
	READ_TYPES,		/* rows are looked at for their types */
	READ_ROWS,		/* rows are given */
	READ_END		/* of all sources */
};

struct read_options {
	struct dialect dialect;	/* what is said; the rest is found out */
	const char *header;	/* names, comma-separated: the first row is
				   data, unless the dialect says yes */
	const char **time_formats;	/* "FORMAT" or "COLUMN=FORMAT" */
	size_t n_time_formats;
	bool number_names;	/* of equal names the second is NAME_2 ... */
	const char *select;	/* columns that will be looked at (a selector):
				   a reader may give all others as missing.
				   NULL: all */
	const struct fixed_form *fixed;	/* of fields of fixed width; NULL */
	bool trim;
	bool index_from_zero;	/* of libsvm's rows; else from 1 */
	uint64_t infer_rows;	/* 0: all */
	uint64_t max_rows;	/* good rows that are wanted of each source,
				   behind which nothing is read; 0: all */
	const struct read_spec *spec;	/* as read before; NULL: inferred */
	const struct read_spec *tokens;	/* while types are inferred: what means
					   missing; source_open sets it */
	bool lenient;		/* with spec: absent columns are missing,
				   unknown ones are left out, both counted
				   once (absent ids and the like are not) */
	bool others;		/* with spec: unknown columns follow its own,
				   and columns have the roles of a head; both
				   are counted as unknown all the same */
	bool no_target;		/* with spec: the target may be absent */
	enum on_bad on_bad;
	bool exact;		/* each line is a row, and none is passed over:
				   what cannot be read as one is an error,
				   though bad values may be missing */
	bool partial;
	bool states;		/* of a fit (fit_states.h) are wanted */
	bool eager;		/* give rows as soon as they are there */
	struct crew *crew;	/* NULL: one thread */
	void (*tell)(void *ctx, const char *text);	/* NULL: nobody */
	void *tell_ctx;
	/* How far it has come, often, from one thread. NULL: nobody asks. */
	void (*progress)(void *ctx, enum read_stage, uint64_t rows);
	void *progress_ctx;
	struct read_report *report;	/* filled in; source_open makes its
					   own where this is NULL */
};

struct source_options {
	struct read_options read;
	const char *format;	/* NULL: detected */
	char **na;		/* missing tokens (borrowed) */
	size_t n_na;
	const char *types;	/* "a=int,b=string" or NULL */
	const char *rejects;	/* file for bad rows, or NULL */
	const char *source_column;	/* name of a column, or NULL */
	bool partitions;	/* folders NAME=VALUE are columns */
	uint64_t skip;		/* data rows to leave out first */
	uint64_t limit;		/* rows; UINT64_MAX: all */
	uint64_t mem;
};

void source_options_init(struct source_options *);

void read_progress(const struct read_options *, enum read_stage,
    uint64_t rows);

/* Are no bytes no rows, and no error? Where each line is a row, and none is a
   header. */
bool read_may_be_empty(const struct read_options *);

/* The encoding of a text that begins so: as it was said, or by its mark, which
   goes before what a spec says. NULL: nothing is known. */
const char *read_encoding(const struct read_options *, const char *p,
    size_t n);

/* Tell what was decided of a source, or went wrong in it, and is no error.
   Not from threads. */
void read_tell(const struct read_options *, const char *fmt, ...)
    PRINTF_LIKE(2, 3);

#endif
