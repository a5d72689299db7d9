/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "typing.h"

static struct cell
plain(const char *z)
{
	return ((struct cell){ z, (uint32_t)strlen(z), CELL_PLAIN });
}

/* The type of a column of these texts, and that merging finds the same. */
static const char *
type_of(const char *const *texts, const struct read_spec *spec)
{
	struct inference all, first, rest;
	enum col_type t;
	struct cell c;

	inference_init(&all);
	for (size_t i = 0; texts[i] != NULL; i++) {
		c = plain(texts[i]);
		inference_add(&all, spec, &c);
	}
	t = inference_type(&all);
	for (size_t cut = 0; texts[0] != NULL && texts[cut] != NULL; cut++) {
		inference_init(&first);
		inference_init(&rest);
		for (size_t i = 0; texts[i] != NULL; i++) {
			c = plain(texts[i]);
			inference_add(i < cut ? &first : &rest, spec, &c);
		}
		inference_merge(&first, &rest);
		CHECK_INT(inference_type(&first), t);
		CHECK_INT(first.any, all.any);
	}
	return (col_type_name(t));
}

#define TYPE_OF(...) \
	type_of((const char *const[]){ __VA_ARGS__, NULL }, &spec)

static void
test_inference(void)
{
	struct read_spec spec;

	read_spec_init(&spec);
	CHECK_STR(TYPE_OF("1", "-22", ""), "int");
	CHECK_STR(TYPE_OF("9223372036854775807"), "int");
	CHECK_STR(TYPE_OF("9223372036854775808"), "string");
	CHECK_STR(TYPE_OF("12", "12345678901234567890123"), "string");
	CHECK_STR(TYPE_OF("9223372036854775808", "0.5"), "float");
	CHECK_STR(TYPE_OF("1e25", "9223372036854775808"), "float");
	CHECK_STR(TYPE_OF("1", "2.5", "1e3", "nan", "-inf"), "float");
	CHECK_STR(TYPE_OF("1", "1e999"), "string");
	CHECK_STR(TYPE_OF("true", "False", "TRUE"), "bool");
	CHECK_STR(TYPE_OF("true", "1"), "string");
	CHECK_STR(TYPE_OF("yes", "no"), "string");
	CHECK_STR(TYPE_OF("2024-01-01", "2024-01-02T10:20:30Z"), "time");
	CHECK_STR(TYPE_OF("2024-01-01", "5"), "string");
	CHECK_STR(TYPE_OF("2024-02-30"), "string");
	CHECK_STR(TYPE_OF("1", "007"), "string");
	CHECK_STR(TYPE_OF("1.5", "-00.5"), "string");
	CHECK_STR(TYPE_OF("0", "-1", "0.5", "-0.5"), "float");
	CHECK_STR(TYPE_OF("", ""), "float");
	CHECK_STR(TYPE_OF("NA", "?"), "float");
	CHECK_STR(TYPE_OF("1", "NA", "?", "NaN"), "int");
	CHECK_STR(TYPE_OF("None", "1.5", ".", "-"), "float");
	CHECK_STR(TYPE_OF("N/A", "true"), "bool");
	CHECK_STR(TYPE_OF("1", "-0", "2"), "int");
	CHECK_STR(TYPE_OF("0.5", "-0"), "float");
	CHECK_STR(TYPE_OF("1", "+5"), "int");
	CHECK_STR(TYPE_OF("+1.5E-03", "-2"), "float");
	CHECK_STR(TYPE_OF("+441632960001", "+4930901820"), "string");
	CHECK_STR(TYPE_OF("2024-01-31T10:00:00.123456789Z"), "time");
	CHECK_STR(TYPE_OF("2024-01-31", "NaT"), "time");
	CHECK_STR(TYPE_OF("2024-01-01", "null"), "time");
	CHECK_STR(TYPE_OF("a", "NA"), "string");
	CHECK_STR(TYPE_OF("1", "NAN/A"), "string");
	CHECK_STR(TYPE_OF("1", "unknown"), "string");
	CHECK_STR(TYPE_OF("1", " 2"), "string");
	read_spec_add_na(&spec, "NA");
	spec.trim = true;
	CHECK_STR(TYPE_OF("1", "NA", " 2 "), "int");
	read_spec_release(&spec);
}

/*
 * pandas 2.2, io.parsers.readers: what read_csv takes as missing (""  and
 * #N/A N/A included); \N: MySQL's and PostgreSQL's COPY; NaT, <NA>: pandas'
 * own text; the #...! of spreadsheets: ECMA-376, 18.17.3.
 */
static void
test_missing_words(void)
{
	static const char *const words[] = {
		"", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN",
		"-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL",
		"NaN", "None", "n/a", "nan", "null", "NaT", "\\N", "#DIV/0!",
		"#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!",
	};
	static const char *const others[] = {
		"N", "#", "\\n", "<NA", "NANA", "1.#", "Nil?", "#DIV/0",
	};
	struct read_spec spec;

	read_spec_init(&spec);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		CHECK_(strcmp(TYPE_OF("1", words[i]), "int") == 0, "%s",
		    words[i]);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		CHECK_(strcmp(TYPE_OF("1", others[i]), "string") == 0, "%s",
		    others[i]);
	read_spec_release(&spec);
}

