/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fmt_table_cell.h"
#include "mem.h"
#include "numtext.h"

#include "overview_screen.h"

#define NAME_LEAST 12		/* characters of a name that are shown */
#define SHOWN 3			/* warnings of a kind, where there are more */
#define DAY_CHARS 10		/* of a time: the day */
#define INDENT 2

enum screen_cell {
	SCREEN_NAME,
	SCREEN_GROUP,
	SCREEN_TYPE,
	SCREEN_MISSING,
	SCREEN_DISTINCT,
	SCREEN_RANGE,		/* or the most frequent value, its share */
	SCREEN_MEAN,
	SCREEN_TARGET,
	N_SCREEN_CELLS
};

static const char *const screen_titles[N_SCREEN_CELLS] = {
	"column", "group", "type", "missing", "distinct", "range or top",
	"mean", "target"
};

void
overview_title(const struct overview *o, struct str *out)
{
	size_t k = overview_classes(o);

	str_addf(out, "%llu row%s, %zu column%s",
	    (unsigned long long)o->profile.rows,
	    o->profile.rows == 1 ? "" : "s", o->profile.n,
	    o->profile.n == 1 ? "" : "s");
	if (o->target == COLUMN_NONE)
		return;
	str_addz(out, ", target ");
	str_addz(out, o->profile.columns[o->target].name);
	if (k > 0)
		str_addf(out, " of %zu class%s", k, k == 1 ? "" : "es");
}

/* Whole numbers in full, others in four digits. */
static void
add_number(struct str *s, double v)
{
	if (v == trunc(v) && fabs(v) < 1e7)
		str_addf(s, "%.0f", v);
	else
		str_addf(s, "%.4g", v);
}

static void
add_share(struct str *s, double share)
{
	str_addf(s, share < 0.1 ? "%.2g %%" : "%.0f %%", 100 * share);
}

static void
add_time(struct str *s, double v)
{
	char text[NUMTEXT_MAX];
	size_t n = format_time(text, (int64_t)v);

	str_add(s, text, n > DAY_CHARS ? DAY_CHARS : n);
}

static void
add_range(const struct column_profile *c, struct str *s)
{
	void (*add)(struct str *, double) = c->type == COL_TIME ? add_time :
	    add_number;

	if (c->is_wide) {
		str_addf(s, "%lld .. %lld", (long long)c->least,
		    (long long)c->greatest);
	} else if (c->grid != NULL) {
		add(s, c->min);
		str_addz(s, " .. ");
		add(s, c->max);
	} else if (c->level_counts != NULL && c->levels.n > 0) {
		const char *p;
		size_t n, before = s->len;

		p = dict_get(&c->levels, 0, &n);
		table_add_visible(s, p, n);
		if (s->len - before > 14)
			table_cut(s, 13);
		str_addc(s, ' ');
		add_share(s, (double)c->level_counts[0] / (double)c->n);
	}
}

static void
add_target(const struct overview *o, size_t col, struct str *s)
{
	const struct association *a = o->with_target[col];

	if (col == o->target)
		str_addz(s, "target");
	else if (a != NULL && !isnan(association_value(a)))
		str_addf(s, "%.2f", association_value(a));
}

static void
make_cell(const struct overview *o, size_t col, enum screen_cell cell,
    struct str *s)
{
	const struct column_profile *c = &o->profile.columns[col];
	uint64_t rows = c->n + c->missing;

	switch (cell) {
	case SCREEN_NAME:
		table_add_visible(s, c->name, strlen(c->name));
		break;
	case SCREEN_TYPE:
		str_addz(s, col_type_name(c->type));
		break;
	case SCREEN_MISSING:
		if (c->missing > 0)
			add_share(s, (double)c->missing / (double)rows);
		break;
	case SCREEN_DISTINCT:
		if (c->has_distinct)
			str_addf(s, "%llu", (unsigned long long)c->distinct);
		break;
	case SCREEN_RANGE:
		add_range(c, s);
		break;
	case SCREEN_GROUP:
		break;
	case SCREEN_MEAN:
		if (c->grid != NULL && c->type != COL_TIME)
			str_addf(s, "%.4g", c->mean);
		break;
	default:
		add_target(o, col, s);
		break;
	}
	if (s->len == 0)
		str_addc(s, '-');
}

