/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Concept drift: has what a model gets wrong changed?  Detectors read the
 * errors of its predictions one by one and say when they have.  A kind is a
 * file and a row of concept_table.
 *
 * After an alarm a detector begins anew with the next error.  Memory is
 * bounded whatever the number of errors.  Nothing here fails but the parsing.
 */
#ifndef CONCEPT_H
#define CONCEPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "diag.h"

#define CONCEPT_PARAMS_MAX 5

enum concept_state {
	CONCEPT_OK,
	CONCEPT_WARN,
	CONCEPT_DRIFT
};

/* A parameter of a kind: what it is without being said, and its bounds. */
struct concept_param {
	const char *name;
	double standard, least, most;
	bool is_whole;
};

struct concept_kind {
	const char *name;
	const char *summary;
	bool is_binary;		/* errors are 0 or 1 */
	struct concept_param params[CONCEPT_PARAMS_MAX];
	/* May these parameters, each within its bounds, go together?  NULL:
	   always.  Else why not, or NULL. */
	const char *(*refuse)(const double *params);
	/* params: one value for each parameter, in their order. */
	void *(*begin)(const double *params, uint64_t seed);
	void (*end)(void *state);
	enum concept_state (*add)(void *state, double error);
};

/* NULL-terminated, in the order of --list. */
extern const struct concept_kind *const concept_table[];

extern const struct concept_kind concept_adwin, concept_ddm, concept_eddm,
    concept_hddm_a, concept_hddm_w, concept_page_hinkley, concept_kswin;

struct concept_detector {
	const struct concept_kind *kind;
	double params[CONCEPT_PARAMS_MAX];
	uint64_t seed;
	void *state;		/* NULL: to begin */
	enum concept_state last;
};

/* "adwin", or with parameters "adwin:delta=0.01:clock=1". */
int concept_detector_parse(const char *text, size_t n, uint64_t seed,
    struct concept_detector *out, struct diag *) MUST_CHECK;
void concept_detector_release(struct concept_detector *);
enum concept_state concept_detector_add(struct concept_detector *,
    double error);

#endif
