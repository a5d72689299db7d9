/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "outfile.h"

#include "verdict.h"

const struct metric *
verdict_metric(const struct scored *s)
{
	static const char *const usual[] = { "auc", "logloss", "accuracy",
	    "rmse" };
	struct diag d = DIAG_INIT;

	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
		const struct metric *m = metric_find(usual[i], &d);

		if (metric_fits(m, s))
			return (m);
	}
	BUG("rows that no metric fits");
}

static void
set(json_t *o, const char *key, json_t *value)
{
	json_object_set_new(o, key, value);
}

static void
set_number(json_t *o, const char *key, double v)
{
	set(o, key, isnan(v) ? json_null() : doc_float(v));
}

static void
add_reason(struct verdict *v, bool good, const char *text)
{
	json_t *why = json_object_get(v->document, "why");

	json_array_append_new(why, doc_stringn(text, strlen(text)));
	str_addf(&v->why, "%s%s", v->why.len > 0 ? "; " : "", text);
	v->promoted &= good;
}

/* Is the difference large enough, and surely there? */
static void
judge_difference(struct verdict *v, const struct comparison_row *r)
{
	double sign = v->metric->less ? -1 : 1;
	double gain = sign * r->difference.value;
	double least = sign > 0 ? r->difference.low : -r->difference.high;
	struct str s = STR_INIT;
	bool enough = gain >= v->margin;

	str_addf(&s, "%s of %s is %.6g, %s by %.6g than %.6g, %s the margin "
	    "of %g", r->metric, r->slice, r->value, gain < 0 ? "worse" :
	    "better", fabs(gain), r->other, enough ? "at least" : "less than",
	    v->margin);
	add_reason(v, enough, str_get(&s));
	str_clear(&s);
	str_addf(&s, "the %g %% interval of the difference, %.6g to %.6g, %s",
	    100 * v->level, r->difference.low, r->difference.high, least > 0 ?
	    "is on the better side of 0" : "is not on the better side of 0");
	add_reason(v, least > 0, str_get(&s));
	str_release(&s);
}

static int
judge_floor(struct verdict *v, const struct gate *g,
    const struct evaluation *e, struct diag *d)
{
	json_t *floors = json_object_get(v->document, "floors");
	json_t *entry = json_object();
	struct str why = STR_INIT, s = STR_INIT;
	bool holds;

	if (gate_check(g, e, d) == -1) {
		json_decref(entry);
		return (diag_prefix(d, "--floor"));
	}
	holds = gate_holds(g, e, &why);
	set(entry, "floor", doc_stringn(g->text, strlen(g->text)));
	set(entry, "holds", json_boolean(holds));
	json_array_append_new(floors, entry);
	str_addf(&s, "the floor %s %s: %s", g->text, holds ? "holds" :
	    "is not met", str_get(&why));
	add_reason(v, holds, str_get(&s));
	str_release(&why);
	str_release(&s);
	return (0);
}

static json_t *
describe(const struct contender *c, double value)
{
	json_t *o = json_object();

	set(o, "name", doc_stringn(c->name, strlen(c->name)));
	set(o, "sha256", c->sha[0] != '\0' ? json_string(c->sha) :
	    json_null());
	set_number(o, "value", value);
	return (o);
}

/* All metrics of the rows that were judged by. */
static json_t *
list_differences(const struct comparison *c, const char *slice)
{
	json_t *all = json_array();

	for (size_t i = 0; i < c->n; i++) {
		const struct comparison_row *r = &c->rows[i];
		json_t *o;

		if (strcmp(r->slice, slice) != 0)
			continue;
		o = json_object();
		set(o, "metric", doc_stringn(r->metric, strlen(r->metric)));
		set_number(o, "challenger", r->value);
		set_number(o, "champion", r->other);
		set_number(o, "difference", r->difference.value);
		set_number(o, "ci_low", r->difference.low);
		set_number(o, "ci_high", r->difference.high);
		set_number(o, "p_value", r->p_value);
		set(o, "test", r->test == NULL ? json_null() :
		    json_string(r->test));
		json_array_append_new(all, o);
	}
	return (all);
}

static void
describe_all(struct verdict *v, const struct comparison *c,
    const struct comparison_row *r)
{
	json_t *o = v->document, *rows = json_object();

	set(rows, "n", json_integer((json_int_t)r->n));
	set(rows, "slice", doc_stringn(r->slice, strlen(r->slice)));
	set(rows, "sha256", json_string(v->rows_sha));
	set(o, "rows", rows);
	set(o, "challenger", describe(&v->challenger, r->value));
	set(o, "champion", describe(&v->champion, r->other));
	set(o, "metric", doc_stringn(r->metric, strlen(r->metric)));
	set_number(o, "margin", v->margin);
	set_number(o, "level", v->level);
	set(o, "differences", list_differences(c, r->slice));
}

int
verdict_reach(struct verdict *v, const struct evaluation *challenger,
    const struct comparison *c, struct diag *d)
{
	const struct comparison_row *r = comparison_find(c, v->metric->name,
	    v->champion.name);

	if (r == NULL)
		return (diag_set(d, "no rows to judge by: neither a slice "
		    "split=test nor all"));
	v->promoted = true;
	v->document = json_object();
	set(v->document, "mlc_verdict", json_integer(1));
	set(v->document, "winner", json_null());
	set(v->document, "promoted", json_null());
	set(v->document, "why", json_array());
	set(v->document, "floors", json_array());
	describe_all(v, c, r);
	judge_difference(v, r);
	for (size_t i = 0; i < v->n_floors; i++) {
		if (judge_floor(v, &v->floors[i], challenger, d) == -1)
			return (-1);
	}
	set(v->document, "winner", json_string(v->promoted ? "challenger" :
	    "champion"));
	set(v->document, "promoted", json_boolean(v->promoted));
	return (0);
}

void
verdict_release(struct verdict *v)
{
	json_decref(v->document);
	str_release(&v->why);
}

int
verdict_write(const struct verdict *v, const char *path, struct diag *d)
{
	struct str s = STR_INIT;
	int ret;

	doc_write(v->document, &s);
	str_addc(&s, '\n');
	ret = outfile_put(path, &s, d);
	str_release(&s);
	return (ret);
}
