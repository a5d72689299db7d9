/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "evaluation.h"
#include "mem.h"
#include "numtext.h"
#include "source.h"
#include "split_part.h"

#include "objective.h"

static const char *const costs[N_COSTS] = { "time", "cpu", "memory" };

void
objectives_release(struct objectives *o)
{
	for (size_t k = 0; k < o->n; k++)
		free(o->v[k].name);
	memset(o, 0, sizeof(*o));
}

static int
set_metric(struct objective *out, const char *name, struct diag *d)
{
	struct metric_choice one;

	if (metric_choice_parse(name, &one, d) == -1)
		return (-1);
	if (one.n == 1) {
		out->kind = OBJECTIVE_METRIC;
		out->less = one.metrics[0]->less;
		out->name = mem_strdup(one.metrics[0]->name);
	} else {
		diag_set(d, "\"%s\" is not one number", name);
	}
	metric_choice_release(&one);
	return (out->name != NULL ? 0 : -1);
}

static int
check_objective(const struct objectives *o, const struct objective *new,
    struct diag *d)
{
	for (size_t k = 0; k < o->n; k++) {
		if (strcmp(o->v[k].name, new->name) == 0)
			return (diag_set(d, "\"%s\" is there twice",
			    new->name));
		if ((o->v[k].kind == OBJECTIVE_METRIC &&
		    new->kind == OBJECTIVE_PRINTED) ||
		    (o->v[k].kind == OBJECTIVE_PRINTED &&
		    new->kind == OBJECTIVE_METRIC))
			return (diag_set(d, "metrics of scored rows and "
			    "printed numbers do not go together"));
	}
	return (0);
}

static int
add_objective(struct objectives *o, const char *name, struct diag *d)
{
	struct objective new = { .kind = OBJECTIVE_COST, .less = true };
	bool is_min = strncmp(name, "min:", 4) == 0;

	if (o->n == OBJECTIVES_MAX)
		return (diag_set(d, "more than %d objectives",
		    OBJECTIVES_MAX));
	while (new.cost < N_COSTS && strcmp(name, costs[new.cost]) != 0)
		new.cost++;
	if (is_min || strncmp(name, "max:", 4) == 0) {
		new.kind = OBJECTIVE_PRINTED;
		new.less = is_min;
		name += 4;
	} else if (new.cost == N_COSTS && set_metric(&new, name, d) == -1) {
		return (-1);
	}
	if (new.name == NULL)
		new.name = mem_strdup(name);
	if (check_objective(o, &new, d) == -1) {
		free(new.name);
		return (-1);
	}
	o->v[o->n++] = new;
	return (0);
}

/* The comma that ends a name, past those in its brackets, or the end. */
static const char *
name_end(const char *s)
{
	int depth = 0;

	for (; *s != '\0' && (*s != ',' || depth > 0); s++)
		depth += (*s == '(') - (*s == ')');
	return (s);
}

int
objectives_add(struct objectives *o, const char *list, struct diag *d)
{
	const char *end;
	char *name;
	int r = 0;

	do {
		end = name_end(list);
		name = mem_strndup(list, (size_t)(end - list));
		r = add_objective(o, name, d);
		free(name);
		list = end + 1;
	} while (r == 0 && *end == ',');
	return (r);
}

double
objective_loss(const struct objectives *o, size_t k, const double *values)
{
	return (o->v[k].less ? values[k] : -values[k]);
}

bool
objectives_dominate(const struct objectives *o, const double *a,
    const double *b)
{
	bool better = false;

	for (size_t k = 0; k < o->n; k++) {
		double x = objective_loss(o, k, a);
		double y = objective_loss(o, k, b);

		if (!(x <= y))
			return (false);
		better |= x < y;
	}
	return (better);
}

/* The slice of the evaluation that is judged: the test rows, or all where
   nothing is split. */
