/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a model comes from, and what came of data, by digests: of the lineages
   in model files, the runs, the catalog and the registry. */
#ifndef PROVENANCE_H
#define PROVENANCE_H

#include "jsondoc.h"
#include "stream.h"

struct provenance {
	const char *store;
	const json_t *runs;	/* of run_list */
	json_t *versions;	/* of catalog_list, all of them */
	json_t *stages;		/* name, stage, to */
};

int provenance_open(struct provenance *, const char *store,
    const json_t *runs, struct diag *) MUST_CHECK;
void provenance_close(struct provenance *);

/*
 * From a model file down to its sources: a row a thing, depth, kind (model,
 * stage, run, code, program, data), name, detail and digest; a thing stands
 * behind what it led to, one deeper.  Data that a run wrote goes on with that
 * run.  dot: the same as a graph of Graphviz, else NULL.
 */
int provenance_why(const struct provenance *, const char *model,
    struct stream **out, struct str *dot, struct diag *) MUST_CHECK;

/* The runs that read a data set (NAME, NAME@VERSION or a file), or files that
   programs made of it: a row for each model of a run, or for the run where it
   made none. */
int provenance_used_by(const struct provenance *, const char *data,
    struct stream **out, struct diag *) MUST_CHECK;

#endif
