/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "request_tensors.h"

bool
infer_is_empty(struct json_cursor c)
{
	if (json_kind_of(&c) == J_NULL)
		return (true);
	if (json_kind_of(&c) != J_ARRAY)
		return (false);
	json_enter(&c);
	return (!json_next(&c));
}

bool
infer_flag(struct json_cursor parameters, const char *key, bool otherwise)
{
	struct json_cursor at;

	return (json_find(parameters, key, &at) ? *at.p == 't' : otherwise);
}

/* The name of an output that is asked for. */
static int
output_name(struct json_cursor output, struct str *name, struct diag *d)
{
	struct json_cursor at;
	const char *p;
	size_t n;

	if (json_kind_of(&output) != J_OBJECT)
		return (diag_set(d, "an output is not an object"));
	str_clear(name);
	if (json_find(output, "name", &at)) {
		json_take(&at, &p, &n);
		str_add(name, p, n);
	}
	return (0);
}

int
infer_check_outputs(const struct infer_request *r, const struct schema *have,
    struct diag *d)
{
	struct json_cursor c = r->outputs;
	struct str name = STR_INIT;
	const char *p;
	size_t col, n = 0, n_skipped;
	int status = 0;

	if (json_kind_of(&c) != J_ARRAY)
		return (diag_set(d, "\"outputs\" is not an array"));
	json_enter(&c);
	while (status == 0 && json_next(&c)) {
		if (n++ == have->n)
			status = diag_set(d, "more outputs than there are");
		else if (output_name(c, &name, d) == -1 ||
		    schema_need(have, str_get(&name), &col, d) == -1)
			status = diag_prefix(d, "outputs");
		json_skip(&c, &p, &n_skipped);
	}
	str_release(&name);
	return (status);
}

enum infer_form
infer_form(const struct infer_request *r, const char *output)
{
	enum infer_form form = r->binary_outputs ? INFER_BINARY : INFER_JSON;
	struct json_cursor c = r->outputs, at;
	struct str name = STR_INIT;
	bool found = false;
	const char *p;
	size_t n;
	struct diag d;

	if (r->all_outputs)
		return (form);
	json_enter(&c);
	while (!found && json_next(&c)) {
		found = output_name(c, &name, &d) == 0 &&
		    strcmp(str_get(&name), output) == 0;
		if (found && json_find(c, "parameters", &at))
			form = infer_flag(at, "binary_data",
			    r->binary_outputs) ? INFER_BINARY : INFER_JSON;
		json_skip(&c, &p, &n);
	}
	str_release(&name);
	return (found ? form : INFER_NONE);
}
