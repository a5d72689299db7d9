/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-join: rows completed, or chosen, by reference tables. */
#include <stdlib.h>
#include <string.h>

#include "live_lookup.h"
#include "mem.h"
#include "plan.h"
#include "row_matched.h"
#include "select.h"
#include "step_join.h"
#include "tool.h"
#include "window.h"

enum join_how { JOIN_LEFT, JOIN_INNER, JOIN_SEMI, JOIN_ANTI };

/* One join of those that were asked for. */
struct join {
	const char *reference;
	char **keys, **ref_keys;	/* n_keys, and behind them the time */
	size_t n_keys;
	char *time, *ref_time;
	int how;		/* enum join_how */
	int twice;		/* enum lookup_twice */
	int refuse;		/* a row without a match */
	bool live;		/* served by the file as it is then */
	struct lookup_options o;
	int64_t tolerance;
};

struct request {
	struct join *v;		/* never none; options speak of the last */
	size_t n, cap;
};

static struct join *
last_join(struct request *r)
{
	return (&r->v[r->n - 1]);
}

static void
add_join(struct request *r, const char *reference)
{
	r->v = mem_grow(r->v, &r->cap, r->n + 1, sizeof(*r->v));
	r->v[r->n++] = (struct join){ .reference = reference,
	    .tolerance = INT64_MAX };
}

static int
take_reference(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct request *r = value;

	(void)d;
	if (r->n == 1 && r->v[0].reference == NULL && r->v[0].n_keys == 0)
		r->v[0].reference = arg;
	else
		add_join(r, arg);
	last_join(r)->live = strcmp(o->name, "live") == 0;
	return (0);
}

/* "COL" or "COL=REFCOL", n bytes, as two heap strings. */
static void
take_pair(const char *text, size_t n, char **col, char **ref)
{
	char *pair = mem_strndup(text, n);
	const char *eq = select_find(pair, "=");
	size_t len = eq != NULL ? (size_t)(eq - pair) : strlen(pair);

	*col = select_unquote(pair, len);
	*ref = eq != NULL ? select_unquote(eq + 1, strlen(eq + 1)) :
	    mem_strdup(*col);
	free(pair);
}

static int
take_keys(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct join *j = last_join(value);
	const char *comma;
	size_t len;

	(void)o, (void)d;
	for (;; arg = comma + 1) {
		comma = select_find(arg, ",");
		len = comma != NULL ? (size_t)(comma - arg) : strlen(arg);
		j->keys = mem_realloc(j->keys, j->n_keys + 2,
		    sizeof(*j->keys));
		j->ref_keys = mem_realloc(j->ref_keys, j->n_keys + 1,
		    sizeof(*j->ref_keys));
		take_pair(arg, len, &j->keys[j->n_keys],
		    &j->ref_keys[j->n_keys]);
		j->n_keys++;
		if (comma == NULL)
			return (0);
	}
}

static int
take_time(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct join *j = last_join(value);

	(void)o, (void)d;
	take_pair(arg, strlen(arg), &j->time, &j->ref_time);
	return (0);
}

static int
take_tolerance(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct window_rule rule;

	(void)o;
	if (window_rule_parse(arg, &rule, d) == -1)
		return (-1);
	if (rule.micros == 0)
		return (diag_set(d, "not a time, as 1h: \"%s\"", arg));
	last_join(value)->tolerance = rule.micros;
	return (0);
}

