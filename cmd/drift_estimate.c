/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drift_estimate.h"
#include "drift_rows.h"
#include "loss_watch.h"

/* One of them: of classes, or of a regression. */
struct estimators {
	struct estimator *of_classes;
	struct loss_estimator *of_losses;
};

static struct estimators
read_reference(const struct tool *t, const char *file, const char *model,
    struct estimate_options *o, struct estimate_result *result)
{
	struct drift_rows rows;
	struct estimators e = { NULL, NULL };
	struct diag d = DIAG_INIT;

	drift_rows_open(&rows, t, &(struct drift_rows_request){
	    .model = model, .files = &file, .n_files = 1,
	    .names = &o->names });
	if ((has_losses(&rows.in->head.schema, &o->names) ?
	    loss_reference(rows.in, o, t->crew, &e.of_losses, result, &d) :
	    estimate_reference(rows.in, o, &e.of_classes, result, &d)) == -1) {
		diag_prefix(&d, "%s", file);
		tool_die(t, &d);
	}
	if (rows.p != NULL && rows_were_trained_on(rows.p, rows.in))
		tool_warn(t, "%s: the model was trained on rows of this file: "
		    "estimates are too good", file);
	drift_rows_close(&rows);
	return (e);
}

static int
tell(const struct tool *t, const struct estimate_result *r)
{
	if (r->left_out == r->rows) {
		tool_warn(t, r->rows == 0 ? "no rows" :
		    "no row has a score or prediction, and a time");
		return (2);
	}
	if (r->left_out > 0)
		tool_warn(t, "left out for want of a score, a prediction or a "
		    "time, or as they came too late: %llu rows",
		    (unsigned long long)r->left_out);
	if (r->n_windows == 0)
		tool_warn(t, "%llu rows are too few to judge",
		    (unsigned long long)r->rows);
	return (r->n_drift > 0);
}

int
drift_estimate_run(const struct tool *t, const char *reference,
    struct estimate_options *o)
{
	bool scored = t->n_args == 0 || o->names.prediction != NULL ||
	    o->names.n_scores > 0;
	const char *model = scored ? NULL : t->args[0];
	struct estimate_result result;
	struct estimators e;
	struct drift_rows rows;
	struct stream *table;
	struct diag d = DIAG_INIT;
	int status;

	e = read_reference(t, reference, model, o, &result);
	drift_rows_open(&rows, t, &(struct drift_rows_request){
	    .model = model, .files = t->args + !scored,
	    .n_files = t->n_args - !scored, .names = &o->names });
	if ((e.of_losses != NULL ? loss_watch(rows.in, e.of_losses, o, &table,
	    &result, &d) : estimate_watch(rows.in, e.of_classes, o, &table,
	    &result, &d)) == -1)
		tool_die(t, &d);
	status = tell(t, &result);
	if (status == 2)
		stream_close(table);
	else
		tool_write(t, table);
	drift_rows_close(&rows);
	estimator_free(e.of_classes);
	loss_estimator_free(e.of_losses);
	return (status);
}
