/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Recipe and model as one ONNX graph, opset 19 with that of machine learning 5:
 * raw columns in, an input each, prediction and scores out.  Numbers are
 * doubles, NaN where they are missing, times microseconds since 1970; missing
 * texts are empty, as there are no others in ONNX.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "export_onnx.h"
#include "onnx_model.h"
#include "onnx_proto.h"

#define IR_VERSION 9
#define OPSET 19
#define OPSET_ML 5

/* Raw columns that the model needs become inputs. */
static int
add_inputs(struct onnx *o, const uint8_t *needed, struct export_var *vars,
    struct diag *d)
{
	const struct schema *raw = &o->p->spec.schema;

	for (size_t i = 0; i < raw->n; i++) {
		const struct field *f = &raw->fields[i];

		if (!needed[i])
			continue;
		if (f->width > 0)
			return (diag_set(d, "column \"%s\" is a %s, which is "
			    "not written as ONNX", f->name,
			    col_type_name(f->type)));
		if (strcmp(f->name, "prediction") == 0 ||
		    strcmp(f->name, "score") == 0)
			return (diag_set(d, "column \"%s\" is called as what "
			    "comes out of the graph", f->name));
		vars[i] = (struct export_var){ onnx_input(o, f->name,
		    f->type == COL_STRING ? ONNX_STRING : ONNX_DOUBLE),
		    f->type };
	}
	if (o->inputs.len == 0)
		return (diag_set(d, "it looks at no column"));
	return (0);
}

/* The class of the best score, "" where there is none. */
static size_t
add_label(struct onnx *o, size_t scores)
{
	const struct model *m = o->p->model;
	size_t best, label, total, none = onnx_text(o, "", 0);
	struct onnx_node n;

	if (m->task == TASK_BINARY) {
		best = onnx_2(o, "GreaterOrEqual", scores,
		    onnx_number(o, 0.5));
		label = onnx_3(o, "Where", best,
		    onnx_text(o, m->classes[1], strlen(m->classes[1])),
		    onnx_text(o, m->classes[0], strlen(m->classes[0])));
		return (onnx_3(o, "Where", onnx_1(o, "IsNaN", scores), none,
		    label));
	}
	onnx_begin(o, &n);
	onnx_in(&n, scores);
	onnx_set_int(&n, "axis", 1);
	onnx_set_int(&n, "keepdims", 1);
	best = onnx_end(&n, "ArgMax", "");
	label = onnx_2(o, "Gather", onnx_texts(o,
	    (const char *const *)m->classes, m->n_classes), best);
	onnx_begin(o, &n);
	onnx_in(&n, scores);
	onnx_in(&n, onnx_whole(o, 1));
	onnx_set_int(&n, "keepdims", 1);
	total = onnx_end(&n, "ReduceSum", "");
	return (onnx_3(o, "Where", onnx_1(o, "IsNaN", total), none, label));
}

static void
add_outputs(struct onnx *o, size_t scores)
{
	const struct model *m = o->p->model;

	if (m->task == TASK_REGRESSION) {
		onnx_output(o, scores, "prediction", ONNX_DOUBLE, 1);
		return;
	}
	onnx_output(o, add_label(o, scores), "prediction", ONNX_STRING, 1);
	onnx_output(o, scores, "score", ONNX_DOUBLE, model_n_out(m));
}

/* Steps and model: everything of the graph but its frame. */
static int
fill(struct onnx *o, struct diag *d)
{
	static const struct export_writer *const tables[] = {
		onnx_cleaners, onnx_encoders, NULL
	};
	const struct predictor *p = o->p;
	size_t n = p->model->features.n, scores;
	struct export_run run = { .p = p, .form = "ONNX", .tables = tables,
		.onnx = o };
	struct export_var *features = mem_calloc(n, sizeof(*features));
	int r;

	export_begin(&run);
	r = add_inputs(o, run.needs[0], run.vars, d);
	if (r == 0)
		r = export_steps(&run, d);
	for (size_t i = 0; i < n && r == 0; i++)
		features[i] = run.vars[p->feature_cols[i]];
	if (r == 0)
		r = onnx_model(o, features, &scores, d);
	if (r == 0)
		add_outputs(o, scores);
	export_end(&run);
	free(features);
	return (r);
}

static void
add_opset(struct str *out, const char *domain, int64_t version)
{
	struct str s = STR_INIT;

	proto_text(&s, 1, domain);
	proto_int(&s, 2, version);
	proto_message(out, 8, &s);
}

static void
add_property(struct str *out, const char *key, const char *value)
{
	struct str s = STR_INIT;

	proto_text(&s, 1, key);
	proto_text(&s, 2, value);
	proto_message(out, 14, &s);
}

/* What the columns of "score" mean. */
static void
add_properties(const struct predictor *p, struct str *out)
{
	const struct model *m = p->model;
	json_t *classes = json_array();
	struct str text = STR_INIT;
	bool binary = m->task == TASK_BINARY;

	add_property(out, "sha256", p->sha);
	add_property(out, "algorithm", m->learner->name);
	if (m->target.name != NULL)
		add_property(out, "target", m->target.name);
	for (size_t i = binary; i < m->n_classes; i++)
		json_array_append_new(classes, json_string(m->classes[i]));
	doc_write(classes, &text);
	if (m->n_classes > 0)
		add_property(out, "scores", str_get(&text));
	json_decref(classes);
	str_release(&text);
}

static int
write_onnx(const struct predictor *p, const char *name, struct str *out,
    struct diag *d)
{
	struct onnx o = { .p = p, .n_values = 1 };
	struct str graph = STR_INIT;
	int r;

	dict_init(&o.names);
	dict_add(&o.names, "", 0);
	r = fill(&o, d);
	if (r == 0) {
		str_add(&graph, str_get(&o.nodes), o.nodes.len);
		proto_text(&graph, 2, name);
		str_add(&graph, str_get(&o.constants), o.constants.len);
		str_add(&graph, str_get(&o.inputs), o.inputs.len);
		str_add(&graph, str_get(&o.outputs), o.outputs.len);
		proto_int(out, 1, IR_VERSION);
		proto_text(out, 2, "mlc");
		proto_text(out, 3, MLC_VERSION);
		proto_message(out, 7, &graph);
		add_opset(out, "", OPSET);
		add_opset(out, "ai.onnx.ml", OPSET_ML);
		add_properties(p, out);
	}
	dict_release(&o.names);
	str_release(&o.nodes);
	str_release(&o.constants);
	str_release(&o.inputs);
	str_release(&o.outputs);
	return (r);
}

const struct export_form export_onnx = {
	.name = "onnx",
	.summary = "an ONNX graph: recipe and model, raw columns in",
	.write = write_onnx
};