static bool
is_right(enum screen_cell c)
{
	return (c != SCREEN_NAME && c != SCREEN_GROUP && c != SCREEN_TYPE &&
	    c != SCREEN_RANGE);
}

struct screen {
	const struct overview *v;	/* of each group; else of all rows */
	const struct overview_groups *groups;	/* or NULL */
	size_t n;
	size_t line;
	size_t widths[N_SCREEN_CELLS];	/* 0: it is left out */
};

static void
make_group_cell(const struct screen *s, size_t group, size_t col,
    enum screen_cell c, struct str *out)
{
	const char *name = s->groups == NULL ? "" : s->groups->names[group];

	if (c == SCREEN_GROUP && name != NULL)
		table_add_visible(out, name, strlen(name));
	else if (c != SCREEN_NAME || group == 0)
		make_cell(&s->v[group], col, c, out);
}

/* The widest cell, or the title. */
static size_t
width_of(const struct screen *screen, enum screen_cell c)
{
	size_t width = strlen(screen_titles[c]), n;
	struct str s = STR_INIT;

	for (size_t i = 0; i < screen->v->profile.n * screen->n; i++) {
		str_clear(&s);
		make_group_cell(screen, i % screen->n, i / screen->n, c, &s);
		n = table_count_chars(s.buf, s.len);
		width = n > width ? n : width;
	}
	str_release(&s);
	return (width);
}

/* Where a line would be too long, the name gives way, then whole cells. */
static void
measure(struct screen *s)
{
	static const enum screen_cell spare[] = {
		SCREEN_MEAN, SCREEN_DISTINCT, SCREEN_TYPE, SCREEN_MISSING,
		SCREEN_TARGET
	};
	size_t all = 0, most;

	for (enum screen_cell c = 0; c < N_SCREEN_CELLS; c++) {
		s->widths[c] = (c == SCREEN_TARGET &&
		    s->v->target == COLUMN_NONE) || (c == SCREEN_GROUP &&
		    s->groups == NULL) || (c == SCREEN_TYPE &&
		    s->groups != NULL) ? 0 : width_of(s, c);
		all += s->widths[c] + (c > 0 && s->widths[c] > 0 ? 2 : 0);
	}
	all -= s->widths[SCREEN_NAME];
	for (size_t k = 0; k < sizeof(spare) / sizeof(spare[0]) &&
	    all + NAME_LEAST > s->line; k++) {
		all -= s->widths[spare[k]] > 0 ? s->widths[spare[k]] + 2 : 0;
		s->widths[spare[k]] = 0;
	}
	most = all + NAME_LEAST > s->line ? NAME_LEAST : s->line - all;
	if (s->widths[SCREEN_NAME] > most)
		s->widths[SCREEN_NAME] = most;
}

static void
add_blanks(struct str *s, size_t n)
{
	while (n-- > 0)
		str_addc(s, ' ');
}

static void
add_padded(struct str *out, struct str *cell, size_t width, bool right)
{
	size_t n;

	table_cut(cell, width);
	n = table_count_chars(cell->buf, cell->len);
	if (right)
		add_blanks(out, width - n);
	str_add(out, cell->buf, cell->len);
	if (!right)
		add_blanks(out, width - n);
}

/* A line: of titles, or of a column in a group. */
static void
add_line(const struct screen *s, size_t col, size_t group, struct str *out)
{
	struct str cell = STR_INIT;

	for (enum screen_cell c = 0; c < N_SCREEN_CELLS; c++) {
		if (s->widths[c] == 0)
			continue;
		str_clear(&cell);
		if (col == COLUMN_NONE)
			str_addz(&cell, screen_titles[c]);
		else
			make_group_cell(s, group, col, c, &cell);
		if (c > 0)
			str_addz(out, "  ");
		add_padded(out, &cell, s->widths[c], is_right(c));
	}
	while (out->len > 0 && out->buf[out->len - 1] == ' ')
		out->len--;
	str_addc(out, '\n');
	str_release(&cell);
}

