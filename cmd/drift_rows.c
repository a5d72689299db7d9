/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "plan.h"
#include "scored_stream.h"
#include "select.h"
#include "step_join.h"

#include "drift_rows.h"

#define LABEL "label_"	/* stands before the name of what is joined */

/* The column of the labels that is the truth: the one that was named, or the
   only one beside the key. */
static struct lookup *
read_labels(const struct tool *t, const struct drift_rows_request *c,
    const char *ref_key)
{
	const struct lookup_options o = { .keys = &ref_key, .n_keys = 1,
	    .select = c->names->truth, .prefix = LABEL,
	    .twice = TWICE_LAST };
	struct lookup *l = tool_lookup(t, c->labels, &o);

	if (l->values.n != 1)
		tool_usage(t, "%s: which column is the label? say --truth COL",
		    c->labels);
	return (l);
}

/* Rows completed by their labels, which come last of several. */
static void
join_labels(const struct tool *t, const struct drift_rows_request *c,
    struct drift_rows *r)
{
	const char *eq = select_find(c->on, "=");
	char *key = select_unquote(c->on, eq == NULL ? strlen(c->on) :
	    (size_t)(eq - c->on));
	char *ref_key = eq == NULL ? mem_strdup(key) :
	    select_unquote(eq + 1, strlen(eq + 1));
	const char *const keys[] = { key };
	const struct join_inputs inputs = { keys, NULL, INT64_MAX };
	struct lookup *l = read_labels(t, c, ref_key);
	struct step *join = step_join_new(l, &inputs);
	struct diag d = DIAG_INIT;

	str_addz(&r->truth, l->values.fields[0].name);
	c->names->truth = str_get(&r->truth);
	tool_plan_options(t, &r->plan);
	if (plan_run(r->in, &join, 1, &r->plan, &r->in, &d) == -1) {
		diag_prefix(&d, "%s", c->labels);
		tool_die(t, &d);
	}
	lookup_free(l);
	free(key);
	free(ref_key);
}

/* With a model, raw rows, which are read as its own were. */
static void
open_raw(const struct tool *t, const struct drift_rows_request *c,
    struct drift_rows *r)
{
	struct source_options o;
	struct diag d = DIAG_INIT;

	if (predictor_open(c->model, &r->p, &d) == -1)
		tool_die(t, &d);
	tool_source_options(t, &o);
	o.read.spec = &r->p->spec;
	o.read.lenient = o.read.others = o.read.no_target = true;
	o.read.on_bad = BAD_KEEP;
	o.read.report = &r->read;
	r->in = tool_open(t, c->files, c->n_files, &o);
	if (c->labels != NULL)
		join_labels(t, c, r);
	if (raw_rows_check(r->p, r->in, &r->read, &d) == -1 ||
	    scored_stream(r->p, r->in, &(struct scored_options){
	    .processed = false }, &r->in, &d) == -1)
		tool_die(t, &d);
}

void
drift_rows_open(struct drift_rows *r, const struct tool *t,
    const struct drift_rows_request *c)
{
	memset(r, 0, sizeof(*r));
	read_report_init(&r->read);
	str_init(&r->truth);
	if (c->model != NULL) {
		open_raw(t, c, r);
		return;
	}
	r->in = tool_open(t, c->files, c->n_files, NULL);
	if (c->labels != NULL)
		join_labels(t, c, r);
}

void
drift_rows_close(struct drift_rows *r)
{
	stream_close(r->in);
	predictor_free(r->p);
	read_report_release(&r->read);
	str_release(&r->truth);
}
