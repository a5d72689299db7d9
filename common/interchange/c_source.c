/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "c_source.h"
#include "c_source_part.h"

static const char *const words[] = {
	"auto", "bool", "break", "case", "char", "class", "const", "continue",
	"default", "do", "double", "else", "enum", "extern", "float", "for",
	"goto", "if", "inline", "int", "long", "register", "restrict",
	"return", "short", "signed", "sizeof", "static", "struct", "switch",
	"typedef", "union", "unsigned", "void", "volatile", "while", "new",
	"delete", "this", "private", "public", "template", "operator",
	"namespace", "true", "false", "NULL", NULL
};

void
c_identifier(const char *text, const char *stop, struct str *out)
{
	size_t from = out->len, n = strcspn(text, stop);

	if (n == 0 || isdigit((unsigned char)*text))
		str_addz(out, "c_");
	for (size_t i = 0; i < n; i++)
		str_addc(out, isalnum((unsigned char)text[i]) &&
		    (unsigned char)text[i] < 128 ? text[i] : '_');
	for (size_t i = 0; words[i] != NULL; i++) {
		if (strcmp(words[i], str_get(out) + from) == 0) {
			str_addc(out, '_');
			return;
		}
	}
}

/* A file: its parts, and the raw columns that are its fields. */
struct file {
	struct c_source c;
	const char *name;
	char *upper;		/* the name in capitals */
	bool is_read;		/* some field is needed */
	size_t n_fields;
	size_t *cols;		/* (n_fields): in the raw schema */
	struct dict members;	/* their names in C, in this order */
};

static const struct field *
field_of(const struct file *f, size_t i)
{
	return (&f->c.p->spec.schema.fields[f->cols[i]]);
}

static const char *
member_of(const struct file *f, size_t i)
{
	return (dict_get(&f->members, (uint32_t)i, NULL));
}

static void
add_member(struct file *f, const char *name)
{
	struct str s = STR_INIT;

	c_identifier(name, "", &s);
	while (dict_findz(&f->members, str_get(&s)) != DICT_NONE)
		str_addc(&s, '_');
	dict_add(&f->members, s.buf, s.len);
	str_release(&s);
}

/* What the model needs, as inputs know, and no vectors. */
static int
find_fields(struct file *f, struct diag *d)
{
	const struct schema *raw = &f->c.p->spec.schema;

	f->cols = mem_alloc(raw->n, sizeof(*f->cols));
	for (size_t i = 0; i < raw->n; i++) {
		const struct field *field = &raw->fields[i];

		if (!field_is_input(field))
			continue;
		if (field->width > 0)
			return (diag_set(d, "column \"%s\" is a %s, which is "
			    "not written as C", field->name,
			    col_type_name(field->type)));
		f->cols[f->n_fields++] = i;
		add_member(f, field->name);
	}
	return (0);
}

static const char *
member_type(enum col_type t)
{
	switch (t) {
	case COL_BOOL:
		return ("int ");
	case COL_INT:
	case COL_TIME:
		return ("long long ");
	case COL_FLOAT:
		return ("double ");
	default:
		return ("const char *");
	}
}

static void
add_row(const struct file *f, struct str *out)
{
	str_addf(out, "/* A raw row.  What is missing is NULL in a text, NAN "
	    "in a double, LLONG_MIN in\n   a long long and -1 in an int, "
	    "which else is 0 or 1; a time is microseconds\n   since 1970 UTC. "
	    "*/\nstruct %s_row {\n", f->name);
	for (size_t i = 0; i < f->n_fields; i++) {
		str_addf(out, "\t%s%s;", member_type(field_of(f, i)->type),
		    member_of(f, i));
		str_addf(out, "\t/* %s, ", col_type_name(field_of(f, i)->type));
		c_add_comment(out, field_of(f, i)->name);
		str_addz(out, " */\n");
	}
	if (f->n_fields == 0)
		str_addz(out, "\tint none;\t/* the model looks at nothing */"
		    "\n");
	str_addz(out, "};\n\n");
}

/* Are fields read here as mlc-serve reads plain text? */
static bool
can_read(const struct file *f)
{
	const struct read_spec *spec = &f->c.p->spec;
	bool ok = spec->dialect.decimal == '\0' && !spec->trim &&
	    spec->dialect.thousands == '\0';

	for (size_t i = 0; i < f->n_fields && ok; i++)
		ok = read_spec_time(spec, field_of(f, i)->name) == NULL;
	return (ok);
}

