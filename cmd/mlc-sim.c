/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-sim: rows in the likeness of a table, or of what a model knew. */
#include <string.h>
#include <sys/stat.h>

#include "bytes.h"
#include "num_init.h"
#include "numtext.h"
#include "pace.h"
#include "sim_plan.h"
#include "tool.h"

struct request {
	struct simulator_options o;
	struct sim_plan plan;
	double rate;		/* rows a second, by the clock; 0: none */
	int64_t n, rare;
};

static int
add_fault(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	(void)d;
	fault_asks_add(value, o->name, arg);
	return (0);
}

static int
add_label(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	(void)o, (void)d;
	label_asks_add(value, arg);
	return (0);
}

static int
set_start(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	(void)o;
	return (parse_time(arg, strlen(arg), value) == 0 ? 0 :
	    diag_set(d, "not a time, as 2026-01-31T10:00: \"%s\"", arg));
}

static int
set_every(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	int64_t span;

	(void)o;
	if (event_parse_span(arg, &span, d) == -1)
		return (-1);
	*(double *)value = 1e6 / (double)span;
	return (0);
}

static int
set_rate(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	(void)o;
	return (arrivals_parse_rate(arg, value, d));
}

static int
set_arrivals(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	(void)o;
	return (arrivals_parse_kind(arg, value, d));
}

static int
set_late(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	(void)o;
	return (event_parse_late(value, arg, d));
}

static int
set_jitter(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	int64_t span;

	(void)o;
	if (event_parse_span(arg, &span, d) == -1)
		return (-1);
	*(double *)value = (double)span;
	return (0);
}

static int
set_label_delay(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	(void)o;
	return (event_parse_span(arg, value, d));
}

#define AT(member) .at = offsetof(struct request, member)

static const struct option_def options[] = {
	{ OPTION_INT, 'n', "rows", "N",
	    "make N rows (default: as many as were learnt of)", AT(n) },
	{ OPTION_TEXT, 0, "method", "NAME",
	    "how columns depend on each other: trees (of a\n"
	    "table the default), copula, marginal", AT(o.method) },
	{ OPTION_TEXT, 0, "by", "COL",
	    "draw COL first and all else by its value", AT(o.by) },
	{ OPTION_INT, 0, "rare", "K",
	    "withhold what fewer than K rows share (10)", AT(rare) },
	{ OPTION_HEADING, .help = "Changes of the rows, all as "
	    "SEL:WHAT[@FROM[-TO]] or [@FROM~TO]:" },
	{ OPTION_CALL, 0, "drift", "SEL:+1sd@N",
	    "add (+3, -3, +1sd), multiply (*1.5), or make a\n"
	    "share of values a level (north=0.5)",
	    .call = add_fault, AT(plan.faults) },
	{ OPTION_CALL, 0, "season", "SEL:+1sd/24h",
	    "add a sine over the time of rows",
	    .call = add_fault, AT(plan.faults) },
	{ OPTION_CALL, 0, "label", "NAME=EXPR",
	    "a target: by an expression; by its probability,\n"
	    "NAME~EXPR; or by a model file", .call = add_label,
	    AT(plan.labels) },
	{ OPTION_CALL, 0, "missing", "SEL:SHARE", "leave values out",
	    .call = add_fault, AT(plan.faults) },
	{ OPTION_CALL, 0, "unseen", "SEL:SHARE", "texts that were never seen",
	    .call = add_fault, AT(plan.faults) },
	{ OPTION_CALL, 0, "outliers", "SEL:SHARE",
	    "values 10 standard deviations off",
	    .call = add_fault, AT(plan.faults) },
	{ OPTION_CALL, 0, "wrong-type", "SEL:SHARE",
	    "words where numbers should be",
	    .call = add_fault, AT(plan.faults) },
	{ OPTION_HEADING, .help = "Rows as events:" },
	{ OPTION_TEXT, 0, "time", "NAME",
	    "a column of the times at which they happened",
	    AT(plan.events.name) },
	{ OPTION_CALL, 0, "start", "TIME",
	    "when the first arrives (2026-01-01)", .call = set_start,
	    AT(plan.events.start) },
	{ OPTION_CALL, 0, "every", "TIME",
	    "how far apart rows arrive (1s)", .call = set_every,
	    AT(plan.events.arrivals.rate) },
	{ OPTION_CALL, 0, "arrivals", "KIND",
	    "constant (the default) or poisson", .call = set_arrivals,
	    AT(plan.events.arrivals.is_poisson) },
	{ OPTION_CALL, 0, "late", "SHARE:TIME",
	    "that share arrives so much later, in the mean",
	    .call = set_late, AT(plan.events) },
	{ OPTION_CALL, 0, "out-of-order", "TIME",
	    "each arrives up to so much later",
	    .call = set_jitter, AT(plan.events.jitter) },
	{ OPTION_CALL, 0, "label-delay", "TIME",
	    "the target is known so much later: TARGET_at",
	    .call = set_label_delay, AT(plan.events.label_delay) },
	{ OPTION_CALL, 0, "rate", "N/s",
	    "write so many rows a second, each when it is due",
	    .call = set_rate, AT(rate) },
	{ OPTION_END }
};

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
learn_rows(const struct tool *t, const struct request *r)
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
learn_model(const struct tool *t, const struct request *r)
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

