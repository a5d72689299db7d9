/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "answer.h"
#include "proto_handlers.h"
#include "request_tensors.h"

int
v2_server(struct exchange *ex, struct diag *d)
{
	(void)d;
	str_addz(&ex->reply, "{\"name\":\"mlc-serve\",\"version\":\""
	    MLC_VERSION "\",\"extensions\":[]}");
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
	(void)d;
	str_addz(&ex->reply, "{\"ready\":true}");
	return (200);
}

int
v2_models(struct exchange *ex, struct diag *d)
{
	return (v1_models(ex, d));
}

/* Of the types of the protocol the one that holds such values. */
static const char *
datatype(enum col_type type)
{
	switch (type) {
	case COL_BOOL:
		return ("BOOL");
	case COL_INT:
		return ("INT64");
	case COL_FLOAT:
		return ("FP64");
	case COL_VECTOR:
		return ("FP32");
	default:
		return ("BYTES");
	}
}

static void
add_tensor_head(const struct field *f, struct str *out)
{
	str_addz(out, "{\"name\":");
	answer_text(f->name, out);
	str_addf(out, ",\"datatype\":\"%s\"", datatype(f->type));
}

static void
add_tensors(const struct schema *s, size_t leave_out, struct str *out)
{
	bool first = true;

	str_addc(out, '[');
	for (size_t i = 0; i < s->n; i++) {
		if (i == leave_out)
			continue;
		if (!first)
			str_addc(out, ',');
		first = false;
		add_tensor_head(&s->fields[i], out);
		str_addz(out, ",\"shape\":[-1]}");
	}
	str_addc(out, ']');
}

static bool
is_version(const struct exchange *ex, const struct model_version *v)
{
	return (ex->param_len[1] == 0 ||
	    (ex->param_len[1] == strlen(v->name) &&
	    memcmp(ex->param[1], v->name, ex->param_len[1]) == 0));
}

static int
no_such_version(const struct exchange *ex, struct diag *d)
{
	diag_set(d, "no such version: %.*s", (int)ex->param_len[1],
	    ex->param[1]);
	return (404);
}

int
v2_model(struct exchange *ex, struct diag *d)
{
	struct served_model *m = exchange_model(ex, d);
	struct model_version *v;
	struct str *out = &ex->reply;
	int status = 200;

	if (m == NULL)
		return (404);
	v = version_take(m);
	if (is_version(ex, v)) {
		str_addf(out, "{\"name\":\"%s\",\"versions\":[\"%s\"],"
		    "\"platform\":\"mlc_%s\",\"inputs\":", m->name, v->name,
		    v->p->model->learner->name);
		add_tensors(&v->p->spec.schema, v->p->target_raw, out);
		str_addz(out, ",\"outputs\":");
		add_tensors(&v->p->outputs, COLUMN_NONE, out);
		str_addc(out, '}');
	} else {
		status = no_such_version(ex, d);
	}
	version_give(v);
	return (status);
}

int
v2_model_ready(struct exchange *ex, struct diag *d)
{
	struct served_model *m = exchange_model(ex, d);
	struct model_version *v;
	bool known;

	if (m == NULL)
		return (404);
	v = version_take(m);
	known = is_version(ex, v);
	version_give(v);
	if (!known)
		return (no_such_version(ex, d));
	str_addf(&ex->reply, "{\"name\":\"%s\",\"ready\":true}", m->name);
	return (200);
}

static void
add_output(const struct batch *b, size_t col, struct str *out)
{
	add_tensor_head(&b->schema->fields[col], out);
	str_addf(out, ",\"shape\":[%zu],\"data\":[", b->n_rows);
	for (size_t i = 0; i < b->n_rows; i++) {
		if (i > 0)
			str_addc(out, ',');
		answer_value(b->cols[col], i, out);
	}
	str_addz(out, "]}");
}

static void
write_inference(const struct scorer *s, const struct infer_request *r,
    const struct batch *scored, struct str *out)
{
	bool first = true;

	str_addf(out, "{\"model_name\":\"%s\",\"model_version\":\"%s\"",
	    s->version->of->name, s->version->name);
	if (r->id != NULL) {
		str_addz(out, ",\"id\":");
		str_add(out, r->id, r->n_id);
	}
	str_addz(out, ",\"outputs\":[");
	for (size_t i = 0; i < scored->schema->n; i++) {
		if (!infer_wants(r, scored->schema->fields[i].name))
			continue;
		if (!first)
			str_addc(out, ',');
		first = false;
		add_output(scored, i, out);
	}
	str_addz(out, "]}");
}

int
v2_infer(struct exchange *ex, struct diag *d)
{
	struct served_model *m = exchange_model(ex, d);
	struct infer_request r;
	const struct batch *scored;
	struct scorer *s;
	int status = 400;

	if (m == NULL)
		return (404);
	s = scorer_take(m);
	if (!is_version(ex, s->version)) {
		status = no_such_version(ex, d);
	} else if (request_table_tensors(&s->table, ex->body, ex->n_body,
	    &r, d) == 0 && scorer_score(s, &scored, d) == 0) {
		request_log_add(&ex->serving->log, s, scored);
		write_inference(s, &r, scored, &ex->reply);
		status = 200;
	}
	scorer_give(s);
	return (status);
}
