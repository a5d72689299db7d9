/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer.h"
#include "proto.h"

int
v1_models(struct exchange *ex, struct diag *d)
{
	const struct registry *r = &ex->serving->models;

	(void)d;
	str_addz(&ex->reply, "{\"models\":[");
	for (size_t i = 0; i < r->n; i++)
		str_addf(&ex->reply, "%s\"%s\"", i > 0 ? "," : "",
		    r->models[i]->name);
	str_addz(&ex->reply, "]}");
	return (200);
}

int
v1_model(struct exchange *ex, struct diag *d)
{
	struct served_model *m = exchange_model(ex, d);
	struct model_version *v;

	if (m == NULL)
		return (404);
	v = version_take(m);
	str_addf(&ex->reply, "{\"name\":\"%s\",\"ready\":true", m->name);
	answer_classes(v->p->model, &ex->reply);
	str_addc(&ex->reply, '}');
	version_give(v);
	return (200);
}

int
v1_predict(struct exchange *ex, struct diag *d)
{
	struct served_model *m = exchange_model(ex, d);

	if (m == NULL)
		return (404);
	return (exchange_predict(ex, m, request_table_json, d));
}
