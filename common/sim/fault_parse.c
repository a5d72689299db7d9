/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"
#include "named.h"
#include "numtext.h"
#include "select.h"

#include "fault_kind.h"

void
fault_asks_add(struct fault_asks *a, const char *kind, const char *text)
{
	struct diag d = DIAG_INIT;

	a->asks = mem_grow(a->asks, &a->cap, a->n + 1, sizeof(*a->asks));
	a->asks[a->n++] = (struct fault_ask){
	    named_find(fault_kinds, kind, "fault", &d), text };
	if (a->asks[a->n - 1].kind == NULL)
		BUG("%s", d.text);
}

void
fault_asks_release(struct fault_asks *a)
{
	free(a->asks);
}

static int
parse_row(const char *p, size_t n, uint64_t *out)
{
	int64_t row;

	if (n == 0 || p[0] < '0' || p[0] > '9' || parse_int(p, n, &row) == -1)
		return (-1);
	*out = (uint64_t)row;
	return (0);
}

/* "5000", "5000-8000" or "5000~8000". */
static int
parse_when(struct fault *f, const char *text)
{
	size_t n = strcspn(text, "-~");

	f->grows = text[n] == '~';
	if (parse_row(text, n, &f->from) == -1)
		return (-1);
	if (text[n] == '\0')
		return (0);
	return (parse_row(text + n + 1, strlen(text + n + 1), &f->to) == -1 ||
	    f->to <= f->from ? -1 : 0);
}

/* "+1sd", "*1.5", "LEVEL=0.5" or "0.5". */
static int
parse_amount(struct fault *f, const char *p, size_t n)
{
	const char *eq;

	if ((f->kind->measures & 1u << MEASURE_LEVEL) != 0 && (eq =
	    memrchr(p, '=', n)) != NULL) {
		f->measure = MEASURE_LEVEL;
		f->level = mem_strndup(p, (size_t)(eq - p));
		n -= (size_t)(eq + 1 - p);
		p = eq + 1;
	} else if ((f->kind->measures & 1u << MEASURE_SHARE) != 0) {
		f->measure = MEASURE_SHARE;
	} else if (n > 1 && (p[0] == '+' || p[0] == '-')) {
		f->measure = MEASURE_PLUS;
		f->in_sd = n > 2 && memcmp(p + n - 2, "sd", 2) == 0;
		n -= f->in_sd ? 2 : 0;
	} else if (n > 1 && p[0] == '*') {
		f->measure = MEASURE_TIMES;
		p++;
		n--;
	} else {
		return (-1);
	}
	if ((f->kind->measures & 1u << f->measure) == 0 ||
	    parse_float(p, n, &f->amount) == -1 || f->amount - f->amount != 0)
		return (-1);
	return ((f->measure == MEASURE_SHARE || f->measure == MEASURE_LEVEL) &&
	    !(f->amount >= 0 && f->amount <= 1) ? -1 : 0);
}

/* What follows the colon. */
static int
parse_what(struct fault *f, const char *what)
{
	const char *at = strrchr(what, '@'), *slash;
	size_t n = at != NULL ? (size_t)(at - what) : strlen(what);
	struct diag d;
	char *period;
	int r = 0;

	if (at != NULL && parse_when(f, at + 1) == -1)
		return (-1);
	if (f->kind->is_periodic) {
		if ((slash = memchr(what, '/', n)) == NULL)
			return (-1);
		period = mem_strndup(slash + 1, (size_t)(what + n - slash) - 1);
		r = window_rule_parse(period, &f->period, &d);
		free(period);
		n = (size_t)(slash - what);
	}
	if (r == -1 || (f->kind->is_periodic && f->period.micros == 0))
		return (-1);
	return (parse_amount(f, what, n));
}

/* A level of a column of truths has to be one. */
static int
check_columns(const struct fault *f, const struct schema *s, struct diag *d)
{
	bool b;

	for (size_t k = 0; k < f->n_cols; k++) {
		const struct field *c = &s->fields[f->cols[k]];

		if ((f->kind->types & 1u << c->type) == 0 ||
		    (f->level != NULL && c->type != COL_STRING &&
		    c->type != COL_BOOL) || (f->kind->part == FAULTS_OF_WORLD &&
		    f->level == NULL && !(c->type == COL_INT ||
		    c->type == COL_FLOAT)))
			return (diag_set(d, "not for column \"%s\", which is "
			    "%s", c->name, col_type_words(c->type)));
		if (f->level != NULL && c->type == COL_BOOL &&
		    parse_bool(f->level, strlen(f->level), &b) == -1)
			return (diag_set(d, "column \"%s\" is true or false, "
			    "not \"%s\"", c->name, f->level));
	}
	return (0);
}

int
fault_parse(struct fault *f, const struct fault_ask *ask,
    const struct schema *s, struct diag *d)
{
	const char *colon = select_find(ask->text, ":");
	char *sel;
	int r;

	*f = (struct fault){ .kind = ask->kind, .to = UINT64_MAX };
	if (colon == NULL)
		return (diag_set(d, "--%s %s: it is written as COLUMN:WHAT",
		    ask->kind->name, ask->text));
	if (parse_what(f, colon + 1) == -1)
		return (diag_set(d, "--%s %s: behind the colon stands %s, then "
		    "perhaps @FROM, @FROM-TO or @FROM~TO, rows from 0 on",
		    ask->kind->name, ask->text, ask->kind->wants));
	sel = mem_strndup(ask->text, (size_t)(colon - ask->text));
	r = select_columns(sel, s, NULL, &f->cols, &f->n_cols, d);
	free(sel);
	if (r == 0)
		r = check_columns(f, s, d);
	return (r == 0 ? 0 : diag_prefix(d, "--%s %s", ask->kind->name,
	    ask->text));
}

void
fault_release(struct fault *f)
{
	free(f->cols);
	free(f->level);
}

double
fault_weight(const struct fault *f, uint64_t row)
{
	if (row < f->from)
		return (0);
	if (row >= f->to)
		return (f->grows ? 1 : 0);
	return (f->grows ? (double)(row - f->from) / (double)(f->to - f->from) :
	    1);
}