/* Words with line ends between them where a line would be too long. */
static void
add_folded(struct str *out, size_t line, size_t indent, const char *text)
{
	size_t used = indent, n;
	const char *end;

	add_blanks(out, indent);
	for (bool first = true; *text != '\0'; first = false) {
		end = strchrnul(text, ' ');
		n = table_count_chars(text, (size_t)(end - text));
		if (!first && used + 1 + n > line) {
			str_addc(out, '\n');
			add_blanks(out, indent + INDENT);
			used = indent + INDENT;
		} else if (!first) {
			str_addc(out, ' ');
			used++;
		}
		table_add_visible(out, text, (size_t)(end - text));
		used += n;
		text = *end == '\0' ? end : end + 1;
	}
	str_addc(out, '\n');
}

static void
add_column_name(const struct overview *o, size_t col, struct str *out)
{
	if (col != COLUMN_NONE)
		str_addz(out, o->profile.columns[col].name);
}

/* Those of a kind: some in full, of the others the names. */
static void
add_kind(const struct screen *s, const struct warnings *w,
    const struct warning_kind *k, struct str *out)
{
	struct str text = STR_INIT;
	size_t all = 0, n = 0, shown;

	for (size_t i = 0; i < w->n; i++)
		all += w->v[i].kind == k;
	shown = all > SHOWN + 1 ? SHOWN : all;
	for (size_t i = 0; i < w->n; i++) {
		if (w->v[i].kind != k)
			continue;
		if (n >= shown)
			str_addz(&text, n == shown ? "the same of " : ", ");
		add_column_name(s->v, w->v[i].col, &text);
		if (n++ >= shown)
			continue;
		str_addf(&text, "%s%s: %s", text.len > 0 ? " " : "", k->name,
		    w->v[i].says);
		add_folded(out, s->line, INDENT, text.buf);
		str_clear(&text);
	}
	if (text.len > 0)
		add_folded(out, s->line, INDENT, text.buf);
	str_release(&text);
}

void
overview_screen(const struct overview *o, const struct warnings *w,
    size_t line, struct str *out)
{
	struct screen s = { .v = o, .n = 1, .line = line };

	overview_title(o, out);
	str_addz(out, "\n\n");
	measure(&s);
	add_line(&s, COLUMN_NONE, 0, out);
	for (size_t i = 0; i < o->profile.n; i++)
		add_line(&s, i, 0, out);
	str_addf(out, "\n%s\n", w->n == 0 ? "No warnings." : "Warnings");
	for (size_t k = 0; warning_kinds[k].name != NULL; k++)
		add_kind(&s, w, &warning_kinds[k], out);
}

void
overview_groups_screen(const struct overview_groups *g, size_t line,
    struct str *out)
{
	struct screen s = { .v = g->v, .groups = g, .n = g->n, .line = line };
	struct str title = STR_INIT;

	if (g->n == 0) {
		str_addz(out, "No rows.\n");
		return;
	}
	str_addf(&title, "%zu group%s by ", g->n, g->n == 1 ? "" : "s");
	str_addz(&title, g->v->profile.columns[g->by].name);
	for (size_t k = 0; k < g->n; k++) {
		str_addz(&title, k == 0 ? ": " : ", ");
		str_addz(&title, g->names[k] != NULL ? g->names[k] : "-");
		str_addf(&title, " %llu",
		    (unsigned long long)g->v[k].profile.rows);
	}
	str_addz(&title, " rows");
	add_folded(out, line, 0, title.buf);
	str_addc(out, '\n');
	measure(&s);
	add_line(&s, COLUMN_NONE, 0, out);
	for (size_t i = 0; i < g->v->profile.n; i++) {
		for (size_t k = 0; i != g->by && k < g->n; k++)
			add_line(&s, i, k, out);
	}
	str_release(&title);
}
