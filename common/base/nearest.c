/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "str.h"

#include "nearest.h"

#define LONGEST 64

void
nearest_init(struct nearest *n, const char *wrong)
{
	n->wrong = wrong;
	n->best = NULL;
	n->distance = SIZE_MAX;
}

static size_t
min3(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return (m < c ? m : c);
}

static int
fold(char c)
{
	return (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c == '-' ? '_' : c);
}

/* Optimal string alignment distance; only three rows are kept. */
static size_t
edit_distance(const char *a, size_t n, const char *b, size_t m)
{
	size_t rows[3][LONGEST + 1], *above = rows[0], *row = rows[1];
	size_t *before = rows[2], *t;

	for (size_t j = 0; j <= m; j++)
		above[j] = j;
	for (size_t i = 1; i <= n; i++) {
		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			int same = fold(a[i - 1]) == fold(b[j - 1]);

			row[j] = min3(above[j] + 1, row[j - 1] + 1,
			    above[j - 1] + !same);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && before[j - 2] + 1 < row[j])
				row[j] = before[j - 2] + 1;
		}
		t = before, before = above, above = row, row = t;
	}
	return (above[m]);
}

void
nearest_offer(struct nearest *n, const char *name)
{
	size_t len = strlen(n->wrong), m = strlen(name), dist;

	if (len > LONGEST || m > LONGEST)
		return;
	dist = edit_distance(n->wrong, len, name, m);
	if (dist <= 1 + len / 4 && dist < m && dist < n->distance) {
		n->distance = dist;
		n->best = name;
	}
}

void
nearest_tell(const struct nearest *n, struct diag *d)
{
	size_t len = strlen(d->text);

	if (n->best != NULL)
		snprintf(d->text + len, sizeof(d->text) - len,
		    " (did you mean \"%s\"?)", n->best);
}

static int
refuse(const char *const *names, const char *name, const char *kind,
    struct diag *d)
{
	struct str all = STR_INIT;

	for (size_t i = 0; names[i] != NULL; i++)
		str_addf(&all, "%s%s", i > 0 ? ", " : "", names[i]);
	diag_set(d, "no %s \"%s\" (there are %s)", kind, name,
	    str_get(&all));
	str_release(&all);
	return (-1);
}

int
nearest_lookup(const char *const *names, const char *name, const char *kind,
    struct diag *d)
{
	struct nearest near;

	nearest_init(&near, name);
	for (int i = 0; names[i] != NULL; i++) {
		if (strcmp(names[i], name) == 0)
			return (i);
		nearest_offer(&near, names[i]);
	}
	if (near.best == NULL)
		return (refuse(names, name, kind, d));
	diag_set(d, "no %s \"%s\"", kind, name);
	nearest_tell(&near, d);
	return (-1);
}