static void
check_options(const struct tool *t, const struct request *r)
{
	const struct event_options *e = &r->plan.events;

	if (r->n < -1)
		tool_usage(t, "-n wants a number of rows, 0 or more");
	if (r->rare < 1 || r->rare > SIM_ROWS)
		tool_usage(t, "--rare wants a number of rows, from 1 to %d",
		    SIM_ROWS);
	if (e->name == NULL && (e->late_share > 0 || e->jitter > 0 ||
	    e->label_delay >= 0))
		tool_usage(t, "late events and labels want a column of times: "
		    "--time NAME");
}

/* Events are as far apart as rows that are written, unless it is said. */
static void
settle_arrivals(struct request *r)
{
	struct arrivals *a = &r->plan.events.arrivals;

	if (a->rate == 0)
		a->rate = r->rate > 0 ? r->rate : 1;
	a->key = rng_key(r->plan.seed, RNG_ARRIVALS, 0);
}

int
main(int argc, char **argv)
{
	struct request r = { .n = -1, .rare = 10 };
	struct tool t = {
		.name = "mlc-sim",
		.synopsis = "[options] MODEL\n[options] [FILE...]",
		.summary = "Make rows in the likeness of a table, or of what a "
		    "model knew.",
		.shares = SHARE_ALL,
		.options = options,
		.own = &r,
	};
	struct simulator *sim;
	struct arrivals arrivals;
	struct stream *out;
	struct diag d = DIAG_INIT;

	num_init();
	sim_plan_init(&r.plan);
	tool_begin(&t, argc, argv);
	check_options(&t, &r);
	r.o.rare = (uint32_t)r.rare;
	r.o.seed = r.plan.seed = (uint64_t)t.seed;
	r.o.crew = t.crew;
	settle_arrivals(&r);
	arrivals = r.plan.events.arrivals;
	sim = t.n_args == 1 && is_model(&t, t.args[0]) ? learn_model(&t, &r) :
	    learn_rows(&t, &r);
	tell_withheld(&t, sim);
	if (sim_plan_stream(&r.plan, sim, r.n >= 0 ? (uint64_t)r.n :
	    simulator_n_source(sim), &out, &d) == -1)
		tool_die(&t, &d);
	if (r.rate > 0) {
		arrivals.rate = r.rate;
		out = pace_stream(out, &arrivals);
		t.is_hasty = true;
	}
	tool_write(&t, tool_record(&t, out));
	simulator_free(sim);
	sim_plan_release(&r.plan);
	return (tool_end(&t, 0));
}
