/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores the rows of a table with an exported model and compares the bits with
   those in its columns: MODEL, UPPER and the file come with -D. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES_MAX 65536
#define COLUMNS 64

#include FILE_OF_MODEL

#define JOIN(a, b) a##b
#define NAME(a, b) JOIN(a, b)

/* What quotes hold, in place. */
static char *
unquote(char *cell)
{
	char *to = cell, *p = cell + 1;

	if (*cell != '"')
		return (cell);
	for (; *p != '\0' && (*p != '"' || p[1] == '"'); p++) {
		p += *p == '"';
		*to++ = *p;
	}
	*to = '\0';
	return (cell);
}

/* Cuts a line at its tabs. */
static int
cut(char *line, char **out)
{
	int n = 0;

	line[strcspn(line, "\n")] = '\0';
	for (char *p = line; p != NULL && n < COLUMNS; n++) {
		out[n] = p;
		if ((p = strchr(p, '\t')) != NULL)
			*p++ = '\0';
		out[n] = unquote(out[n]);
	}
	return (n);
}

static int
find(char **names, int n, const char *name)
{
	for (int i = 0; i < n; i++) {
		if (strcmp(names[i], name) == 0)
			return (i);
	}
	return (-1);
}

/* Where the score of class k stands. */
static int
find_score(char **names, int n, int k)
{
	char name[200];

	if (NAME(UPPER, _N_SCORES) == 1)
		return (find(names, n, find(names, n, "score") >= 0 ?
		    "score" : "prediction"));
#ifdef CLASSES
	snprintf(name, sizeof(name), "score_%s", NAME(MODEL, _classes)[k]);
#else
	snprintf(name, sizeof(name), "%d", k);
#endif
	return (find(names, n, name));
}

int
main(void)
{
	static char head[LINES_MAX], line[LINES_MAX];
	char *names[COLUMNS], *cells[COLUMNS];
	const char *fields[NAME(UPPER, _N_FIELDS) + 1];
	double scores[NAME(UPPER, _N_SCORES)];
	struct NAME(MODEL, _row) row;
	int n, at, rows = 0, odd = 0, none = 0;

	if (fgets(head, sizeof(head), stdin) == NULL)
		return (2);
	n = cut(head, names);
	for (; fgets(line, sizeof(line), stdin) != NULL; rows++) {
		cut(line, cells);
		for (int j = 0; j < NAME(UPPER, _N_FIELDS); j++) {
			at = find(names, n, NAME(MODEL, _fields)[j]);
			fields[j] = at >= 0 ? cells[at] : NULL;
		}
		NAME(MODEL, _read)(fields, &row);
		if (NAME(MODEL, _score)(&row, scores) == -1) {
			none++;
			odd += *cells[find_score(names, n, 0)] != '\0';
			continue;
		}
		for (int k = 0; k < NAME(UPPER, _N_SCORES); k++) {
			at = find_score(names, n, k);
			odd += at < 0 || *cells[at] == '\0' ||
			    strtod(cells[at], NULL) != scores[k];
		}
#ifdef CLASSES
		at = find(names, n, "prediction");
		odd += strcmp(cells[at], NAME(MODEL, _classes)
		    [NAME(MODEL, _class)(scores)]) != 0;
#endif
	}
	printf("%d rows, %d without a score, %d that differ\n", rows, none,
	    odd);
	return (0);
}
