/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs: what was run and came of it, as the lines that programs wrote into the
 * run's folder tell it together.
 *
 * A run is an object:
 *	run, name?, sentence?, began, folder, host, user, mlc
 *	code: commit, dirty, changes?	where there is a git repository
 *	environment: the variables that matter, and the machine
 *	status?, seconds?, cpu?, memory?	of all of it, at its end
 *	output: bytes, sha256?		what the sentence wrote
 *	programs: [program...]		in the order in which they began
 *	experiment?, tags?		of one that was imported
 *	removed?: who, when
 * and a program is
 *	tool, version, args, options, seed?, began, ticks, pid
 *	status?, seconds, cpu, memory	at its end; none: it was killed, or is
 *					still at work
 *	sources: [{name, bytes, sha256}], rows_in?
 *	outputs: [{path, bytes, sha256, kept?, model?}]	(tracked.h)
 *	metrics: [{slice, metric, n, value, ci_low, ci_high}]
 */
#ifndef RUN_H
#define RUN_H

#include "store.h"

#define RUN_ID 8

/* A folder for a new run; id has RUN_ID + 1 bytes. */
int run_new(const char *store, char *id, char **folder, struct diag *)
    MUST_CHECK;
/* The run of a group of processes (a pipe at a terminal, a script), whose
   folder the first of them makes: *is_new. */
int run_of_group(const char *store, char **folder, bool *is_new,
    struct diag *) MUST_CHECK;

/* The id of what is known by another name: always the same. */
void run_id_of(const char *key, size_t n, char *id);

/* When this process began, in ticks since the machine did, 0 where nobody
   knows. */
int64_t run_process_began(void);

/* What a run begins with: where, by whom, with what code. sentence and name
   may be NULL. A new reference. */
json_t *run_begin(const char *store, const char *name, const char *sentence);

/* Microseconds since 1970, and as text into o[key]. */
int64_t run_clock(void);
void run_set_time(json_t *o, const char *key, int64_t microseconds);

/* All that are not removed, by when they began; a new reference. Lines that
   were changed are told. */
int run_list(const char *store, entry_fault *, void *ctx, json_t **out,
    struct diag *) MUST_CHECK;

/*
 * The run that a word says, of such a list (borrowed): its id or how it begins,
 * its name (the latest of it), "@" for the latest of all, "@2" for two before
 * it, "best:METRIC", also "best:METRIC:SLICE".
 */
int run_find(const json_t *runs, const char *word, const json_t **out,
    struct diag *) MUST_CHECK;

/* The metric of a run where it is judged: in the slice, or for NULL in
   split=test, else all, else split=valid, else the first; NULL: it has none. */
const json_t *run_metric(const json_t *run, const char *metric,
    const char *slice);
/* Those that have it, the best first: a new reference. */
int run_rank(const json_t *runs, const char *metric, const char *slice,
    json_t **out, struct diag *) MUST_CHECK;

/* The last model of a run (an output), or NULL. */
const json_t *run_model(const json_t *run);

#endif
