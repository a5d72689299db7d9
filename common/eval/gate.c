/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"
#include "numtext.h"

#include "gate.h"

static const char *const op_texts[] = { "<", "<=", ">", ">=" };

static const char *
skip_blanks(const char *p)
{
	return (p + strspn(p, " \t"));
}

/* The text from p to end without blanks around it. */
static char *
trim(const char *p, const char *end)
{
	p = skip_blanks(p);
	while (end > p && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	return (mem_strndup(p, (size_t)(end > p ? end - p : 0)));
}

/* A number, "baseline", or "baseline" + or - a number. */
static int
parse_limit(const char *p, struct gate *g, struct diag *d)
{
	char *number;
	double sign = 1;
	int ret;

	p = skip_blanks(p);
	if (strncmp(p, "baseline", 8) == 0) {
		g->from_baseline = true;
		p = skip_blanks(p + 8);
		if (*p == '\0')
			return (0);
		if (*p != '+' && *p != '-')
			return (diag_set(d, "not baseline + or - a number"));
		sign = *p == '-' ? -1 : 1;
		p = skip_blanks(p + 1);
	}
	number = trim(p, p + strlen(p));
	ret = parse_float(number, strlen(number), &g->limit);
	if (ret == -1)
		diag_set(d, "not a number: \"%s\"", number);
	g->limit *= sign;
	free(number);
	return (ret);
}

/* The last < or > of the text: a number or "baseline" is behind it. */
static const char *
find_op(const char *text)
{
	const char *p = text + strlen(text);

	while (p > text && *p != '<' && *p != '>')
		p--;
	return (*p == '<' || *p == '>' ? p : NULL);
}

/* The last colon before a metric that ends at the place, and its arguments:
   what is before it is a slice, whose label may have colons. */
static const char *
find_colon(const char *text, const char *end)
{
	const char *p = end;
	int open = 0;

	while (p > text && (p[-1] == ' ' || p[-1] == '\t'))
		p--;
	if (p > text && p[-1] == ')') {
		do {
			p--;
			open += (*p == ')') - (*p == '(');
		} while (p > text && open > 0);
	}
	while (p > text && *p != ':')
		p--;
	return (*p == ':' ? p : NULL);
}

static int
parse_condition(const char *p, const char *op, struct gate *g, struct diag *d)
{
	struct metric *m;

	g->metric = trim(p, op);
	if ((m = metric_ask(g->metric, d)) == NULL)
		return (-1);
	metric_free(m);
	g->op = *op == '<' ? GATE_LESS : GATE_MORE;
	if (*++op == '=') {
		g->op++;
		op++;
	}
	return (parse_limit(op, g, d));
}

int
gate_parse(const char *text, struct gate *out, struct diag *d)
{
	const char *op = find_op(text), *colon;

	memset(out, 0, sizeof(*out));
	if (op == NULL)
		return (diag_set(d, "\"%s\": not METRIC < NUMBER or "
		    "METRIC > NUMBER", text));
	out->text = mem_strdup(text);
	if ((colon = find_colon(text, op)) != NULL)
		out->slice = trim(text, colon);
	if (parse_condition(colon != NULL ? colon + 1 : text, op, out, d) == 0)
		return (0);
	gate_release(out);
	return (diag_prefix(d, "\"%s\"", text));
}

void
gate_release(struct gate *g)
{
	free(g->text);
	free(g->slice);
	free(g->metric);
	memset(g, 0, sizeof(*g));
}

static bool
is_true(const struct gate *g, double v, double limit)
{
	switch (g->op) {
	case GATE_LESS:
		return (v < limit);
	case GATE_LESS_EQUAL:
		return (v <= limit);
	case GATE_MORE:
		return (v > limit);
	case GATE_MORE_EQUAL:
		return (v >= limit);
	}
	BUG("no such comparison");
}

static const struct evaluation_row *
find_row(const struct gate *g, const struct evaluation *e)
{
	const struct evaluation_row *r;

	if (g->slice != NULL)
		return (evaluation_find(e, g->slice, g->metric));
	r = evaluation_find(e, "split=test", g->metric);
	return (r != NULL ? r : evaluation_find(e, "all", g->metric));
}

int
gate_check(const struct gate *g, const struct evaluation *e, struct diag *d)
{
	const char *slice = g->slice != NULL ? g->slice : "split=test";
	struct nearest near;

	if (find_row(g, e) != NULL)
		return (0);
	diag_set(d, "\"%s\": there is no slice \"%s\"", g->text, slice);
	nearest_init(&near, slice);
	for (size_t i = 0; i < e->n; i++)
		nearest_offer(&near, e->rows[i].slice);
	nearest_tell(&near, d);
	return (-1);
}

bool
gate_fails(const struct gate *g, const struct evaluation *e, struct str *why)
{
	const struct evaluation_row *r = find_row(g, e);
	double limit, v;

	if (r == NULL)
		BUG("gate \"%s\" was not checked", g->text);
	v = r->estimate.value;
	limit = g->limit + (g->from_baseline ? r->baseline : 0);
	if (isnan(v)) {
		str_addf(why, "%s of %s is not defined", r->metric, r->slice);
		return (true);
	}
	if (isnan(limit)) {
		str_addf(why, "%s of %s has no baseline", r->metric,
		    r->slice);
		return (true);
	}
	if (!is_true(g, v, limit))
		return (false);
	str_addf(why, "%s of %s is %.6g %s %.6g", r->metric, r->slice, v,
	    op_texts[g->op], limit);
	return (true);
}

bool
gate_holds(const struct gate *g, const struct evaluation *e, struct str *what)
{
	const struct evaluation_row *r = find_row(g, e);
	double limit = g->limit + (g->from_baseline ? r->baseline : 0);

	str_addf(what, "%s of %s is %.6g", r->metric, r->slice,
	    r->estimate.value);
	return (is_true(g, r->estimate.value, limit));
}
