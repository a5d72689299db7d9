/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "foreign_words.h"
#include "jsondoc.h"
#include "mem.h"
#include "nearest.h"
#include "numtext.h"
#include "utf8.h"

#include "options.h"

#define HELP_COLUMN 28
#define WIDTH 80

struct option_def *
options_bind(const struct option_def *table, void *base)
{
	struct option_def *bound;
	size_t n = 0;

	while (table[n++].kind != OPTION_END)
		;
	bound = mem_dup(table, n, sizeof(*table));
	for (size_t i = 0; i < n; i++) {
		if (bound[i].value == NULL && base != NULL)
			bound[i].value = (char *)base + bound[i].at;
	}
	return (bound);
}

static const struct option_def *
find_option(const struct option_def *const *tables, const char *name,
    size_t n, char letter)
{
	for (; *tables != NULL; tables++) {
		for (const struct option_def *o = *tables;
		    o->kind != OPTION_END; o++) {
			if (letter != 0 && o->letter == letter)
				return (o);
			if (letter == 0 && o->name != NULL &&
			    strlen(o->name) == n &&
			    strncmp(o->name, name, n) == 0)
				return (o);
		}
	}
	return (NULL);
}

static int
unknown_option(const struct option_def *const *tables, const char *name,
    struct diag *d)
{
	const struct option_def *o;
	const char *ours;
	struct nearest near;

	for (size_t k = 0; (ours = foreign_word(name, k)) != NULL; k++) {
		o = find_option(tables, ours, strlen(ours), 0);
		if (o != NULL)
			return (diag_set(d, "no option \"--%s\" (in mlc: "
			    "--%s)", name, ours));
	}
	nearest_init(&near, name);
	for (; *tables != NULL; tables++) {
		for (o = *tables; o->kind != OPTION_END; o++) {
			if (o->name != NULL)
				nearest_offer(&near, o->name);
		}
	}
	if (near.best == NULL)
		return (diag_set(d, "no option \"--%s\"", name));
	return (diag_set(d, "no option \"--%s\" (did you mean \"--%s\"?)",
	    name, near.best));
}

/* What names a file may be any bytes; the rest is text. */
static bool
is_path(const struct option_def *o)
{
	static const char *const words[] = { "FILE", "MODEL", "ADDR:PORT" };
	size_t i = 0;

	while (i < 3 && strcmp(o->arg, words[i]) != 0)
		i++;
	return (i < 3);
}

static void
add_text(struct option_texts *t, const char *arg)
{
	t->v = mem_realloc(t->v, t->n + 1, sizeof(*t->v));
	t->v[t->n++] = arg;
}

static int
set_value(const struct option_def *o, const char *arg, struct diag *d)
{
	int bad = 0;

	if (arg != NULL && !is_path(o) && !utf8_is_text(arg, strlen(arg)))
		return (diag_set(d, "--%s: its text is not UTF-8", o->name));
	switch (o->kind) {
	case OPTION_FLAG:
		*(bool *)o->value = true;
		break;
	case OPTION_TEXT:
		*(const char **)o->value = arg;
		break;
	case OPTION_TEXTS:
		add_text(o->value, arg);
		break;
	case OPTION_INT:
		bad = parse_int(arg, strlen(arg), o->value);
		break;
	case OPTION_FLOAT:
		bad = parse_float(arg, strlen(arg), o->value);
		break;
	case OPTION_SIZE:
		bad = parse_size(arg, strlen(arg), o->value);
		break;
	case OPTION_CALL:
		if (o->call(o->value, o, arg, d) == -1)
			return (diag_prefix(d, "--%s", o->name));
		break;
	default:
		BUG("option without a kind");
	}
	if (bad == -1)
		return (diag_set(d, "--%s: not %s: \"%s\"", o->name,
		    o->kind == OPTION_INT ? "a whole number" :
		    o->kind == OPTION_SIZE ? "a size (as 512M or 2G)" :
		    "a number", arg));
	return (0);
}

/* --name, --name=value or --name value; *i is moved past what was taken. */
static int
parse_long(const struct option_def *const *tables, int argc, char **argv,
    int *i, struct diag *d)
{
	const char *name = argv[*i] + 2, *eq = strchr(name, '=');
	size_t n = eq != NULL ? (size_t)(eq - name) : strlen(name);
	const struct option_def *o = find_option(tables, name, n, 0);
	struct str bad = STR_INIT;

	if (o == NULL) {
		str_add(&bad, name, n);
		unknown_option(tables, str_get(&bad), d);
		str_release(&bad);
		return (-1);
	}
	if (o->arg == NULL && eq != NULL)
		return (diag_set(d, "--%s takes no value", o->name));
	if (eq != NULL)
		return (set_value(o, eq + 1, d));
	if (o->arg == NULL || o->arg[0] == '[')
		return (set_value(o, NULL, d));
	if (*i + 1 >= argc)
		return (diag_set(d, "--%s wants a value: %s", o->name,
		    o->arg));
	return (set_value(o, argv[++*i], d));
}

