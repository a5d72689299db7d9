/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of mlc-encode in an ONNX graph. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"

#include "onnx_graph.h"

/* What a step does with a level that it does not know; a graph cannot stop. */
static int
check_input(const struct export_step *s, struct diag *d)
{
	if (strcmp(export_param(s, "unknown"), "error") == 0)
		return (diag_set(d, "unknown levels that are errors are not "
		    "written as ONNX"));
	if (s->in.type != COL_STRING)
		return (diag_set(d, "levels of %s are not written as ONNX",
		    col_type_words(s->in.type)));
	return (0);
}

static bool
unknown_is_missing(const struct export_step *s)
{
	return (strcmp(export_param(s, "unknown"), "missing") == 0);
}

/* A double for each text. */
static size_t
look_up(const struct export_step *s, const struct onnx_map *m)
{
	return (onnx_look_up(s->onnx, s->in.id, m));
}

/* The number of each level in the order of the state. */
static size_t
look_up_codes(const struct export_step *s, const struct dict *levels,
    double missing, double unknown)
{
	double *codes = mem_alloc(levels->n + 1, sizeof(*codes));
	struct onnx_map m = { levels, codes, missing, unknown };
	size_t v;

	for (size_t i = 0; i < levels->n; i++)
		codes[i] = (double)i;
	v = look_up(s, &m);
	free(codes);
	return (v);
}

/* The place of a level that stands for others; -1 where there is none. */
static double
place_of(const struct dict *levels, bool there, const char *name)
{
	uint32_t at = there ? dict_findz(levels, name) : DICT_NONE;

	return (at == DICT_NONE ? -1.0 : (double)at);
}

static int
onehot(struct export_step *s, struct diag *d)
{
	struct onnx *o = s->onnx;
	struct dict levels;
	bool other, missing;
	double at_other, at_missing;
	size_t code;

	if (check_input(s, d) == -1 ||
	    levels_get(s->entry, "levels", &levels, d) == -1)
		return (-1);
	if (doc_get_bool(s->entry, "other", &other, d) == -1 ||
	    doc_get_bool(s->entry, "missing", &missing, d) == -1) {
		dict_release(&levels);
		return (-1);
	}
	at_other = place_of(&levels, other, "other");
	at_missing = place_of(&levels, missing, "missing");
	code = look_up_codes(s, &levels, at_missing, unknown_is_missing(s) ?
	    at_missing : at_other);
	dict_release(&levels);
	if (json_is_true(json_object_get(s->entry, "sparse"))) {
		*s->out[0] = (struct export_var){ onnx_cast(o, code,
		    ONNX_INT64), COL_SPARSE };
		return (0);
	}
	for (size_t j = 0; j < s->n_out; j++) {
		if (s->wanted[j])
			*s->out[j] = (struct export_var){ onnx_cast(o,
			    onnx_2(o, "Equal", code, onnx_number(o,
			    (double)j)), ONNX_DOUBLE), COL_BOOL };
	}
	return (0);
}

static int
ordinal(struct export_step *s, struct diag *d)
{
	struct dict levels;
	bool other = strcmp(export_param(s, "unknown"), "other") == 0;

	if (check_input(s, d) == -1 ||
	    levels_get(s->entry, "levels", &levels, d) == -1)
		return (-1);
	*s->out[0] = (struct export_var){ look_up_codes(s, &levels,
	    (double)NAN, other ? (double)levels.n : (double)NAN), COL_INT };
	dict_release(&levels);
	return (0);
}

static int
target_encode(struct export_step *s, struct diag *d)
{
	struct export_means e;
	double *column;
	struct onnx_map m;

	if (check_input(s, d) == -1 || export_means(s, &e, d) == -1)
		return (-1);
	column = mem_alloc(e.levels.n + 1, sizeof(*column));
	for (size_t j = 0; j < s->n_out; j++) {
		for (size_t i = 0; i < e.levels.n; i++)
			column[i] = e.means[i * e.n_out + j];
		m = (struct onnx_map){ &e.levels, column, e.missing[j],
		    unknown_is_missing(s) ? (double)NAN : e.all[j] };
		*s->out[j] = (struct export_var){ look_up(s, &m), COL_FLOAT };
	}
	free(column);
	export_means_release(&e);
	return (0);
}

