/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "mem.h"
#include "str.h"

#include "ini.h"

void
ini_release(struct ini *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->names[i]);
		free(p->values[i]);
	}
	free(p->names);
	free(p->values);
	memset(p, 0, sizeof(*p));
}

const char *
ini_get(const struct ini *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++) {
		if (strcmp(p->names[i], name) == 0)
			return (p->values[i]);
	}
	return (NULL);
}

char *
ini_path(const char *below_home)
{
	const char *home = getenv("HOME");
	struct str s = STR_INIT;

	str_addf(&s, "%s/%s", home != NULL ? home : "", below_home);
	return (str_detach(&s));
}

/* Without the blanks at both ends. */
static char *
trimmed(const char *p, size_t n)
{
	while (n > 0 && isspace((unsigned char)p[n - 1]))
		n--;
	while (n > 0 && isspace((unsigned char)*p)) {
		p++;
		n--;
	}
	return (mem_strndup(p, n));
}

static int
add_line(struct ini *p, const char *line, struct diag *d)
{
	const char *equals = strchr(line, '=');

	if (equals == NULL || equals == line)
		return (diag_set(d, "not NAME = VALUE"));
	p->names = mem_realloc(p->names, p->n + 1, sizeof(*p->names));
	p->values = mem_realloc(p->values, p->n + 1, sizeof(*p->values));
	p->names[p->n] = trimmed(line, (size_t)(equals - line));
	p->values[p->n++] = trimmed(equals + 1, strlen(equals + 1));
	return (0);
}

/* "[name]" */
static bool
is_section(const char *line, const char *section)
{
	size_t n = strlen(section);

	return (strncmp(line + 1, section, n) == 0 && line[n + 1] == ']');
}

static int
read_lines(struct ini *p, FILE *f, const char *section, struct diag *d)
{
	char *line = NULL, *text;
	size_t cap = 0, number = 0;
	bool within = false, found = false;
	int r = 0;

	while (r == 0 && getline(&line, &cap, f) != -1) {
		number++;
		text = trimmed(line, strlen(line));
		if (text[0] == '[') {
			within = is_section(text, section);
			found |= within;
		} else if (within && text[0] != '\0' && text[0] != '#' &&
		    text[0] != ';' && add_line(p, text, d) == -1) {
			r = diag_prefix(d, "line %zu", number);
		}
		free(text);
	}
	if (r == 0 && ferror(f))
		r = diag_errno(d, "cannot be read");
	free(line);
	return (r == -1 ? -1 : found);
}

int
ini_read(struct ini *p, const char *path, const char *section,
    bool is_private, struct diag *d)
{
	FILE *f = fopen(path, "re");
	struct stat st;
	int r;

	memset(p, 0, sizeof(*p));
	if (f == NULL)
		return (errno == ENOENT || errno == ENOTDIR ? 0 :
		    diag_errno(d, "%s", path));
	if (fstat(fileno(f), &st) == -1)
		r = diag_errno(d, "%s", path);
	else if (is_private && S_ISREG(st.st_mode) && (st.st_mode & 077) != 0)
		r = diag_set(d, "%s: others may read or write it, and it has "
		    "credentials: chmod 600", path);
	else if ((r = read_lines(p, f, section, d)) == -1)
		diag_prefix(d, "%s", path);
	(void)fclose(f);
	return (r);
}