static int
add(struct column *c, const struct read_spec *spec, const char *z,
    enum cell_kind kind)
{
	struct cell cell = { z, (uint32_t)strlen(z), (uint8_t)kind };

	struct cell_form form;

	cell_form_init(&form, spec, "");
	return (cell_to_column(&form, &cell, c));
}

static void
test_values(void)
{
	struct read_spec spec;
	struct column c;
	size_t n;

	read_spec_init(&spec);
	read_spec_add_na(&spec, "?");
	column_init(&c, COL_INT, 0);
	CHECK_INT(add(&c, &spec, "12", CELL_PLAIN), 0);
	CHECK_INT(add(&c, &spec, "13", CELL_QUOTED), 0);
	CHECK_INT(add(&c, &spec, "?", CELL_PLAIN), 0);
	CHECK_INT(add(&c, &spec, "NA", CELL_QUOTED), 0);
	CHECK_INT(add(&c, &spec, "", CELL_QUOTED), 0);
	CHECK_INT(add(&c, &spec, "none such", CELL_PLAIN), -1);
	CHECK_INT(add(&c, &spec, "1.5", CELL_PLAIN), -1);
	CHECK_INT(c.n, 5);
	CHECK_INT(c.n_missing, 3);
	CHECK_INT(c.ints[1], 13);
	column_reset(&c, COL_STRING, 0);
	CHECK_INT(add(&c, &spec, "", CELL_PLAIN), 0);
	CHECK_INT(add(&c, &spec, "", CELL_QUOTED), 0);
	CHECK_INT(c.valid[0], 0);
	CHECK_INT(c.valid[1], 1);
	column_string(&c, 1, &n);
	CHECK_INT(n, 0);
	column_reset(&c, COL_FLOAT, 0);
	CHECK_INT(add(&c, &spec, "nan", CELL_PLAIN), 0);
	CHECK_INT(c.n_missing, 1);
	column_release(&c);
	read_spec_release(&spec);
}

static void
test_wide(void)
{
	struct read_spec spec;
	struct column c;

	read_spec_init(&spec);
	column_init(&c, COL_VECTOR, 3);
	CHECK_INT(add(&c, &spec, "1.5 2 -3", CELL_PLAIN), 0);
	CHECK_INT(add(&c, &spec, "1.5 2", CELL_PLAIN), -1);
	CHECK_INT(add(&c, &spec, "1 2 3 4", CELL_PLAIN), -1);
	CHECK_INT(add(&c, &spec, "1  2 3", CELL_PLAIN), -1);
	CHECK_INT(c.n, 1);
	CHECK_NEAR(c.vector[2], -3, 0);
	column_release(&c);
	column_init(&c, COL_SPARSE, 8);
	CHECK_INT(add(&c, &spec, "3:1.5 7:2", CELL_PLAIN), 0);
	CHECK_INT(add(&c, &spec, "", CELL_QUOTED), 0);
	CHECK_INT(add(&c, &spec, "7:1 3:2", CELL_PLAIN), -1);
	CHECK_INT(add(&c, &spec, "8:1", CELL_PLAIN), -1);
	CHECK_INT(add(&c, &spec, "-1:1", CELL_PLAIN), -1);
	CHECK_INT(add(&c, &spec, "3", CELL_PLAIN), -1);
	CHECK_INT(c.n, 2);
	CHECK_INT(c.index[1], 7);
	column_release(&c);
	read_spec_release(&spec);
}

static void
test_spec_json(void)
{
	struct read_spec a, b;
	struct diag d = DIAG_INIT;
	json_t *o, *recipe = json_array();

	read_spec_init(&a);
	read_spec_add_na(&a, "NA");
	a.trim = true;
	CHECK_INT(schema_add_new(&a.schema, "x", COL_TIME, &d), 0);
	o = read_spec_to_json(&a);
	CHECK(!has_read_step(recipe));
	json_array_append(recipe, o);
	CHECK(has_read_step(recipe));
	CHECK_INT(read_spec_from_json(o, &b, &d), 0);
	CHECK(schema_equal(&a.schema, &b.schema));
	CHECK_INT(b.n_na, 1);
	CHECK_STR(b.na[0], "NA");
	CHECK_INT(b.trim, 1);
	read_spec_release(&b);
	json_object_set_new(o, "version", json_integer(9));
	CHECK_INT(read_spec_from_json(o, &b, &d), -1);
	json_decref(recipe);
	json_decref(o);
	read_spec_release(&a);
}

int
main(void)
{
	test_inference();
	test_missing_words();
	test_values();
	test_wide();
	test_spec_json();
	return (check_done());
}