/* What is chosen by an option, or by its word. */
static int
take_choice(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct join *j = last_join(value);
	const struct {
		const char *option, *word;
		int *to, choice;
	} choices[] = {
		{ "left", NULL, &j->how, JOIN_LEFT },
		{ "inner", NULL, &j->how, JOIN_INNER },
		{ "semi", NULL, &j->how, JOIN_SEMI },
		{ "anti", NULL, &j->how, JOIN_ANTI },
		{ "on-duplicate", "error", &j->twice, TWICE_ERROR },
		{ "on-duplicate", "first", &j->twice, TWICE_FIRST },
		{ "on-duplicate", "last", &j->twice, TWICE_LAST },
		{ "unmatched", "missing", &j->refuse, false },
		{ "unmatched", "error", &j->refuse, true }
	};

	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
		if (strcmp(choices[i].option, o->name) == 0 && (arg == NULL ||
		    strcmp(choices[i].word, arg) == 0)) {
			*choices[i].to = choices[i].choice;
			return (0);
		}
	}
	return (diag_set(d, "not %s: \"%s\"", o->arg, arg));
}

static int
take_text(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct join *j = last_join(value);

	(void)d;
	*(strcmp(o->name, "select") == 0 ? &j->o.select : &j->o.prefix) = arg;
	return (0);
}

#define CALL(function) .call = function, .at = 0

static const struct option_def options[] = {
	{ OPTION_CALL, 'k', "keys", "COL[=REFCOL],...",
	    "equal values there make a match", CALL(take_keys) },
	{ OPTION_CALL, 0, "left", NULL,
	    "all rows, completed (the default)", CALL(take_choice) },
	{ OPTION_CALL, 0, "inner", NULL,
	    "rows that have a match, completed", CALL(take_choice) },
	{ OPTION_CALL, 0, "semi", NULL,
	    "rows that have a match, as they are", CALL(take_choice) },
	{ OPTION_CALL, 0, "anti", NULL,
	    "rows that have none", CALL(take_choice) },
	{ OPTION_CALL, 0, "as-of", "TIME[=REFTIME]",
	    "the last reference row that is not later", CALL(take_time) },
	{ OPTION_CALL, 0, "tolerance", "30m|1h|1d|...",
	    "and not older than that", CALL(take_tolerance) },
	{ OPTION_CALL, 0, "select", "SEL",
	    "columns of the reference to take (default:\n"
	    "all but the keys and the time)", CALL(take_text) },
	{ OPTION_CALL, 0, "prefix", "TEXT",
	    "stands before their names", CALL(take_text) },
	{ OPTION_CALL, 0, "on-duplicate", "error|first|last",
	    "of reference rows with one key (error)", CALL(take_choice) },
	{ OPTION_CALL, 0, "unmatched", "missing|error",
	    "a row without a match (missing)", CALL(take_choice) },
	{ OPTION_CALL, 0, "ref", "FILE",
	    "one more reference; the options after it\n"
	    "are about it", CALL(take_reference) },
	{ OPTION_CALL, 0, "live", "FILE",
	    "such a reference, of which only the name goes\n"
	    "along: what is served looks into the file as\n"
	    "it is then", CALL(take_reference) },
	{ OPTION_END }
};

static void
set_lookup_options(struct join *j)
{
	j->o.keys = (const char *const *)j->ref_keys;
	j->o.n_keys = j->n_keys;
	j->o.time = j->ref_time;
	j->o.twice = (enum lookup_twice)j->twice;
	j->keys[j->n_keys] = j->time;
}

static struct stream *
choose_rows(const struct tool *t, struct stream *in, const struct join *j,
    struct lookup *l)
{
	const struct matched_options o = { (const char *const *)j->keys,
	    j->tolerance, j->how == JOIN_ANTI, j->refuse };
	struct stream *out;
	struct diag d = DIAG_INIT;

	if (row_matched_open(in, l, &o, &out, &d) == -1) {
		diag_prefix(&d, "%s", j->reference);
		tool_die(t, &d);
	}
	return (out);
}

static struct stream *
complete_rows(const struct tool *t, struct stream *in, const struct join *j,
    struct step *s, struct plan_options *plan)
{
	struct stream *out;
	struct diag d = DIAG_INIT;

	if (plan_run(in, &s, 1, plan, &out, &d) == -1) {
		diag_prefix(&d, "%s", j->reference);
		tool_die(t, &d);
	}
	return (out);
}

