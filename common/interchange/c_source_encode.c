/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of mlc-encode as C. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"
#include "step_date.h"

#include "c_source_part.h"

/* What a category does with a level that is not there, from the find on. */
static void
add_unknown_error(struct export_step *s, size_t find)
{
	struct str *b = &s->c->body;

	if (strcmp(export_param(s, "unknown"), "error") != 0)
		return;
	str_addf(b, "\tif (i%zu < 0 && !(", find);
	c_add_missing(b, s->in);
	str_addz(b, "))\n\t\treturn (-1);\n");
}

static bool
unknown_is_missing(const struct export_step *s)
{
	return (strcmp(export_param(s, "unknown"), "missing") == 0);
}

/* The other's place is that of unknown levels, too. */
static int
onehot(struct export_step *s, struct diag *d)
{
	struct str *b = &s->c->body;
	struct dict levels;
	bool other, missing, sparse;
	long at_other = -1, at_missing = -1;
	size_t find, hot;

	if (levels_get(s->entry, "levels", &levels, d) == -1 ||
	    doc_get_bool(s->entry, "other", &other, d) == -1 ||
	    doc_get_bool(s->entry, "missing", &missing, d) == -1)
		return (-1);
	sparse = json_is_true(json_object_get(s->entry, "sparse"));
	if (other)
		at_other = dict_findz(&levels, "other");
	if (missing)
		at_missing = dict_findz(&levels, "missing");
	find = c_find(s->c, s->in, &levels);
	add_unknown_error(s, find);
	hot = sparse ? c_begin_out(s, 0, COL_SPARSE).id : ++s->c->n_vars;
	if (!sparse)
		str_addf(b, "\tlong i%zu = ", hot);
	c_add_if_missing(s);
	str_addf(b, "%ld : i%zu >= 0 ? i%zu : %ld;\n", at_missing, find, find,
	    unknown_is_missing(s) ? at_missing : at_other);
	for (size_t j = 0; j < s->n_out && !sparse; j++) {
		if (!s->wanted[j])
			continue;
		c_begin_out(s, j, COL_BOOL);
		str_addf(b, "i%zu == %zu;\n", hot, j);
	}
	dict_release(&levels);
	return (0);
}

static int
ordinal(struct export_step *s, struct diag *d)
{
	struct dict levels;
	size_t find;

	if (levels_get(s->entry, "levels", &levels, d) == -1)
		return (-1);
	find = c_find(s->c, s->in, &levels);
	add_unknown_error(s, find);
	c_begin_out(s, 0, COL_INT);
	c_add_if_missing(s);
	str_addf(&s->c->body, "LLONG_MIN : i%zu >= 0 ? i%zu : ", find, find);
	if (strcmp(export_param(s, "unknown"), "other") == 0)
		str_addf(&s->c->body, "%zu;\n", levels.n);
	else
		str_addz(&s->c->body, "LLONG_MIN;\n");
	dict_release(&levels);
	return (0);
}

static int
hash(struct export_step *s, struct diag *d)
{
	struct str *b = &s->c->body;
	int64_t bits;

	if (doc_get_int(s->params, "bits", &bits, d) == -1)
		return (-1);
	if (s->in.type != COL_STRING && s->in.type != COL_BOOL)
		return (diag_set(d, "hashing %s is not written as C",
		    col_type_words(s->in.type)));
	c_begin_out(s, 0, COL_SPARSE);
	c_add_if_missing(s);
	str_addf(b, s->in.type == COL_BOOL ?
	    "-1 : (long)(hash(bool_text(v%zu)) & " :
	    "-1 : (long)(hash(v%zu) & ", s->in.id);
	str_addf(b, "%lldu);\n", (1ll << bits) - 1);
	return (0);
}

/* The table has a row a level, then one for unknown levels and one for
   missing. */
static int
target_encode(struct export_step *s, struct diag *d)
{
	struct str *b = &s->c->body;
	struct export_means e;
	double *rows;
	size_t n, m, find, t;

	if (export_means(s, &e, d) == -1)
		return (-1);
	n = e.n_means;
	m = e.n_out;
	rows = mem_alloc(n + 2 * m, sizeof(*rows));
	memcpy(rows, e.means, n * sizeof(*rows));
	for (size_t j = 0; j < m; j++) {
		rows[n + j] = unknown_is_missing(s) ? NAN : e.all[j];
		rows[n + m + j] = e.missing[j];
	}
	t = c_table(s->c, rows, n + 2 * m);
	free(rows);
	find = c_find(s->c, s->in, &e.levels);
	add_unknown_error(s, find);
	str_addf(b, "\tif (i%zu < 0)\n\t\ti%zu = ", find, find);
	c_add_if_missing(s);
	str_addf(b, "%zu : %zu;\n", e.levels.n + 1, e.levels.n);
	for (size_t j = 0; j < s->n_out; j++) {
		c_begin_out(s, j, COL_FLOAT);
		str_addf(b, "t%zu[i%zu * %zu + %zu];\n", t, find, m, j);
	}
	export_means_release(&e);
	return (0);
}