/* -n value, -nvalue, or several flags in one word. */
static int
parse_short(const struct option_def *const *tables, int argc, char **argv,
    int *i, struct diag *d)
{
	const struct option_def *o;

	for (const char *p = argv[*i] + 1; *p != '\0'; p++) {
		if ((o = find_option(tables, NULL, 0, *p)) == NULL)
			return (diag_set(d, "no option \"-%c\"", *p));
		if (o->arg == NULL) {
			if (set_value(o, NULL, d) == -1)
				return (-1);
			continue;
		}
		if (p[1] != '\0')
			return (set_value(o, p + 1, d));
		if (*i + 1 >= argc)
			return (diag_set(d, "-%c wants a value: %s", *p,
			    o->arg));
		return (set_value(o, argv[++*i], d));
	}
	return (0);
}

int
options_parse(const struct option_def *const *tables, int argc, char **argv,
    size_t *n_args, struct diag *d)
{
	size_t n = 0;
	int i, r;

	for (i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0) {
			i++;
			break;
		}
		if (argv[i][0] != '-' || argv[i][1] == '\0') {
			argv[++n] = argv[i];
			continue;
		}
		if (argv[i][1] == '-')
			r = parse_long(tables, argc, argv, &i, d);
		else
			r = parse_short(tables, argc, argv, &i, d);
		if (r == -1)
			return (-1);
	}
	for (; i < argc; i++)
		argv[++n] = argv[i];
	*n_args = n;
	return (0);
}

/* How much of the text goes on a line of the help: up to a line feed, or to
   the last blank before the line is full. */
static size_t
help_line(const char *help)
{
	size_t n = strcspn(help, "\n"), fits = WIDTH - HELP_COLUMN;

	if (n <= fits)
		return (n);
	while (fits > 0 && help[fits] != ' ')
		fits--;
	return (fits > 0 ? fits : n);
}

/* The help text; lines after the first are indented to the same column. */
static void
add_help(struct str *out, size_t column, const char *help)
{
	size_t n;

	if (column + 2 > HELP_COLUMN) {
		str_addc(out, '\n');
		column = 0;
	}
	do {
		for (; column < HELP_COLUMN; column++)
			str_addc(out, ' ');
		n = help_line(help);
		str_add(out, help, n);
		str_addc(out, '\n');
		help += n + (help[n] != '\0');
		column = 0;
	} while (*help != '\0');
}

static void
help_option(const struct option_def *o, struct str *out)
{
	size_t begin = out->len;

	if (o->kind == OPTION_HEADING) {
		str_addf(out, "\n%s:\n", o->help);
		return;
	}
	if (o->letter != 0)
		str_addf(out, "  -%c, ", o->letter);
	else
		str_addz(out, "      ");
	str_addf(out, "--%s", o->name);
	if (o->arg != NULL)
		str_addf(out, "%s%s", o->arg[0] == '[' ? "" : " ", o->arg);
	add_help(out, out->len - begin, o->help);
}

void
options_help(const struct option_def *const *tables, struct str *out)
{
	for (; *tables != NULL; tables++) {
		for (const struct option_def *o = *tables;
		    o->kind != OPTION_END; o++)
			help_option(o, out);
	}
}

static const char *const kind_names[] = {
	[OPTION_FLAG] = "flag", [OPTION_TEXT] = "text",
	[OPTION_TEXTS] = "text", [OPTION_INT] = "int",
	[OPTION_FLOAT] = "float", [OPTION_SIZE] = "size", [OPTION_CALL] = "call"
};

static json_t *
option_to_json(const struct option_def *o, const char *heading)
{
	json_t *j = json_object();
	size_t n = o->arg == NULL ? 0 : strlen(o->arg);

	if (heading != NULL)
		json_object_set_new(j, "heading", json_string(heading));
	if (o->letter != 0)
		json_object_set_new(j, "letter", json_stringn(&o->letter, 1));
	json_object_set_new(j, "name", json_string(o->name));
	if (n > 0 && o->arg[0] == '[') {	/* "[=NAME]" */
		json_object_set_new(j, "arg", json_stringn(o->arg + 2, n - 3));
		json_object_set_new(j, "optional", json_true());
	} else if (n > 0) {
		json_object_set_new(j, "arg", json_string(o->arg));
	}
	json_object_set_new(j, "kind", json_string(kind_names[o->kind]));
	json_object_set_new(j, "help", json_string(o->help));
	return (j);
}

void
options_help_json(const struct option_def *const *tables, struct str *out)
{
	const char *heading = NULL, *between = "";

	for (; *tables != NULL; tables++) {
		for (const struct option_def *o = *tables;
		    o->kind != OPTION_END; o++) {
			json_t *j;

			if (o->kind == OPTION_HEADING) {
				heading = o->help;
				continue;
			}
			j = option_to_json(o, heading);
			str_addz(out, between);
			doc_write(j, out);
			json_decref(j);
			between = ",\n";
		}
	}
}