static struct stream *
run_live(const struct tool *t, struct stream *in, const struct join *j,
    struct plan_options *plan)
{
	const struct join_inputs inputs = { (const char *const *)j->keys,
	    j->time, j->tolerance };
	struct live_lookup *l;
	struct diag d = DIAG_INIT;

	if (live_lookup_new(j->reference, &j->o, &l, &d) == -1)
		tool_die(t, &d);
	return (complete_rows(t, in, j, step_join_live(l, &inputs), plan));
}

static struct stream *
run_join(const struct tool *t, struct stream *in, struct join *j,
    struct plan_options *plan)
{
	const struct join_inputs inputs = { (const char *const *)j->keys,
	    j->time, j->tolerance };
	struct lookup *l;

	set_lookup_options(j);
	if (j->live)
		return (run_live(t, in, j, plan));
	l = tool_lookup(t, j->reference, &j->o);
	if (j->how != JOIN_LEFT || j->refuse)
		in = choose_rows(t, in, j, l);
	if (j->how == JOIN_LEFT || j->how == JOIN_INNER)
		in = complete_rows(t, in, j, step_join_new(l, &inputs), plan);
	lookup_free(l);
	return (in);
}

static void
release_joins(struct request *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct join *j = &r->v[i];

		for (size_t k = 0; k < j->n_keys; k++) {
			free(j->keys[k]);
			free(j->ref_keys[k]);
		}
		free(j->keys);
		free(j->ref_keys);
		free(j->time);
		free(j->ref_time);
	}
	free(r->v);
}

static void
check_joins(struct tool *t, struct request *r)
{
	if (r->v[0].reference == NULL) {
		if (t->n_args == 0)
			tool_usage(t, "a reference is missing");
		r->v[0].reference = *t->args++;
		t->n_args--;
	}
	for (size_t i = 0; i < r->n; i++) {
		const struct join *j = &r->v[i];

		if (j->n_keys == 0)
			tool_usage(t, "%s: no keys: -k COL", j->reference);
		if (j->tolerance != INT64_MAX && j->time == NULL)
			tool_usage(t, "%s: --tolerance goes with --as-of",
			    j->reference);
		if (j->live && (j->how != JOIN_LEFT || j->refuse))
			tool_usage(t, "%s: --live completes rows and chooses "
			    "none", j->reference);
		if (j->refuse && j->how == JOIN_ANTI)
			tool_usage(t, "%s: --unmatched error does not go with "
			    "--anti", j->reference);
	}
}

/* With -v: how many rows found nothing. */
static void
tell_unmatched(const struct tool *t, const struct op_tally *tally)
{
	for (size_t i = 0; i < tally->n; i++) {
		if (tally->rows[i]->counts.unseen > 0)
			tool_note(t, "%s: rows without a match: %llu",
			    tally->rows[i]->label, (unsigned long long)
			    tally->rows[i]->counts.unseen);
	}
}

int
main(int argc, char **argv)
{
	struct request r = { .v = NULL };
	struct op_tally tally = { NULL, 0, 0 };
	struct plan_options plan;
	struct stream *s;
	struct tool t = {
		.name = "mlc-join",
		.synopsis = "REF -k KEYS [options] [FILE...]",
		.summary = "Complete rows by those of a reference table.",
		.shares = SHARE_ALL & ~SHARE_SEED,
		.options = options,
		.own = &r
	};

	add_join(&r, NULL);
	tool_begin(&t, argc, argv);
	check_joins(&t, &r);
	tool_plan_options(&t, &plan);
	plan.op.tally = &tally;
	s = tool_open(&t, t.args, t.n_args, NULL);
	for (size_t i = 0; i < r.n; i++)
		s = run_join(&t, s, &r.v[i], &plan);
	tool_write(&t, s);
	tell_unmatched(&t, &tally);
	op_tally_release(&tally);
	release_joins(&r);
	return (tool_end(&t, 0));
}