static void
add_declarations(const struct file *f, struct str *out)
{
	const struct model *m = f->c.p->model;
	const char *n = f->name, *up = f->upper;

	str_addf(out, "#define %s_N_FIELDS %zu\n#define %s_N_SCORES %zu\n"
	    "#define %s_N_CLASSES %zu\n\n", up, f->n_fields, up,
	    model_n_out(m), up, m->n_classes);
	add_row(f, out);
	if (can_read(f))
		str_addf(out, "/* A row from texts, in the order of the "
		    "struct, as mlc-serve reads them.  NULL\n   and \"\" are "
		    "missing, and so is what is no value of its column: how "
		    "many are\n   is returned.  The row's texts point into "
		    "the fields. */\nint %s_read(const char *const fields[], "
		    "struct %s_row *);\n/* What the fields are called. */\n"
		    "extern const char *const %s_fields[];\n\n", n, n, n);
	str_addf(out, "/* %s\n   Returns -1 where there is no prediction (a "
	    "value that is needed is missing, or\n   the result is not "
	    "finite), else 0. */\nint %s_score(const struct %s_row *, double "
	    "scores[%s_N_SCORES]);\n\n",
	    m->task == TASK_REGRESSION ? "The prediction." : m->task ==
	    TASK_BINARY ? "The probability of the second class." : m->task ==
	    TASK_ANOMALY ? "How strange it is." :
	    "The probability of each class.", n, n, up);
	if (m->n_classes > 0)
		str_addf(out, "/* The classes, and which of them scores "
		    "mean. */\nextern const char *const %s_classes[];\n"
		    "int %s_class(const double scores[%s_N_SCORES]);\n\n",
		    n, n, up);
	if (m->task == TASK_ANOMALY)
		str_addf(out, "/* Is it an anomaly? */\nint %s_class(const "
		    "double scores[%s_N_SCORES]);\n\n", n, up);
}

static void
add_head(const struct file *f, struct str *out)
{
	const struct predictor *p = f->c.p;

	str_addf(out, "/*\n * %s: scores raw rows as mlc-serve does with the "
	    "model file of SHA-256\n * %s.\n * Algorithm %s",
	    f->name, p->sha, p->model->learner->name);
	if (p->model->target.name != NULL) {
		str_addz(out, ", target ");
		c_add_comment(out, p->model->target.name);
	}
	str_addf(out, ", written by mlc " MLC_VERSION ".\n *\n"
	    " * Compile it as ISO C (cc -std=c11) and link with -lm.  Others "
	    "include it with\n * %s_DECLARATIONS defined.  Nothing is "
	    "allocated or changed: any number of\n * threads may call it.\n"
	    " */\n#ifndef %s_INCLUDED\n#define %s_INCLUDED\n\n"
	    "#include <errno.h>\n#include <limits.h>\n#include <math.h>\n"
	    "#include <stddef.h>\n#include <stdio.h>\n"
	    "#include <stdlib.h>\n#include <string.h>"
	    "\n\n", f->upper, f->upper, f->upper);
}

static void
add_names(struct str *out, const char *name, const char *what,
    const struct file *f)
{
	const struct model *m = f->c.p->model;
	bool classes = strcmp(what, "classes") == 0;
	size_t n = classes ? m->n_classes : f->n_fields;

	str_addf(out, "const char *const %s_%s[] = {\n", name, what);
	for (size_t i = 0; i < n; i++) {
		const char *s = classes ? m->classes[i] : field_of(f, i)->name;

		str_addz(out, "\t");
		c_add_string(out, s, strlen(s));
		str_addz(out, ",\n");
	}
	str_addz(out, n == 0 ? "\tNULL\n};\n\n" : "};\n\n");
}

/* The words that mean missing, beside "". */
static void
add_tokens(const struct file *f, struct str *out)
{
	const struct read_spec *spec = &f->c.p->spec;

	str_addz(out, "static const char *const missing_words[] = {\n");
	for (size_t i = 0; i < spec->n_na; i++) {
		str_addz(out, "\t");
		c_add_string(out, spec->na[i], strlen(spec->na[i]));
		str_addz(out, ",\n");
	}
	str_addz(out, "\tNULL\n};\n\n");
}

static void
add_read(const struct file *f, struct str *out)
{
	static const char *const readers[N_COL_TYPES] = {
		[COL_BOOL] = "read_bool", [COL_INT] = "read_int",
		[COL_FLOAT] = "read_float", [COL_TIME] = "read_time",
		[COL_STRING] = "read_string"
	};

	str_addf(out, "int\n%s_read(const char *const fields[], struct "
	    "%s_row *row)\n{\n\tint bad = 0;\n\n", f->name, f->name);
	for (size_t i = 0; i < f->n_fields; i++)
		str_addf(out, "\tbad += %s(fields[%zu], &row->%s);\n",
		    readers[field_of(f, i)->type], i, member_of(f, i));
	if (f->n_fields == 0)
		str_addz(out, "\t(void)fields, row->none = 0;\n");
	str_addz(out, "\treturn (bad);\n}\n\n");
}

