/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A scorer is what one request at a time needs of a model's version: the
 * request's table and the predictor's scratch.  Scorers are kept with their
 * version and used again.
 */
#ifndef SCORER_H
#define SCORER_H

#include "explainer.h"
#include "request_table.h"
#include "served_model.h"
#include "traceparent.h"

/* Categories of a column that training did not know. */
struct unseen_count {
	const char *column;
	uint64_t n;
};

struct scorer {
	struct model_version *version;
	struct predictor_run *run;
	struct request_table table;
	bool scored;
	uint64_t nanoseconds;	/* that scoring took */
	const struct batch *scores;	/* if it is scored */
	struct predictor_counts seen;	/* up to the last request */
	struct predictor_counts did;	/* of this one, when it is scored */
	struct unseen_count *unseen;	/* the same, by column */
	size_t n_unseen, unseen_cap;
	struct explain_columns *explain;	/* as it was asked for last, or
						   NULL */
	struct str line;	/* for the log */
	struct trace trace;	/* of the request, for it, too */
	struct schema logged;	/* the outputs as they are called there */
	struct scorer *next;	/* idle */
};

/* A scorer of the version, which is taken over; its table is empty. */
struct scorer *scorer_take(struct model_version *);
/* Count what it did, and keep it for the next request; free it if it is not
   whole, as its request ended somewhere, or after a large body. */
void scorer_give(struct scorer *, bool whole, size_t n_body);

/* Score the table's rows, at least one. *out is valid until scorer_give. */
int scorer_score(struct scorer *, const struct batch **out, struct diag *)
    MUST_CHECK;

/* After scorer_score: what each column adds, or the k that add most. */
int scorer_explain(struct scorer *, size_t k, const struct batch **out,
    struct diag *) MUST_CHECK;

/* A list of idle ones. */
void scorers_free(struct scorer *);

#endif
