/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-sim: rows in the likeness of a table, or of what a model knew. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bytes.h"
#include "mem.h"
#include "num_init.h"

#include "sim_tool.h"

static bool
is_model(const struct tool *t, const char *name)
{
	struct diag d = DIAG_INIT;
	struct outside *o;
	struct stat st;
	bool out;

	if (stat(name, &st) == -1 || !S_ISREG(st.st_mode))
		return (false);
	if (outside_open(name, &o, &d) == -1)
		tool_die(t, &d);
	if (has_members(o, &out, &d) == -1)
		tool_die(t, &d);
	outside_free(o);
	return (out);
}

static struct simulator *
learn_rows(const struct tool *t, const struct sim_tool *r)
{
	struct simulator *sim;
	struct spool *rows;
	struct stream *in = tool_open(t, t->args, t->n_args, NULL);
	struct diag d = DIAG_INIT;

	if (spool_new(in, t->mem, &rows, &d) == -1 ||
	    simulator_of_rows(rows, &r->o, &sim, &d) == -1)
		tool_die(t, &d);
	spool_free(rows);
	stream_close(in);
	return (sim);
}

static struct simulator *
learn_model(const struct tool *t, const struct sim_tool *r)
{
	struct simulator *sim;
	struct predictor *p;
	struct diag d = DIAG_INIT;

	if (predictor_open(t->args[0], &p, &d) == -1 ||
	    simulator_of_model(p, &r->o, &sim, &d) == -1)
		tool_die(t, &d);
	predictor_free(p);
	return (sim);
}

static void
tell_withheld(const struct tool *t, const struct simulator *sim)
{
	const struct sim_table *table = simulator_table(sim);

	for (size_t j = 0; j < table->schema.n; j++)
		if (sim_column_is_withheld(&table->columns[j]))
			tool_warn(t, "column \"%s\" stays empty: too few rows "
			    "share a value of it (--rare)",
			    table->schema.fields[j].name);
}

/* Rows by the clock, if they are to be. */
static void
write_rows(struct tool *t, struct stream *rows, const struct pace_options *p)
{
	if (p->speed > 0 || p->arrivals.rate > 0) {
		rows = pace_stream(rows, p);
		t->is_hasty = true;
	}
	tool_write(t, rows);
}

/* What mlc-serve adds to the values of a row in its log. */
static bool
is_added(const char *name)
{
	static const char *const names[] = { "prediction", "positive", "model",
	    "version", "served_at", "score", "distance", "prediction_low",
	    "prediction_high", "prediction_set" };

	for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++)
		if (strcmp(name, names[k]) == 0)
			return (true);
	return (strncmp(name, "score_", 6) == 0);
}

static int
replay(struct tool *t, const struct sim_tool *r)
{
	struct pace_options p = { .speed = r->speed };
	struct stream *rows = tool_open(t, &r->replay, 1, NULL);
	const struct schema *s = &rows->head.schema;
	struct diag d = DIAG_INIT;
	uint8_t *left_out;
	int status = 0;

	if (schema_need_time(s, "served_at", &p.time_col, &d) == -1) {
		diag_prefix(&d, "%s: no log of mlc-serve", r->replay);
		tool_die(t, &d);
	}
	left_out = mem_alloc(s->n, 1);
	for (size_t j = 0; j < s->n; j++)
		left_out[j] = is_added(s->fields[j].name);
	if (r->to != NULL)
		status = sim_load_run(t, r, rows, &p, left_out);
	else
		write_rows(t, rows, &p);
	free(left_out);
	return (status);
}

static int
simulate(struct tool *t, const struct sim_tool *r)
{
	struct pace_options p = { .arrivals = r->plan.events.arrivals };
	struct simulator *sim = t->n_args == 1 && is_model(t, t->args[0]) ?
	    learn_model(t, r) : learn_rows(t, r);
	struct stream *rows;
	struct diag d = DIAG_INIT;
	int status = 0;

	p.arrivals.rate = r->rate;
	tell_withheld(t, sim);
	if (sim_plan_stream(&r->plan, sim, r->n >= 0 ? (uint64_t)r->n :
	    simulator_n_source(sim), &rows, &d) == -1)
		tool_die(t, &d);
	rows = tool_record(t, rows);
	if (r->to != NULL)
		status = sim_load_run(t, r, rows, &p, NULL);
	else
		write_rows(t, rows, &p);
	simulator_free(sim);
	return (status);
}

int
main(int argc, char **argv)
{
	struct sim_tool r;
	struct tool t = {
		.name = "mlc-sim",
		.synopsis = "[options] MODEL\n[options] [FILE...]\n"
		    "--replay LOG [options]",
		.summary = "Make rows in the likeness of a table, or of what a "
		    "model knew, and load\nfor its server.",
		.shares = SHARE_ALL,
		.options = sim_options,
		.own = &r,
	};
	int status;

	num_init();
	sim_tool_init(&r);
	tool_begin(&t, argc, argv);
	t.format = r.format;
	sim_tool_check(&t, &r);
	status = r.replay != NULL ? replay(&t, &r) : simulate(&t, &r);
	sim_tool_release(&r);
	return (tool_end(&t, status));
}
