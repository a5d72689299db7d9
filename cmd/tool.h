/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What every mlc-* program shares: its shared options, --help and --version
 * printed from the option table, input and output, messages and exit status.
 *
 * A tool is: fill a struct tool, tool_begin, open, build, run, tool_end.
 * Exit status: 0 done, or the verdict is good; 1 the verdict is bad; 2
 * trouble.
 */
#ifndef TOOL_H
#define TOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "diag.h"
#include "lookup.h"
#include "options.h"
#include "plan.h"
#include "sink.h"
#include "source.h"
#include "stream.h"
#include "crew.h"

enum tool_shares {		/* which of the shared options a tool has */
	SHARE_OUTPUT = 1,	/* -O -o */
	SHARE_ROLES = 2,	/* -t --role */
	SHARE_THREADS = 4,	/* -j */
	SHARE_MEM = 8,		/* --mem */
	SHARE_SEED = 16,	/* --seed */
	SHARE_LINEAGE = 32,	/* --no-lineage */
	SHARE_PARTIAL = 64,	/* --partial */
	SHARE_LIST = 128,	/* --list: print tool->list */
	SHARE_READ = 256,	/* how plain text is laid out */
	SHARE_STATES = 512,	/* --fit-state --from-states */
	SHARE_ALL = 127 | SHARE_READ
};

struct tool {
	const char *name;	/* "mlc-clean" */
	const char *synopsis;	/* "[options] [FILE...]", lines split by \n */
	const char *summary;	/* one sentence */
	unsigned shares;
	bool reports;		/* its output is a table for people, also in a
				   pipe, unless -O or -o say otherwise */
	bool on_screen;		/* by tool_begin: it reports to standard output,
				   and nobody said in what form */
	bool on_terminal;	/* and that is a terminal */
	bool is_hasty;		/* rows go out as they come */
	bool makes_model;	/* -o is a model file, no rows */
	bool keeps_runs;	/* and so is no part of one */
	const struct option_def *options;	/* its own; may be NULL */
	void *own;		/* what they fill: the base of option_def.at */
	void (*list)(struct str *out);		/* what --list prints */
	/* Asked after the last row: false holds the end of the output back,
	   so that it is a stream that was cut, or no file. NULL: true. */
	bool (*may_end)(const struct tool *);

	/* Filled by tool_begin: */
	const char **args;	/* the arguments that are not options */
	size_t n_args;
	const char *format, *output;		/* -O, -o or NULL */
	const char *target;
	const char **roles;	/* "COL=ROLE" */
	size_t n_roles;
	int64_t n_threads;	/* -j; default: the CPUs there are */
	uint64_t mem;		/* default 512M */
	int64_t seed;		/* default 1 */
	bool no_lineage, partial, quiet, verbose, help, help_json;
	const char *fit_state;			/* --fit-state or NULL */
	bool from_states;
	struct dialect dialect;
	const char *header;			/* --header or NULL */
	bool number_names;			/* --on-duplicate number */
	const char **time_formats;		/* "[COL=]FORMAT" */
	size_t n_time_formats;
	struct crew *crew;
	struct reading *reading;	/* how far it has come (tool_say.c) */
	struct read_report *read;	/* of what tool_open opens */
	struct tracked *track;	/* its part of a run, or NULL (tool_track.c) */
	int argc;
	char **argv;		/* as given, for the lineage */
	char **given;
};

/* Parse, answer --help, --version and --list, install signal handlers. Exits
   with 2 on wrong usage. */
void tool_begin(struct tool *, int argc, char **argv);

/* Options for sources with what the shared options say. */
void tool_source_options(const struct tool *, struct source_options *);

/*
 * Open the inputs (NULL options: the shared ones): roles and target set,
 * lineage record appended. Never returns on failure.
 */
struct stream *tool_open(const struct tool *, const char *const *names,
    size_t n, const struct source_options *);

/*
 * The same of the arguments, of which those that are files of states are taken
 * by --from-states: *states is NULL without it and --fit-state.  Where there
 * are no others the stream has no rows.
 */
struct stream *tool_open_states(struct tool *, struct fit_states **states);
/* They have gone as far as they could: write --fit-state, if it is given, and
   say so where there were no rows.  rows: the stream that came of them, or
   NULL.  False: there is nothing to be written, and rows is closed. */
bool tool_keep_states(const struct tool *, struct fit_states *,
    struct stream *rows);

/* A reference table, read whole (not one of the inputs). */
struct lookup *tool_lookup(const struct tool *, const char *name,
    const struct lookup_options *);

/* The same as tool_open for a stream that is open: lineage record appended,
   roles set. */
struct stream *tool_record(const struct tool *, struct stream *);

/* Set -t and --role in a head; an unknown column is fatal. */
void tool_set_roles(const struct tool *, struct head *);

/* Options for plan_run with what the shared options say. */
void tool_plan_options(const struct tool *, struct plan_options *);

/* Are rows for another program of ours written into a pipe? */
bool tool_feeds_program(const struct tool *);

/* Write the stream to -o or standard output and close it. */
void tool_write(const struct tool *, struct stream *);

/* Write a text to standard output. */
void tool_print(const struct tool *, const struct str *text);

/* The reading that is shown while it is long, where standard error is a
   terminal; for read_options. */
struct reading *reading_new(const struct tool *);
void reading_show(void *reading, enum read_stage, uint64_t rows);

/* A message on stderr, "mlc-x: ...", unless -q; and one only with -v. */
void tool_warn(const struct tool *, const char *fmt, ...) PRINTF_LIKE(2, 3);
void tool_note(const struct tool *, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Trouble: the message, exit 2. What the program before has failed at is said
   once in a pipe. */
void tool_die(const struct tool *, const struct diag *)
    __attribute__((noreturn));
/* Wrong usage: message, "try --help", exit 2. */
void tool_usage(const struct tool *, const char *fmt, ...)
    PRINTF_LIKE(2, 3) __attribute__((noreturn));

/* What a tool writes into a run (tracked.h), where MLC_TRACK asks for it: by
   tool_begin, by who writes a stream, metrics (t->track is not NULL, and the
   stream is taken over) by who judges, and by all that end. */
void tool_track_begin(struct tool *, const struct option_def *const *tables);
void tool_track_lineage(const struct tool *, const json_t *lineage,
    const json_t *tail);
void tool_track_metrics(const struct tool *, struct stream *);
void tool_track_end(const struct tool *, int status);

/* Release what tool_begin made. Returns the status. */
int tool_end(struct tool *, int status);

#endif
