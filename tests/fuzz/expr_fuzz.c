/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text as an expression: parsed, bound and evaluated on a few rows. */
#include "expr.h"
#include "mem.h"

#include "fuzz.h"

static struct schema schema;
static struct block rows;

/* Columns b, i, x, s, t with a plain value, a missing and an odd one. */
int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const char *const names[] = { "b", "i", "x", "s", "t" };
	static const enum col_type types[] = {
		COL_BOOL, COL_INT, COL_FLOAT, COL_STRING, COL_TIME
	};
	struct diag d = DIAG_INIT;
	struct column *c;

	(void)argc, (void)argv;
	schema_init(&schema);
	for (size_t j = 0; j < 5; j++)
		FUZZ_CHECK(schema_add_new(&schema, names[j], types[j],
		    &d) == 0);
	block_init(&rows, &schema);
	c = rows.cols;
	for (size_t j = 0; j < 5; j++)
		column_add_missing(&c[j]);
	column_add_bool(&c[0], true);
	column_add_int(&c[1], 3);
	column_add_float(&c[2], -0.5);
	column_add_string(&c[3], "Gr\303\274n 2024-02-29", 17);
	column_add_int(&c[4], 1709164800000000);
	column_add_bool(&c[0], false);
	column_add_int(&c[1], INT64_MIN);
	column_add_float(&c[2], 1e308);
	column_add_string(&c[3], "\377\0%_\\", 5);
	column_add_int(&c[4], INT64_MAX);
	(void)block_seal(&rows, 0);
	return (0);
}

static void
evaluate(const struct expr *e)
{
	struct expr_scratch *scratch = expr_scratch_new(e);
	struct diag d = DIAG_INIT;
	struct column out;

	column_init(&out, expr_type(e), 0);
	if (fuzz_ok(expr_eval(e, &rows.view, scratch, &out, &d), &d))
		FUZZ_CHECK(out.type == expr_type(e) &&
		    out.n == rows.view.n_rows);
	column_release(&out);
	expr_scratch_free(scratch);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char *text = mem_strndup((const char *)p, n);
	struct diag d = DIAG_INIT;
	struct expr *e;

	fuzz_memory_begin();
	if (fuzz_ok(expr_parse(text, &e, &d), &d)) {
		if (fuzz_ok(expr_bind(e, &schema, &d), &d))
			evaluate(e);
		expr_free(e);
	}
	fuzz_memory_check(n, 64);
	free(text);
	return (0);
}
