/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "named.h"
#include "numtext.h"

#include "concept.h"

const struct concept_kind *const concept_table[] = {
	&concept_adwin, &concept_ddm, &concept_eddm, &concept_hddm_a,
	&concept_hddm_w, &concept_page_hinkley, &concept_kswin, NULL
};

/* "delta=0.01", n bytes. */
static int
set_param(struct concept_detector *c, const char *text, size_t n,
    struct diag *d)
{
	const struct concept_param *p = c->kind->params;
	const char *eq = memchr(text, '=', n);
	size_t len = eq == NULL ? n : (size_t)(eq - text);
	double x;
	size_t i = 0;

	while (i < CONCEPT_PARAMS_MAX && p[i].name != NULL &&
	    (strlen(p[i].name) != len || memcmp(p[i].name, text, len) != 0))
		i++;
	if (i == CONCEPT_PARAMS_MAX || p[i].name == NULL)
		return (diag_set(d, "%s has no parameter \"%.*s\"",
		    c->kind->name, (int)len, text));
	if (eq == NULL || parse_float(eq + 1, n - len - 1, &x) == -1 ||
	    !(x >= p[i].least && x <= p[i].most) ||
	    (p[i].is_whole && x != floor(x)))
		return (diag_set(d, "%s: %s wants a %snumber from %g to %g",
		    c->kind->name, p[i].name, p[i].is_whole ? "whole " : "",
		    p[i].least, p[i].most));
	c->params[i] = x;
	return (0);
}

static int
set_params(struct concept_detector *c, const char *p, const char *end,
    struct diag *d)
{
	const char *next, *why;

	while (p < end) {
		p++;
		next = memchr(p, ':', (size_t)(end - p));
		if (next == NULL)
			next = end;
		if (set_param(c, p, (size_t)(next - p), d) == -1)
			return (-1);
		p = next;
	}
	why = c->kind->refuse == NULL ? NULL : c->kind->refuse(c->params);
	return (why == NULL ? 0 : diag_set(d, "%s: %s", c->kind->name, why));
}

int
concept_detector_parse(const char *text, size_t n, uint64_t seed,
    struct concept_detector *out, struct diag *d)
{
	const char *colon = memchr(text, ':', n);
	const char *end = text + n, *behind = colon == NULL ? end : colon;
	char *name = mem_strndup(text, (size_t)(behind - text));

	memset(out, 0, sizeof(*out));
	out->seed = seed;
	out->kind = named_find(concept_table, name, "detector", d);
	free(name);
	if (out->kind == NULL)
		return (-1);
	for (size_t i = 0; i < CONCEPT_PARAMS_MAX; i++)
		out->params[i] = out->kind->params[i].standard;
	return (set_params(out, behind, end, d));
}

void
concept_detector_release(struct concept_detector *c)
{
	if (c->state != NULL)
		c->kind->end(c->state);
	c->state = NULL;
}

enum concept_state
concept_detector_add(struct concept_detector *c, double error)
{
	if (c->last == CONCEPT_DRIFT)
		concept_detector_release(c);
	if (c->state == NULL)
		c->state = c->kind->begin(c->params, c->seed);
	c->last = c->kind->add(c->state, error);
	return (c->last);
}
