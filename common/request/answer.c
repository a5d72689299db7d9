/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fmt_value.h"

#include "answer.h"

void
answer_value(const struct column *c, size_t row, struct str *out)
{
	char *to = str_reserve(out, value_bound(c, row, VALUE_ESCAPED));

	str_commit(out, (size_t)(value_put_json(to, c, row) - to));
}

void
answer_text(const char *z, struct str *out)
{
	size_t n = strlen(z);
	char *to = str_reserve(out, n * VALUE_ESCAPED + 2);

	str_commit(out, (size_t)(value_put_json_text(to, z, n) - to));
}

void
answer_classes(const struct model *m, struct str *out)
{
	for (size_t k = 0; k < m->n_classes; k++) {
		str_addz(out, k == 0 ? ",\"classes\":[" : ",");
		answer_text(m->classes[k], out);
	}
	if (m->n_classes > 0)
		str_addc(out, ']');
	answer_positive(m, out);
}

void
answer_positive(const struct model *m, struct str *out)
{
	if (m->task != TASK_BINARY)
		return;
	str_addz(out, ",\"positive\":");
	answer_text(m->classes[1], out);
}

void
answer_members(const struct batch *b, size_t row, struct str *out)
{
	for (size_t i = 0; i < b->schema->n; i++) {
		if (i > 0)
			str_addc(out, ',');
		answer_text(b->schema->fields[i].name, out);
		str_addc(out, ':');
		answer_value(b->cols[i], row, out);
	}
}

void
answer_rows(const struct batch *b, struct str *out)
{
	str_addc(out, '[');
	for (size_t i = 0; i < b->n_rows; i++) {
		if (i > 0)
			str_addc(out, ',');
		if (b->schema->n == 1) {
			answer_value(b->cols[0], i, out);
			continue;
		}
		str_addc(out, '{');
		answer_members(b, i, out);
		str_addc(out, '}');
	}
	str_addc(out, ']');
}
