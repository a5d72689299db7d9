/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is known of a run, a thing at a time: part, name and value.  The parts
 * are run, tags, code, environment, data, parameters, programs, metrics, model
 * and files.
 */
#ifndef RUN_FACTS_H
#define RUN_FACTS_H

#include "run.h"

struct run_fact {
	const char *part;
	char *name, *value;
	const json_t *metric;	/* of a metric its row, of the run */
};

struct run_facts {
	struct run_fact *v;
	size_t n, cap;
};

void run_facts_find(const json_t *run, struct run_facts *);
void run_facts_release(struct run_facts *);

#endif
