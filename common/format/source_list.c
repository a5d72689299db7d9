/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "database.h"
#include "mem.h"
#include "str.h"

#include "foreign.h"
#include "known_name.h"
#include "shard_set.h"
#include "source_list.h"

#define DEPTH_MAX 64		/* of directories */

void
source_list_init(struct source_list *l, uint64_t mem)
{
	memset(l, 0, sizeof(*l));
	l->mem = mem;
}

void
source_list_release(struct source_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		bytes_close(l->v[i]);
	free(l->v);
	free(l->addresses);
	remote_client_free(l->client);
	source_list_init(l, l->mem);
}

/* Takes the bytes over. */
static void
add(struct source_list *l, struct bytes *b)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(struct bytes *));
	l->v[l->n++] = b;
	bytes_pause(b);
}

/* A part of the name begins with a dot, or is the folder in which macOS keeps
   what belongs to files; "./a.csv" is not hidden. */
static bool
is_hidden(const char *name)
{
	for (size_t n; *name != '\0'; name += n + (name[n] == '/')) {
		n = strcspn(name, "/");
		if ((name[0] == '.' && n > 1 && strncmp(name, "..", n) != 0) ||
		    (n == 8 && strncmp(name, "__MACOSX", n) == 0))
			return (true);
	}
	return (false);
}

/* A hidden one is asked for by its own name. */
static bool
is_picked(const char *name, const char *pattern)
{
	if (is_hidden(name))
		return (pattern != NULL && strcmp(pattern, name) == 0);
	return (pattern == NULL || fnmatch(pattern, name, 0) == 0);
}

/* Those that are not picked are taken out of the names. */
static size_t
pick(char **names, size_t n, const char *pattern)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (!is_picked(names[i], pattern)) {
			free(names[i]);
			names[i] = NULL;
		} else {
			k++;
		}
	}
	return (k);
}

/* Takes over what there is. */
static int
add_all(struct source_list *l, struct bytes **v, size_t n, int r)
{
	for (size_t i = 0; i < n; i++) {
		if (v[i] != NULL && r == 0)
			add(l, v[i]);
		else
			bytes_close(v[i]);
	}
	return (r);
}

/* pattern NULL: all. */
static int
add_members(struct source_list *l, struct outside *o, const char *pattern,
    struct diag *d)
{
	struct bytes **v;
	size_t n;
	char **names;
	int r = members_list(o, &names, &n, d);

	if (r == 0 && pattern == NULL)
		r = foreign_refuse(outside_name(o),
		    foreign_members(names, n), d);
	if (r == 0 && pick(names, n, pattern) == 0)
		r = diag_set(d, pattern != NULL ? "%s: has no member \"%s\"" :
		    "%s: has no files in it", outside_name(o), pattern);
	if (r == 0) {
		v = mem_calloc(n, sizeof(struct bytes *));
		r = add_all(l, v, n, members_open(o, names, n, v, d));
		free(v);
	}
	for (size_t i = 0; i < n; i++)
		free(names[i]);
	free(names);
	return (r);
}

/* Takes the outside over. */
static int
add_outside(struct source_list *l, struct outside *o, const char *pattern,
    struct diag *d)
{
	bool members;
	struct bytes *b;
	int r;

	outside_keep(o, l->mem / 2);	/* and as much for its rows */
	r = outside_check(o, d);
	if (r == 0)
		r = has_members(o, &members, d);
	if (r == 0 && !members && pattern != NULL)
		r = diag_set(d, "%s: is no archive", outside_name(o));
	if (r == 0 && !members) {
		r = bytes_open_outside(o, NULL, &b, d);
		if (r == 0)
			add(l, b);
		return (r);
	}
	if (r == 0)
		r = add_members(l, o, pattern, d);
	outside_free(o);
	return (r);
}

static int
add_file(struct source_list *l, const char *path, const char *pattern,
    struct diag *d)
{
	struct outside *o;

	if (shard_manifest_is(path))
		return (shard_set_add(l, path, d));
	if (outside_open(path, &o, d) == -1)
		return (-1);
	return (add_outside(l, o, pattern, d));
}

static int
is_shown(const struct dirent *e)
{
	return (e->d_name[0] != '.');
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return (strcmp((*a)->d_name, (*b)->d_name));
}

static int add_directory(struct source_list *, const char *, int,
    struct diag *);

/* What is neither a file nor a directory is left out. */
static int
add_entry(struct source_list *l, const char *path, int depth, struct diag *d)
{
	struct stat st;

	if (stat(path, &st) == -1)
		return (diag_errno(d, "%s", path));
	if (S_ISDIR(st.st_mode))
		return (add_directory(l, path, depth + 1, d));
	return (S_ISREG(st.st_mode) ? add_file(l, path, NULL, d) : 0);
}