static void
add_score(const struct file *f, struct str *out)
{
	const struct model *m = f->c.p->model;
	const char *n = f->name;

	str_addf(out, "int\n%s_score(const struct %s_row *row, double "
	    "scores[%s_N_SCORES])\n{\n\tdouble x[N_X];\n\n"
	    "\tscores[0] = NAN;\n\tif (make_features(row, x) == -1)\n"
	    "\t\treturn (-1);\n\tscore(x, scores);\n%s"
	    "\treturn (scores[0] - scores[0] == 0 ? 0 : -1);\n}\n",
	    n, n, f->upper, c_has_answer(f->c.p) ?
	    "\tif (scores[0] - scores[0] == 0)\n\t\tanswer(scores);\n" : "");
	if (m->n_classes > 0 || m->task == TASK_ANOMALY)
		str_addf(out, "\nint\n%s_class(const double scores["
		    "%s_N_SCORES])\n{\n", n, f->upper);
	c_add_class(f->c.p, out);
}

/* All that stands behind the declarations. */
static void
add_definitions(struct file *f, struct str *out)
{
	struct str code = STR_INIT;

	str_addf(&code, "static int\nmake_features(const struct %s_row *row, "
	    "double *x)\n{\n", f->name);
	if (!f->is_read)
		str_addz(&code, "\t(void)row;\n");
	str_add(&code, str_get(&f->c.body), f->c.body.len);
	str_addz(&code, "\treturn (0);\n}\n\n");
	str_add(&code, str_get(&f->c.model), f->c.model.len);
	if (can_read(f)) {
		add_names(&code, f->name, "fields", f);
		add_read(f, &code);
	}
	if (f->c.p->model->n_classes > 0)
		add_names(&code, f->name, "classes", f);
	add_score(f, &code);
	if (can_read(f))
		add_tokens(f, out);
	c_helpers(&code, out);
	str_add(out, str_get(&f->c.tables), f->c.tables.len);
	str_add(out, code.buf, code.len);
	str_release(&code);
}

static void
begin_fields(struct file *f, const uint8_t *needed, struct export_var *vars)
{
	for (size_t i = 0; i < f->n_fields; i++) {
		enum col_type t = field_of(f, i)->type;

		if (!needed[f->cols[i]])
			continue;
		f->is_read = true;
		vars[f->cols[i]] = c_var_begin(&f->c, t);
		str_addf(&f->c.body, t == COL_STRING ?
		    "text_of(row->%s);\n" : "row->%s;\n", member_of(f, i));
	}
}

static int
make_parts(struct file *f, struct diag *d)
{
	static const struct export_writer *const tables[] = {
		c_cleaners, c_encoders, NULL
	};
	const struct predictor *p = f->c.p;
	struct export_run run = { .p = p, .form = "C", .tables = tables,
		.c = &f->c };
	size_t n = p->model->features.n;
	struct export_var *features = mem_calloc(n, sizeof(*features));
	int r;

	export_begin(&run);
	begin_fields(f, run.needs[0], run.vars);
	r = export_steps(&run, d);
	for (size_t i = 0; i < n && r == 0; i++)
		features[i] = run.vars[p->feature_cols[i]];
	if (r == 0)
		r = c_model(&f->c, features, d);
	if (r == 0)
		r = c_answer(&f->c, d);
	export_end(&run);
	free(features);
	return (r);
}

static int
write_c(const struct predictor *p, const char *name, struct str *out,
    struct diag *d)
{
	struct file f = { .c.p = p, .name = name, .upper = mem_strdup(name) };
	int r;

	dict_init(&f.members);
	for (char *c = f.upper; *c != '\0'; c++)
		*c = (char)toupper((unsigned char)*c);
	r = find_fields(&f, d);
	if (r == 0)
		r = make_parts(&f, d);
	if (r == 0) {
		add_head(&f, out);
		add_declarations(&f, out);
		str_addf(out, "#ifndef %s_DECLARATIONS\n\n", f.upper);
		add_definitions(&f, out);
		str_addf(out, "\n#endif\n#endif\n");
	}
	dict_release(&f.members);
	free(f.cols);
	free(f.upper);
	str_release(&f.c.tables);
	str_release(&f.c.body);
	str_release(&f.c.model);
	return (r);
}

const struct export_form export_c_source = {
	.name = "c",
	.summary = "a file of C: recipe and model, the bits of mlc-serve",
	.has_outcome = true,
	.write = write_c
};