static int
count(struct export_step *s, struct diag *d)
{
	double *counts, rows, missing, unit;
	struct dict levels;
	struct onnx_map m;
	size_t n;

	if (check_input(s, d) == -1 ||
	    doc_get_float(s->entry, "rows", &rows, d) == -1 ||
	    doc_get_float(s->entry, "missing", &missing, d) == -1 ||
	    doc_get_floats(s->entry, "counts", &counts, &n, d) == -1)
		return (-1);
	if (levels_get(s->entry, "levels", &levels, d) == -1) {
		free(counts);
		return (-1);
	}
	unit = strcmp(export_param(s, "as"), "frequency") == 0 ?
	    fmax(rows, 1) : 1;
	for (size_t i = 0; i < n; i++)
		counts[i] /= unit;
	m = (struct onnx_map){ &levels, counts, missing / unit,
	    unknown_is_missing(s) ? (double)NAN : 0 };
	*s->out[0] = (struct export_var){ look_up(s, &m), COL_FLOAT };
	dict_release(&levels);
	free(counts);
	return (0);
}

/* log1p's last bits may be others. */
static size_t
add_log(struct onnx *o, size_t v)
{
	size_t size = onnx_2(o, "Add", onnx_1(o, "Abs", v), onnx_number(o, 1));

	return (onnx_2(o, "Mul", onnx_1(o, "Log", size), onnx_1(o, "Sign",
	    v)));
}

static int
scale(struct export_step *s, struct diag *d)
{
	const char *method = export_param(s, "method");
	struct onnx *o = s->onnx;
	double center, scale;
	size_t v = s->in.id;

	if (strcmp(method, "quantile") == 0)
		return (diag_set(d, "scaling by quantiles is not written as "
		    "ONNX"));
	if (strcmp(method, "log") == 0) {
		*s->out[0] = (struct export_var){ add_log(o, v), COL_FLOAT };
		return (0);
	}
	if (doc_get_float(s->entry, "center", &center, d) == -1 ||
	    doc_get_float(s->entry, "scale", &scale, d) == -1)
		return (-1);
	v = onnx_2(o, "Sub", v, onnx_number(o, center));
	v = scale > 0 ? onnx_2(o, "Div", v, onnx_number(o, scale)) :
	    onnx_2(o, "Mul", v, onnx_number(o, 0));
	*s->out[0] = (struct export_var){ v, COL_FLOAT };
	return (0);
}

/* How many edges are at most the number. */
static int
bin(struct export_step *s, struct diag *d)
{
	struct onnx *o = s->onnx;
	struct onnx_node node;
	double *edges;
	size_t n, v;

	if (doc_get_floats(s->entry, "edges", &edges, &n, d) == -1)
		return (-1);
	v = onnx_cast(o, onnx_2(o, "GreaterOrEqual", s->in.id,
	    onnx_numbers(o, edges, n)), ONNX_DOUBLE);
	free(edges);
	onnx_begin(o, &node);
	onnx_in(&node, v);
	onnx_in(&node, onnx_whole(o, 1));
	onnx_set_int(&node, "keepdims", 1);
	v = onnx_end(&node, "ReduceSum", "");
	v = onnx_3(o, "Where", onnx_1(o, "IsNaN", s->in.id), s->in.id, v);
	*s->out[0] = (struct export_var){ v, COL_INT };
	return (0);
}

const struct export_writer onnx_encoders[] = {
	{ "onehot", onehot },
	{ "ordinal", ordinal },
	{ "target-encode", target_encode },
	{ "count", count },
	{ "scale", scale },
	{ "bin", bin },
	{ NULL, NULL }
};
