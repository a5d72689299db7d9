/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "numtext.h"

#include "answer.h"
#include "proto.h"
#include "request_tensors.h"

int
v2_server(struct exchange *ex, struct diag *d)
{
	(void)d;
	str_addz(&ex->reply, "{\"name\":\"mlc-serve\",\"version\":\""
	    MLC_VERSION "\",\"extensions\":[\"binary_tensor_data\","
	    "\"model_repository\"]}");
	return (200);
}

int
v2_live(struct exchange *ex, struct diag *d)
{
	(void)d;
	str_addz(&ex->reply, "{\"live\":true}");
	return (200);
}

int
v2_ready(struct exchange *ex, struct diag *d)
{
	if (!exchange_is_ready(ex, d))
		return (503);
	str_addz(&ex->reply, "{\"ready\":true}");
	return (200);
}

int
v2_models(struct exchange *ex, struct diag *d)
{
	return (v1_models(ex, d));
}

static void
add_tensor_head(const struct field *f, struct str *out)
{
	str_addz(out, "{\"name\":");
	answer_text(f->name, out);
	str_addf(out, ",\"datatype\":\"%s\"",
	    tensor_type_name(tensor_type_of(f->type)));
}

static void
add_tensors(const struct schema *s, bool only_inputs, struct str *out)
{
	bool first = true;

	str_addc(out, '[');
	for (size_t i = 0; i < s->n; i++) {
		if (only_inputs && !field_is_input(&s->fields[i]))
			continue;
		if (!first)
			str_addc(out, ',');
		first = false;
		add_tensor_head(&s->fields[i], out);
		str_addz(out, ",\"shape\":[-1]}");
	}
	str_addc(out, ']');
}

/* All of the name, as a JSON array. */
static void
add_versions(const struct registry *r, const char *name, struct str *out)
{
	struct model_version *v;
	char between = '[';

	for (size_t i = 0; i < r->n; i++) {
		if (r->models[i]->as == SERVED_SHADOW ||
		    strcmp(r->models[i]->name, name) != 0)
			continue;
		v = version_take(r->models[i]);
		str_addf(out, "%c\"%s\"", between, version_label(v));
		version_give(v);
		between = ',';
	}
	str_addc(out, ']');
}

int
v2_model(struct exchange *ex, struct diag *d)
{
	struct model_version *v = exchange_version(ex, d);
	struct str *out = &ex->reply;

	if (v == NULL)
		return (404);
	str_addf(out, "{\"name\":\"%s\",\"versions\":", v->of->name);
	add_versions(&ex->serving->models, v->of->name, out);
	str_addf(out, ",\"platform\":\"mlc_%s\",\"inputs\":",
	    v->p->model->learner->name);
	add_tensors(&v->p->spec.schema, true, out);
	str_addz(out, ",\"outputs\":");
	add_tensors(&v->p->outputs, false, out);
	answer_classes(v->p->model, out);
	str_addc(out, '}');
	version_give(v);
	return (200);
}

int
v2_model_ready(struct exchange *ex, struct diag *d)
{
	struct model_version *v = exchange_version(ex, d);

	if (v == NULL)
		return (404);
	str_addf(&ex->reply, "{\"name\":\"%s\",\"ready\":true}",
	    v->of->name);
	version_give(v);
	return (exchange_is_ready(ex, d) ? 200 : 503);
}

/* In binary form the data goes behind the JSON. */
static void
add_output(const struct batch *b, size_t col, bool is_binary,
    struct str *out, struct str *behind)
{
	size_t before = behind->len;

	add_tensor_head(&b->schema->fields[col], out);
	str_addf(out, ",\"shape\":[%zu],", b->n_rows);
	if (is_binary && tensor_has_form(b->cols[col])) {
		tensor_write(b->cols[col], behind);
		str_addf(out, "\"parameters\":{\"binary_data_size\":%zu}}",
		    behind->len - before);
		return;
	}
	str_addz(out, "\"data\":[");
	for (size_t i = 0; i < b->n_rows; i++) {
		if (i > 0)
			str_addc(out, ',');
		answer_value(b->cols[col], i, out);
	}
	str_addz(out, "]}");
}

/* The class that the score is of, and warnings. */
static void
add_parameters(const struct scorer *s, const struct exchange *ex,
    struct str *out)
{
	struct str members = STR_INIT;

