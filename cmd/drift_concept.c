/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drift_concept.h"
#include "drift_rows.h"

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
	bool scored = t->n_args == 0 || c->watch.names.prediction != NULL;
	const struct drift_rows_request request = {
		.model = scored ? NULL : t->args[0],
		.files = t->args + !scored, .n_files = t->n_args - !scored,
		.labels = c->labels, .on = c->on, .names = &c->watch.names };
	struct drift_rows rows;
	struct concept_result result;
	struct stream *table;
	struct diag d = DIAG_INIT;
	int status;

	check(t, c);
	drift_rows_open(&rows, t, &request);
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
	drift_rows_close(&rows);
	return (status);
}
