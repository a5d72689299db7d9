/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the store is what was written, and what of it nobody needs. */
#ifndef STORE_CHECK_H
#define STORE_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "diag.h"

/* A fault of a file; what NULL: its last line has no end, as its program was
   killed. */
struct store_check {
	void (*fault)(void *ctx, const char *path, size_t line,
	    const char *what);
	/* What was cut short, and is none. */
	void (*note)(void *ctx, const char *path, const char *what);
	void *ctx;
	uint64_t n_objects, n_files, n_bytes;	/* that were looked at */
};

/* Every object by its name, every line by its digest, every stage by its
   history, and that each object which is spoken of is there. */
int store_check(const char *store, struct store_check *, struct diag *)
    MUST_CHECK;

struct store_sweep {
	bool dry_run;		/* only count */
	int64_t grace;		/* seconds that what is new stays */
	uint64_t n_objects, n_runs, n_leftovers, n_bytes;
};

/* Take away the folders of runs that are removed, objects that nothing speaks
   of, and what programs that were killed left behind. */
int store_sweep(const char *store, struct store_sweep *, struct diag *)
    MUST_CHECK;

#endif
