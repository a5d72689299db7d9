/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "sql_text.h"

void
sql_add_name(struct str *sql, const char *name)
{
	str_addc(sql, '"');
	for (; *name != '\0'; name++) {
		if (*name == '"')
			str_addc(sql, '"');
		str_addc(sql, *name);
	}
	str_addc(sql, '"');
}

void
sql_add_table(struct str *sql, const char *name)
{
	const char *dot = strchr(name, '.');
	struct str schema = STR_INIT;

	if (dot != NULL) {
		str_add(&schema, name, (size_t)(dot - name));
		sql_add_name(sql, schema.buf);
		str_addc(sql, '.');
		str_release(&schema);
	}
	sql_add_name(sql, dot != NULL ? dot + 1 : name);
}

void
sql_add_columns(struct str *sql, const struct schema *s)
{
	for (size_t i = 0; i < s->n; i++) {
		if (i > 0)
			str_addz(sql, ", ");
		sql_add_name(sql, s->fields[i].name);
	}
}

static bool
is_key(const struct database_address *a, const char *name)
{
	for (size_t i = 0; i < a->n_key; i++) {
		if (strcmp(a->key[i], name) == 0)
			return (true);
	}
	return (false);
}

void
sql_add_conflict(struct str *sql, const struct database_address *a,
    const struct schema *s)
{
	const char *before = ") DO UPDATE SET ";

	str_addz(sql, " ON CONFLICT (");
	for (size_t i = 0; i < a->n_key; i++) {
		if (i > 0)
			str_addz(sql, ", ");
		sql_add_name(sql, a->key[i]);
	}
	for (size_t i = 0; i < s->n; i++) {
		if (is_key(a, s->fields[i].name))
			continue;
		str_addz(sql, before);
		sql_add_name(sql, s->fields[i].name);
		str_addz(sql, " = excluded.");
		sql_add_name(sql, s->fields[i].name);
		before = ", ";
	}
	if (before[0] == ')')
		str_addz(sql, ") DO NOTHING");
}

int
sql_add_create(struct str *sql, const struct database_address *a,
    const struct schema *s, const char *const types[N_COL_TYPES],
    struct diag *d)
{
	const struct field *f;

	str_addz(sql, "CREATE TABLE IF NOT EXISTS ");
	sql_add_table(sql, a->table);
	for (size_t i = 0; i < s->n; i++) {
		f = &s->fields[i];
		if (types[f->type] == NULL)
			return (diag_set(d, "column \"%s\" is %s, which a "
			    "table cannot hold", f->name,
			    col_type_words(f->type)));
		str_addz(sql, i == 0 ? " (" : ", ");
		sql_add_name(sql, f->name);
		str_addf(sql, " %s", types[f->type]);
	}
	for (size_t i = 0; i < a->n_key; i++) {
		str_addz(sql, i == 0 ? ", PRIMARY KEY (" : ", ");
		sql_add_name(sql, a->key[i]);
	}
	str_addz(sql, a->n_key > 0 ? "))" : ")");
	return (0);
}