static int
count(struct export_step *s, struct diag *d)
{
	struct str *b = &s->c->body;
	double *counts, rows, missing, unit;
	struct dict levels;
	size_t n, find, t;

	if (levels_get(s->entry, "levels", &levels, d) == -1 ||
	    doc_get_float(s->entry, "rows", &rows, d) == -1 ||
	    doc_get_float(s->entry, "missing", &missing, d) == -1 ||
	    doc_get_floats(s->entry, "counts", &counts, &n, d) == -1)
		return (-1);
	unit = strcmp(export_param(s, "as"), "frequency") == 0 ? fmax(rows, 1) :
	    1;
	for (size_t i = 0; i < n; i++)
		counts[i] /= unit;
	t = c_table(s->c, counts, n);
	find = c_find(s->c, s->in, &levels);
	add_unknown_error(s, find);
	c_begin_out(s, 0, COL_FLOAT);
	c_add_if_missing(s);
	c_add_double(b, missing / unit);
	str_addf(b, " : i%zu >= 0 ? t%zu[i%zu] : %s;\n", find, t, find,
	    unknown_is_missing(s) ? "NAN" : "0");
	dict_release(&levels);
	free(counts);
	return (0);
}

static int
scale_by_rank(struct export_step *s, struct diag *d)
{
	double *q;
	size_t n, t;

	if (doc_get_floats(s->entry, "quantiles", &q, &n, d) == -1)
		return (-1);
	t = c_table(s->c, q, n);
	free(q);
	c_begin_out(s, 0, COL_FLOAT);
	str_addf(&s->c->body, "rank_of(t%zu, %zu, ", t, n);
	c_add_number(&s->c->body, s->in);
	str_addz(&s->c->body, ");\n");
	return (0);
}

static int
scale(struct export_step *s, struct diag *d)
{
	const char *method = export_param(s, "method");
	struct str *b = &s->c->body, x = STR_INIT;
	double center, scale;

	if (strcmp(method, "quantile") == 0)
		return (scale_by_rank(s, d));
	c_add_number(&x, s->in);
	if (strcmp(method, "log") == 0) {
		c_begin_out(s, 0, COL_FLOAT);
		str_addf(b, "copysign(log1p(fabs(%s)), %s);\n", x.buf, x.buf);
		str_release(&x);
		return (0);
	}
	if (doc_get_float(s->entry, "center", &center, d) == -1 ||
	    doc_get_float(s->entry, "scale", &scale, d) == -1)
		return (-1);
	c_begin_out(s, 0, COL_FLOAT);
	if (scale > 0) {
		str_addf(b, "(%s - ", x.buf);
		c_add_double(b, center);
		str_addz(b, ") / ");
		c_add_double(b, scale);
		str_addz(b, ";\n");
	} else {
		str_addf(b, "isnan(%s) ? NAN : 0;\n", x.buf);
	}
	str_release(&x);
	return (0);
}

static int
bin(struct export_step *s, struct diag *d)
{
	double *edges;
	size_t n, t;

	if (doc_get_floats(s->entry, "edges", &edges, &n, d) == -1)
		return (-1);
	t = c_table(s->c, edges, n);
	free(edges);
	c_begin_out(s, 0, COL_INT);
	c_add_if_missing(s);
	str_addf(&s->c->body, "LLONG_MIN : count_at_most(t%zu, %zu, ", t, n);
	c_add_number(&s->c->body, s->in);
	str_addz(&s->c->body, ");\n");
	return (0);
}

static int
date(struct export_step *s, struct diag *d)
{
	struct str *b = &s->c->body;
	size_t parts = ++s->c->n_vars;

	(void)d;
	str_addf(b, "\tlong long d%zu[%d] = { LLONG_MIN, LLONG_MIN, LLONG_MIN,"
	    "\n\t    LLONG_MIN, LLONG_MIN, LLONG_MIN };\n\tif (!(", parts,
	    N_DATE_PARTS);
	c_add_missing(b, s->in);
	str_addf(b, "))\n\t\tdate_parts(v%zu, d%zu);\n", s->in.id, parts);
	for (size_t j = 0; j < s->n_out; j++) {
		c_begin_out(s, j, COL_INT);
		str_addf(b, "d%zu[%zu];\n", parts, j);
	}
	return (0);
}

const struct export_writer c_encoders[] = {
	{ "onehot", onehot },
	{ "ordinal", ordinal },
	{ "hash", hash },
	{ "target-encode", target_encode },
	{ "count", count },
	{ "scale", scale },
	{ "bin", bin },
	{ "date", date },
	{ NULL, NULL }
};
