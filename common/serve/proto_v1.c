/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "answer.h"
#include "proto.h"

/* Is it the first one of its name? */
static bool
is_first(const struct registry *r, size_t model)
{
	size_t i = 0;

	while (strcmp(r->models[i]->name, r->models[model]->name) != 0)
		i++;
	return (i == model);
}

int
v1_models(struct exchange *ex, struct diag *d)
{
	const struct registry *r = &ex->serving->models;

	(void)d;
	str_addz(&ex->reply, "{\"models\":[");
	for (size_t i = 0; i < r->n; i++) {
		if (is_first(r, i))
			str_addf(&ex->reply, "%s\"%s\"", i > 0 ? "," : "",
			    r->models[i]->name);
	}
	str_addz(&ex->reply, "]}");
	return (200);
}

int
v1_model(struct exchange *ex, struct diag *d)
{
	struct model_version *v = exchange_version(ex, d);

	if (v == NULL)
		return (404);
	str_addf(&ex->reply, "{\"name\":\"%s\",\"ready\":true",
	    v->of->name);
	answer_classes(v->p->model, &ex->reply);
	str_addc(&ex->reply, '}');
	version_give(v);
	return (200);
}

int
v1_predict(struct exchange *ex, struct diag *d)
{
	return (mlflow_predict(ex, request_table_json, d));
}
