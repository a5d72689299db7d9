/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --auto as a step of a plan, to the columns that come out. */
#include "block_stream.h"
#include "plan.h"
#include "step_auto.h"

#include "check.h"

#define N_ROWS 500

struct table {
	struct schema schema;
	struct block rows;
};

/* few: 3 levels, many: 25 levels, when: a date, x: a number, flag: a bool,
   id: of role id, y: a target of n_classes. */
static void
table_make(struct table *t, size_t n_classes)
{
	static const enum col_type types[] = {
		COL_STRING, COL_STRING, COL_TIME, COL_FLOAT, COL_BOOL,
		COL_INT, COL_STRING
	};
	static const char *const names[] = {
		"few", "many", "when", "x", "flag", "id", "y"
	};
	struct diag d = DIAG_INIT;
	char text[16];

	schema_init(&t->schema);
	for (size_t k = 0; k < 7; k++)
		CHECK_INT(schema_add_new(&t->schema, names[k], types[k], &d),
		    0);
	schema_set_role(&t->schema, 5, ROLE_ID);
	schema_set_role(&t->schema, 6, ROLE_TARGET);
	block_init(&t->rows, &t->schema);
	for (size_t i = 0; i < N_ROWS; i++) {
		struct column *c = t->rows.cols;

		snprintf(text, sizeof(text), "f%zu", i % 3);
		column_add_string(&c[0], text, 2);
		snprintf(text, sizeof(text), "m%02zu", i % 25);
		column_add_string(&c[1], text, 3);
		column_add_int(&c[2], (int64_t)i * 86400 * 1000000);
		column_add_float(&c[3], (double)i);
		column_add_bool(&c[4], i % 2);
		column_add_int(&c[5], (int64_t)i);
		snprintf(text, sizeof(text), "c%zu", i * 7 % n_classes);
		column_add_string(&c[6], text, 2);
	}
	block_seal(&t->rows, 0);
}

static void
table_release(struct table *t)
{
	block_release(&t->rows);
	schema_release(&t->schema);
}

static void
add_columns(const struct schema *s, struct str *out)
{
	for (size_t i = 0; i < s->n; i++)
		str_addf(out, "%s%s:%s", i > 0 ? " " : "", s->fields[i].name,
		    col_type_name(s->fields[i].type));
}

/* The sum of a column named so over all rows. */
static double
sum_column(struct stream *s, const char *name)
{
	size_t col = schema_find(&s->head.schema, name);
	const struct batch *b;
	struct diag d = DIAG_INIT;
	double sum = 0;

	while (stream_next(s, &b, &d) == 1) {
		for (size_t i = 0; i < b->n_rows; i++)
			sum += column_number(b->cols[col], i);
	}
	return (sum);
}

static void
check_auto(const struct table *t, const char *want, bool want_counted)
{
	struct op_tally tally = { NULL, 0, 0 };
	struct plan_options o = { .op = { 1 << 20, NULL, &tally } };
	struct stream *out;
	struct str got = STR_INIT;
	struct diag d = DIAG_INIT;
	struct step *s;
	bool counted = false;

	CHECK_INT(step_new(&step_auto, NULL, 1, &s, &d), 0);
	CHECK_INT(plan_run(block_stream(&t->rows, 64), &s, 1, &o, &out, &d),
	    0);
	CHECK_STR(d.text, "");
	for (size_t i = 0; i < tally.n; i++)
		counted |= strcmp(tally.rows[i]->label, "auto: count") == 0;
	CHECK_INT(counted, want_counted);
	add_columns(&out->head.schema, &got);
	CHECK_STR(str_get(&got), want);
	CHECK_NEAR(sum_column(out, "x"), 0, 1e-9);
	stream_close(out);
	op_tally_release(&tally);
	str_release(&got);
}

int
main(void)
{
	static const char parts[] = "when.year:float when.month:float "
	    "when.day:float when.weekday:float when.yearday:float";
	struct table t;
	struct str want = STR_INIT;

	table_make(&t, 2);
	str_addf(&want, "few=f0:bool few=f1:bool few=f2:bool many:float %s "
	    "x:float flag:bool id:int y:string", parts);
	check_auto(&t, str_get(&want), false);
	schema_set_role(&t.schema, 6, ROLE_IGNORE);
	check_auto(&t, str_get(&want), true);
	table_release(&t);

	table_make(&t, 3);
	str_clear(&want);
	str_addf(&want, "few=f0:bool few=f1:bool few=f2:bool many=c0:float "
	    "many=c1:float many=c2:float %s x:float flag:bool id:int "
	    "y:string", parts);
	check_auto(&t, str_get(&want), false);
	table_release(&t);
	str_release(&want);
	return (check_done());
}
