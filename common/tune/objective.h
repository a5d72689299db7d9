/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Objectives: what makes a trial good, and how it is read off what the
 * sentence wrote.
 *
 *	auc, recall(class=x)	a metric of mlc-eval: the sentence writes scored
 *				rows, which are judged where split is test
 *	min:NAME, max:NAME	a number that the sentence prints: alone, or in
 *				lines "NAME NUMBER"
 *	time, cpu, memory	seconds, seconds of processors, and MiB that the
 *				largest of its programs had: the less the better
 */
#ifndef OBJECTIVE_H
#define OBJECTIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "diag.h"

#define OBJECTIVES_MAX 8

enum objective_kind { OBJECTIVE_METRIC, OBJECTIVE_PRINTED, OBJECTIVE_COST };

struct objective {
	char *name;
	enum objective_kind kind;
	bool less;		/* is better */
	size_t cost;		/* which of struct run_cost */
};

struct objectives {
	struct objective v[OBJECTIVES_MAX];
	size_t n;
};

/* What a run cost, in the order of the words above. */
#define N_COSTS 3
struct run_cost {
	double v[N_COSTS];
};

void objectives_release(struct objectives *);
/* Names with commas between; to a struct of zeros, or to others. */
int objectives_add(struct objectives *, const char *list, struct diag *)
    MUST_CHECK;

/* The loss of an objective: its value, or minus it. */
double objective_loss(const struct objectives *, size_t k,
    const double *values);
/* Is a at least as good in all objectives, and better in one? */
bool objectives_dominate(const struct objectives *, const double *a,
    const double *b);

/* The values (n) of a run that wrote these n bytes. */
int objectives_judge(const struct objectives *, const char *output, size_t n,
    const struct run_cost *, double *values, struct diag *) MUST_CHECK;

#endif