static void
take_metrics(const struct objectives *o, const struct evaluation *e,
    double *values)
{
	for (size_t k = 0; k < o->n; k++) {
		const struct evaluation_row *r;

		if (o->v[k].kind != OBJECTIVE_METRIC)
			continue;
		r = evaluation_find(e, "split=test", o->v[k].name);
		if (r == NULL)
			r = evaluation_find(e, "all", o->v[k].name);
		values[k] = r != NULL ? r->estimate.value : NAN;
	}
}

static int
judge_table(const struct objectives *o, struct stream *s, double *values,
    struct diag *d)
{
	const struct bootstrap_options none = { .level = 0.95 };
	const struct score_options columns = { .threshold = NAN };
	struct metric_choice choice;
	struct score_table table;
	struct evaluation result;
	struct slicing slices;
	int r = -1;

	memset(&choice, 0, sizeof(choice));
	for (size_t k = 0; k < o->n; k++) {
		if (o->v[k].kind == OBJECTIVE_METRIC)
			metric_choice_add(&choice, o->v[k].name);
	}
	slicing_init(&slices, &s->head.schema, NULL);
	if (score_table_read(s, &columns, &slices, &table, d) == 0) {
		r = metric_choice_settle(&choice, &table, d);
		if (r == 0) {
			evaluation_make(&table, &slices, &choice, &none,
			    &result);
			take_metrics(o, &result, values);
			evaluation_release(&result);
		}
		score_table_release(&table);
	}
	metric_choice_release(&choice);
	slicing_release(&slices);
	return (r);
}

static int
judge_rows(const struct objectives *o, const char *output, size_t n,
    double *values, struct diag *d)
{
	struct source_options so;
	struct stream *s;
	int r;

	source_options_init(&so);
	if (source_open_memory("its output", output, n, &so, &s, d) == -1)
		return (-1);
	r = judge_table(o, s, values, d);
	stream_close(s);
	return (r);
}

/* A line: NUMBER, or NAME NUMBER. */
static int
take_line(const struct objectives *o, const char *s, size_t n,
    double *values)
{
	size_t name = 0, at;
	double v;

	while (name < n && strchr(" \t=", s[name]) == NULL)
		name++;
	for (at = name; at < n && strchr(" \t=", s[at]) != NULL; at++)
		;
	if (at == n)		/* there is but one word */
		at = name = 0;
	while (n > at && (s[n - 1] == ' ' || s[n - 1] == '\r'))
		n--;
	if (parse_float(s + at, n - at, &v) == -1)
		return (-1);
	for (size_t k = 0; k < o->n; k++) {
		if (o->v[k].kind == OBJECTIVE_PRINTED && (name == 0 ||
		    (strlen(o->v[k].name) == name &&
		    memcmp(o->v[k].name, s, name) == 0)))
			values[k] = v;
	}
	return (0);
}

static int
judge_printed(const struct objectives *o, const char *s, size_t n,
    double *values, struct diag *d)
{
	const char *end = s + n, *stop;

	for (; s < end; s = stop + 1) {
		stop = memchr(s, '\n', (size_t)(end - s));
		if (stop == NULL)
			stop = end;
		if (stop > s && take_line(o, s, (size_t)(stop - s), values) ==
		    -1)
			return (diag_set(d, "its output is no number: "
			    "\"%.*s\"", (int)(stop - s < 60 ? stop - s : 60),
			    s));
	}
	return (0);
}

int
objectives_judge(const struct objectives *o, const char *output, size_t n,
    const struct run_cost *cost, double *values, struct diag *d)
{
	bool reads[3] = { false };

	for (size_t k = 0; k < o->n; k++) {
		values[k] = o->v[k].kind == OBJECTIVE_COST ?
		    cost->v[o->v[k].cost] : NAN;
		reads[o->v[k].kind] = true;
	}
	if ((reads[OBJECTIVE_PRINTED] &&
	    judge_printed(o, output, n, values, d) == -1) ||
	    (reads[OBJECTIVE_METRIC] &&
	    judge_rows(o, output, n, values, d) == -1))
		return (-1);
	for (size_t k = 0; k < o->n; k++) {
		if (isnan(values[k]))
			return (diag_set(d, "it has no %s", o->v[k].name));
	}
	return (0);
}
