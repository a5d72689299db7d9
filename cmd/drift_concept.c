/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "plan.h"
#include "raw_rows.h"
#include "scored_stream.h"
#include "select.h"
#include "step_join.h"

#include "drift_concept.h"

#define LABEL "label_"	/* stands before the name of what is joined */

/* What is open, to be closed from the top. */
struct rows {
	struct predictor *p;	/* NULL: they were scored before */
	struct read_report read;
	struct plan_options plan;
	struct str truth;	/* the name of the joined column */
	struct stream *in;
};

void
drift_concept_list(struct str *out)
{
	const struct concept_kind *k;

	str_addz(out, "\n--concept:\n");
	for (size_t i = 0; (k = concept_table[i]) != NULL; i++) {
		str_addf(out, "%-16s %s", k->name, k->summary);
		for (size_t j = 0; j < CONCEPT_PARAMS_MAX &&
		    k->params[j].name != NULL; j++)
			str_addf(out, "%s%s %g", j == 0 ? "; " : ", ",
			    k->params[j].name, k->params[j].standard);
		str_addz(out, "\n");
	}
}

/* The column of the labels that is the truth: the one that was named, or the
   only one beside the key. */
static struct lookup *
read_labels(const struct tool *t, const struct drift_concept *c,
    const char *ref_key)
{
	const struct lookup_options o = { .keys = &ref_key, .n_keys = 1,
	    .select = c->watch.names.truth, .prefix = LABEL,
	    .twice = TWICE_LAST };
	struct lookup *l = tool_lookup(t, c->labels, &o);

	if (l->values.n != 1)
		tool_usage(t, "%s: which column is the label? say --truth COL",
		    c->labels);
	return (l);
}

/* Rows completed by their labels, which come last of several. */
static void
join_labels(const struct tool *t, struct drift_concept *c, struct rows *r)
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
	c->watch.names.truth = str_get(&r->truth);
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
open_raw(const struct tool *t, struct drift_concept *c, struct rows *r)
{
	struct source_options o;
	struct diag d = DIAG_INIT;

	if (predictor_open(t->args[0], &r->p, &d) == -1)
		tool_die(t, &d);
	tool_source_options(t, &o);
	o.read.spec = &r->p->spec;
	o.read.lenient = o.read.others = o.read.no_target = true;
	o.read.on_bad = BAD_KEEP;
	o.read.report = &r->read;
	r->in = tool_open(t, t->args + 1, t->n_args - 1, &o);
	if (c->labels != NULL)
		join_labels(t, c, r);
	if (raw_rows_check(r->p, r->in, &r->read, &d) == -1 ||
	    scored_stream(r->p, r->in, &(struct scored_options){
	    .processed = false }, &r->in, &d) == -1)
		tool_die(t, &d);
}

static void
open_rows(const struct tool *t, struct drift_concept *c, struct rows *r)
{
	bool scored = t->n_args == 0 || c->watch.names.prediction != NULL;

	memset(r, 0, sizeof(*r));
	read_report_init(&r->read);
	str_init(&r->truth);
	if (!scored) {
		open_raw(t, c, r);
		return;
	}
	r->in = tool_open(t, t->args, t->n_args, NULL);
	if (c->labels != NULL)
		join_labels(t, c, r);
}

static void
close_rows(struct rows *r)
{
	stream_close(r->in);
	predictor_free(r->p);
	read_report_release(&r->read);
	str_release(&r->truth);
}

static void
check(const struct tool *t, struct drift_concept *c)
{
	struct diag d = DIAG_INIT;

	if (concept_watch_parse(c->list, (uint64_t)t->seed, &c->watch, &d) ==
	    -1)
		tool_usage(t, "--concept: %s", d.text);
	if ((c->labels == NULL) != (c->on == NULL))
		tool_usage(t, "--labels goes with --on");
	if (c->watch.unit <= 0)
		tool_usage(t, "--error-unit wants a number above 0");
}

/* The exit status; what is not in the table. */
static int
tell(const struct tool *t, const struct concept_result *r)
{
	if (r->left_out == r->rows) {
		tool_warn(t, r->rows == 0 ? "no rows" : "no row has both a "
		    "truth and a prediction");
		return (2);
	}
	if (r->left_out > 0)
		tool_warn(t, "left out for want of a truth or a prediction: "
		    "%llu rows", (unsigned long long)r->left_out);
	return (r->n_drift > 0);
}

int
drift_concept_run(const struct tool *t, struct drift_concept *c)
{
	struct rows rows;
	struct concept_result result;
	struct stream *table;
	struct diag d = DIAG_INIT;
	int status;

	check(t, c);
	open_rows(t, c, &rows);
	if (concept_watch(rows.in, &c->watch, &table, &result, &d) == -1)
		tool_die(t, &d);
	status = tell(t, &result);
	if (status != 2 && t->on_screen)
		tool_print(t, &result.conclusion);
	if (status != 2)
		tool_write(t, table);
	else
		stream_close(table);
	str_release(&result.conclusion);
	concept_watch_release(&c->watch);
	close_rows(&rows);
	return (status);
}