	answer_positive(s->version->p->model, &members);
	if (ex->n_warnings > 0) {
		str_addz(&members, ",\"warnings\":");
		str_add(&members, ex->warnings.buf, ex->warnings.len);
	}
	if (members.len > 0)
		str_addf(out, ",\"parameters\":{%s}", str_get(&members) + 1);
	str_release(&members);
}

static void
write_inference(const struct infer_request *r, const struct batch *scored,
    struct exchange *ex)
{
	const struct scorer *s = ex->scorer;
	struct str *out = &ex->reply, behind = STR_INIT;
	enum infer_form form;
	bool first = true;

	str_addf(out, "{\"model_name\":\"%s\",\"model_version\":\"%s\"",
	    s->version->of->name, version_label(s->version));
	if (r->id != NULL) {
		str_addz(out, ",\"id\":");
		str_add(out, r->id, r->n_id);
	}
	add_parameters(s, ex, out);
	str_addz(out, ",\"outputs\":[");
	for (size_t i = 0; i < scored->schema->n; i++) {
		form = infer_form(r, scored->schema->fields[i].name);
		if (form == INFER_NONE)
			continue;
		if (!first)
			str_addc(out, ',');
		first = false;
		add_output(scored, i, form == INFER_BINARY, out, &behind);
	}
	str_addz(out, "]}");
	if (behind.len > 0) {
		ex->reply_json = out->len;
		ex->reply_type = "application/octet-stream";
		str_add(out, behind.buf, behind.len);
	}
	str_release(&behind);
}

/* How much of the body is JSON: all, unless a header says so. */
static int
find_json(const struct exchange *ex, struct request_body *out, struct diag *d)
{
	int64_t n;

	out->n_json = ex->n_body;
	if (ex->json_length == NULL)
		return (0);
	if (parse_int(ex->json_length, strlen(ex->json_length), &n) == -1 ||
	    n < 0 || (uint64_t)n > ex->n_body)
		return (diag_set(d, "Inference-Header-Content-Length is not a "
		    "number of the body's %zu bytes", ex->n_body));
	out->n_json = (size_t)n;
	return (0);
}

int
v2_infer(struct exchange *ex, struct diag *d)
{
	struct infer_request infer;
	struct request_body body = { ex->body, ex->n_body,
	    request_table_tensors, .infer = &infer };
	const struct batch *scored;
	int status;

	if (ex->explains) {
		diag_set(d, "explanations come from /invocations and /v1");
		return (400);
	}
	if (find_json(ex, &body, d) == -1)
		return (400);
	status = exchange_score(ex, &body, &scored, d);
	if (status == 200)
		write_inference(&infer, scored, ex);
	return (status);
}

/* The models and their state: all that are served are ready. */
int
v2_repository_index(struct exchange *ex, struct diag *d)
{
	const struct registry *r = &ex->serving->models;
	struct model_version *v;

	(void)d;
	str_addc(&ex->reply, '[');
	for (size_t i = 0; i < r->n; i++) {
		v = version_take(r->models[i]);
		str_addf(&ex->reply, "%s{\"name\":\"%s\",\"version\":\"%s\","
		    "\"state\":\"READY\",\"reason\":\"\"}", i > 0 ? "," : "",
		    r->models[i]->name, version_label(v));
		version_give(v);
	}
	str_addc(&ex->reply, ']');
	return (200);
}

/* Read the file of one version again, or of all of the name; what is served
   stays if that fails. */
int
v2_repository_load(struct exchange *ex, struct diag *d)
{
	struct registry *r = &ex->serving->models;
	struct model_version *v = exchange_version(ex, d);
	struct served_model *m;
	int status = 0;

	if (v == NULL)
		return (404);
	m = v->of;
	version_give(v);
	if (!ex->serving->allow_load) {
		diag_set(d, "models are loaded on SIGHUP only (--allow-load "
		    "lets requests do it)");
		return (403);
	}
	for (size_t i = 0; i < r->n && status == 0; i++) {
		if (r->models[i] == m || (ex->param[1].n == 0 &&
		    strcmp(r->models[i]->name, m->name) == 0))
			status = registry_reload(r, r->models[i], d);
	}
	if (status == -1)
		return (400);
	str_addz(&ex->reply, "{}");
	return (200);
}