static int
add_directory(struct source_list *l, const char *path, int depth,
    struct diag *d)
{
	char *manifest = shard_manifest_path(path);
	bool is_set = shard_manifest_is(manifest);
	struct dirent **entries;
	struct str name = STR_INIT;
	int n, r = is_set ? shard_set_add(l, manifest, d) : 0;

	free(manifest);
	if (is_set)
		return (r);
	if (depth > DEPTH_MAX)
		return (diag_set(d, "%s: more than %d directories deep", path,
		    DEPTH_MAX));
	if ((n = scandir(path, &entries, is_shown, by_name)) == -1)
		return (diag_errno(d, "%s", path));
	for (int i = 0; i < n; i++) {
		str_clear(&name);
		str_addf(&name, "%s%s%s", path,
		    path[strlen(path) - 1] == '/' ? "" : "/",
		    entries[i]->d_name);
		if (r == 0)
			r = add_entry(l, name.buf, depth, d);
		free(entries[i]);
	}
	free(entries);
	str_release(&name);
	return (r);
}

static int
add_all_below(struct source_list *l, const char *path, struct diag *d)
{
	size_t n_before = l->n;

	if (add_directory(l, path, 0, d) == -1)
		return (-1);
	if (l->n == n_before)
		return (diag_set(d, "%s: has no files in it", path));
	return (0);
}

/* "data.zip:*.csv" where there is no file of this name. */
static int
add_picked(struct source_list *l, const char *name, struct diag *d)
{
	const char *colon = strchr(name, ':');
	struct stat st;
	char *path;
	int r;

	for (; colon != NULL; colon = strchr(colon + 1, ':')) {
		path = mem_strndup(name, (size_t)(colon - name));
		if (stat(path, &st) == 0) {
			r = add_file(l, path, colon + 1, d);
			free(path);
			return (r);
		}
		free(path);
	}
	if (strstr(name, "://") != NULL)
		return (diag_set(d, "%s: such addresses are not read", name));
	errno = ENOENT;
	return (diag_errno(d, "%s", name));
}

static int
add_remote(struct source_list *l, const char *address, struct diag *d)
{
	struct remote *remote;

	if (remote_open(l->client, address, &remote, d) == -1)
		return (-1);
	return (add_outside(l, outside_remote(remote), NULL, d));
}

static int
add_remote_folder(struct source_list *l, const char *address, struct diag *d)
{
	char **names;
	size_t n;
	int r = remote_list(l->client, address, &names, &n, d);

	if (r == 0 && pick(names, n, NULL) == 0)
		r = diag_set(d, "%s: has no files in it", address);
	for (size_t i = 0; i < n; i++) {
		if (r == 0 && names[i] != NULL)
			r = add_remote(l, names[i], d);
		free(names[i]);
	}
	free(names);
	return (r);
}

/* A data set of the catalog, under its own name; members of an archive have
   the file's. */
static int
add_known(struct source_list *l, const char *name, struct diag *d)
{
	char *path, *full;
	struct outside *o;
	struct bytes *b;
	bool members;
	int r;

	if (known_data(name, &path, &full, d) == -1)
		return (-1);
	r = outside_open(path, &o, d);
	if (r == 0 && (r = has_members(o, &members, d)) == -1)
		outside_free(o);
	else if (r == 0 && members)
		r = add_outside(l, o, NULL, d);
	else if (r == 0 && (r = bytes_open_outside(o, full, &b, d)) == 0)
		add(l, b);
	free(path);
	free(full);
	return (r);
}

int
source_list_add(struct source_list *l, const char *name, struct diag *d)
{
	struct stat st;

	if (strncmp(name, DATA_NAME, strlen(DATA_NAME)) == 0)
		return (add_known(l, name, d));
	if (strcmp(name, "-") == 0)
		return (add_file(l, name, NULL, d));
	if (database_is_address(name)) {
		l->addresses = mem_realloc(l->addresses, l->n_addresses + 1,
		    sizeof(*l->addresses));
		l->addresses[l->n_addresses++] = name;
		return (0);
	}
	if (remote_is_address(name)) {
		if (l->client == NULL)
			l->client = remote_client_new();
		return ((remote_is_folder(name) ? add_remote_folder :
		    add_remote)(l, name, d));
	}
	if (stat(name, &st) == -1) {
		if (errno == ENOENT || errno == ENOTDIR)
			return (add_picked(l, name, d));
		return (diag_errno(d, "%s", name));
	}
	if (S_ISDIR(st.st_mode))
		return (add_all_below(l, name, d));
	return (add_file(l, name, NULL, d));
}

int
source_list_add_memory(struct source_list *l, const char *name,
    const char *p, size_t n, struct diag *d)
{
	return (add_outside(l, outside_memory(name, p, n), NULL, d));
}
