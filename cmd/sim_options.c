/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of mlc-sim. */
#include <string.h>

#include "nearest.h"
#include "numtext.h"
#include "sink.h"

#include "sim_tool.h"

void
sim_tool_init(struct sim_tool *s)
{
	*s = (struct sim_tool){ .n = -1, .rare = 10, .speed = 1,
	    .n_connections = 10, .rows_each = 1, .timeout = 10000000 };
	sim_plan_init(&s->plan);
}

void
sim_tool_release(struct sim_tool *s)
{
	sim_plan_release(&s->plan);
}

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
set_span(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	(void)o;
	return (event_parse_span(arg, value, d));
}

/* The shared option's formats, and more. */
static int
set_to(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct sim_tool *s = value;

	(void)o;
	if (strstr(arg, "://") != NULL) {
		s->to = arg;
		return (0);
	}
	s->format = arg;
	return (nearest_lookup(sink_formats(), arg, "output format", d) == -1 ?
	    -1 : 0);
}

#define AT(member) .at = offsetof(struct sim_tool, member)

const struct option_def sim_options[] = {
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
	    .call = set_span, AT(plan.events.label_delay) },
	{ OPTION_HEADING, .help = "By the clock, and load for a server:" },
	{ OPTION_CALL, 0, "rate", "N/s",
	    "so many rows, or requests, a second, each when it\n"
	    "is due", .call = set_rate, AT(rate) },
	{ OPTION_CALL, 'O', "to", "FORMAT|ADDRESS",
	    "the output's format; or http://HOST:PORT/PATH:\n"
	    "send rows as requests, and tell how long the\n"
	    "answers took", .call = set_to },
	{ OPTION_INT, 0, "connections", "N", "at most so many at a time (10)",
	    AT(n_connections) },
	{ OPTION_INT, 0, "rows-each", "N", "rows in a request (1)",
	    AT(rows_each) },
	{ OPTION_CALL, 0, "duration", "TIME",
	    "send the requests again and again, so long",
	    .call = set_span, AT(duration) },
	{ OPTION_CALL, 0, "timeout", "TIME",
	    "give a request up after so long (10s)", .call = set_span,
	    AT(timeout) },
	{ OPTION_TEXT, 0, "histogram", "FILE",
	    "write the distribution of latencies", AT(histogram) },
	{ OPTION_TEXT, 0, "replay", "LOG",
	    "instead of rows that are made, those of a log of\n"
	    "mlc-serve, as far apart as they were", AT(replay) },
	{ OPTION_FLOAT, 0, "speed", "X", "so many times as fast (1)",
	    AT(speed) },
	{ OPTION_END }
};

static void
check_numbers(const struct tool *t, const struct sim_tool *s)
{
	if (s->n < -1)
		tool_usage(t, "-n wants a number of rows, 0 or more");
	if (s->rare < 1 || s->rare > SIM_ROWS)
		tool_usage(t, "--rare wants a number of rows, from 1 to %d",
		    SIM_ROWS);
	if (s->n_connections < 1 || s->n_connections > 10000)
		tool_usage(t, "--connections wants a number from 1 to 10000");
	if (s->rows_each < 1)
		tool_usage(t, "--rows-each wants a number of rows, from 1 on");
	if (!(s->speed > 0 && s->speed <= 1e9))
		tool_usage(t, "--speed wants a number above 0");
}

void
sim_tool_check(const struct tool *t, struct sim_tool *s)
{
	const struct event_options *e = &s->plan.events;
	struct arrivals *a = &s->plan.events.arrivals;

	check_numbers(t, s);
	if (e->name == NULL && (e->late_share > 0 || e->jitter > 0 ||
	    e->label_delay >= 0))
		tool_usage(t, "late events and labels want a column of times: "
		    "--time NAME");
	if (s->to == NULL && (s->duration > 0 || s->histogram != NULL))
		tool_usage(t, "--duration and --histogram are of requests: "
		    "--to");
	if (s->replay != NULL && (t->n_args > 0 || s->rate > 0))
		tool_usage(t, "--replay goes with no table, and no --rate");
	s->o.rare = (uint32_t)s->rare;
	s->o.seed = s->plan.seed = (uint64_t)t->seed;
	s->o.crew = t->crew;
	/* Events are as far apart as rows that are written, unless it is
	   said. */
	if (a->rate == 0)
		a->rate = s->rate > 0 ? s->rate : 1;
	a->key = rng_key(s->plan.seed, RNG_ARRIVALS, 0);
}
