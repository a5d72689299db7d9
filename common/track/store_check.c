/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "dict.h"
#include "mlc_folder.h"
#include "promotion.h"
#include "sealed.h"
#include "store.h"

#include "store_check.h"

/* Call for each entry of a folder that is not hidden, or for the hidden ones;
   a folder that is not there has none. */
static int
each_entry(const char *folder, bool hidden, int (*call)(void *ctx,
    const char *path, const char *name, struct diag *), void *ctx,
    struct diag *d)
{
	DIR *dir = opendir(folder);
	struct dirent *e;
	char *path;
	int r = 0;

	if (dir == NULL)
		return (errno == ENOENT || errno == ENOTDIR ? 0 :
		    diag_errno(d, "%s", folder));
	while (r == 0 && (e = readdir(dir)) != NULL) {
		if ((e->d_name[0] == '.') != hidden ||
		    strcmp(e->d_name, ".") == 0 ||
		    strcmp(e->d_name, "..") == 0)
			continue;
		path = mlc_folder_path(folder, "%s", e->d_name);
		r = call(ctx, path, e->d_name, d);
		free(path);
	}
	closedir(dir);
	return (r);
}

/* The digests that a text speaks of: words of 64 digits. */
static void
note_digests(const char *p, size_t n, struct dict *out)
{
	size_t k = 0;

	for (size_t i = 0; i <= n; i++) {
		if (i < n && strchr("0123456789abcdef", p[i]) != NULL &&
		    p[i] != '\0') {
			k++;
			continue;
		}
		if (k == DIGEST_HEX)
			dict_add(out, p + i - k, k);
		k = 0;
	}
}

static int
note_file(const char *path, struct dict *out, struct diag *d)
{
	struct str text = STR_INIT;
	int r = line_file_read(path, 0, &text, d);

	if (r == 0)
		note_digests(str_get(&text), text.len, out);
	str_release(&text);
	return (r);
}

struct checking {
	struct store_check *o;
	const char *store;
	const char *part;	/* the first digits of an object */
};

static void
tell(const struct checking *c, const char *path, const char *what)
{
	c->o->fault(c->o->ctx, path, 0, what);
}

static int
check_object(void *ctx, const char *path, const char *name, struct diag *d)
{
	struct checking *c = ctx;
	char hex[DIGEST_HEX + 1];
	struct stat st;

	if (digest_file(path, hex, d) == -1)
		return (-1);
	if (strncmp(hex, c->part, 2) != 0 || strcmp(hex + 2, name) != 0)
		tell(c, path, "is not what was written: its SHA-256 is not "
		    "its name");
	c->o->n_objects++;
	c->o->n_bytes += stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;
	return (0);
}

static int
check_objects(void *ctx, const char *path, const char *name, struct diag *d)
{
	struct checking *c = ctx;

	c->part = name;
	return (each_entry(path, false, check_object, c, d));
}

/* An object that a member of a line says is kept. */
static void
check_kept(const struct checking *c, const char *path, const char *hex)
{
	if (hex != NULL && strlen(hex) == DIGEST_HEX &&
	    !store_has(c->store, hex))
		tell(c, path, "an object that it speaks of is not there");
}

static void
check_line(const struct checking *c, const char *path, const json_t *line)
{
	const json_t *outputs = json_object_get(line, "outputs"), *o;

	check_kept(c, path, doc_text(json_object_get(line, "output"),
	    "kept"));
	check_kept(c, path, doc_text(json_object_get(line, "code"),
	    "changes"));
	for (size_t i = 0; i < json_array_size(outputs); i++) {
		o = json_array_get(outputs, i);
		if (json_object_get(o, "kept") != NULL)
			check_kept(c, path, doc_text(o, "sha256"));
	}
}

static int
check_lines(void *ctx, const char *path, const char *name, struct diag *d)
{
	struct checking *c = ctx;
	json_t *lines = json_array();
	int r = entry_file_read(path, lines, c->o->fault, c->o->ctx, d);

	(void)name;
	for (size_t i = 0; i < json_array_size(lines); i++)
		check_line(c, path, json_array_get(lines, i));
	json_decref(lines);
	c->o->n_files++;
	return (r);
}

static int
check_run(void *ctx, const char *path, const char *name, struct diag *d)
{
	(void)name;
	return (each_entry(path, false, check_lines, ctx, d));
}

/* N.json, a sealed line. */
static int
check_sealed(void *ctx, const char *path, const char *name, struct diag *d)
{
	struct checking *c = ctx;
	size_t n = strlen(name);
	struct diag what;
	json_t *o;

	(void)d;
	if (n < 6 || strcmp(name + n - 5, ".json") != 0)
		return (0);
	c->o->n_files++;
	if (sealed_file(path, &o, &what) == -1) {
		tell(c, path, what.text + strlen(path) + 2);
		return (0);
	}
	check_kept(c, path, doc_text(o, "to"));
	check_kept(c, path, doc_text(o, "verdict"));
	check_kept(c, path, doc_text(o, "kept"));
	json_decref(o);
	return (0);
}

static int
check_named(void *ctx, const char *path, const char *name, struct diag *d)
{
	(void)name;
	return (each_entry(path, false, check_sealed, ctx, d));
}

/* Does the link lead to the object? hex NULL: is it not there? */
static bool
leads_to(const struct checking *c, const char *link, const char *hex)
{
	char *want = hex != NULL ? mlc_folder_object(c->store, hex) : NULL;
	char *real = realpath(link, NULL);
	char *there = want != NULL ? realpath(want, NULL) : NULL;
	bool leads = real == NULL || there == NULL ?
	    hex == NULL && access(link, F_OK) == -1 :
	    strcmp(real, there) == 0;

	free(want);
	free(real);
	free(there);
	return (leads);
}

/* A link leads to where the last change of the stage has put it, or where the
   one before did. */
static int
check_stages(void *ctx, const char *path, const char *name, struct diag *d)
{
	struct checking *c = ctx;
	json_t *stages;
	char *link;

	if (promotion_stages(c->store, name, &stages, d) == -1)
		return (0);	/* that its history was changed is told */
	for (size_t i = 0; i < json_array_size(stages); i++) {
		const json_t *s = json_array_get(stages, i);

		link = mlc_folder_path(path, "%s", doc_text(s, "stage"));
		if (leads_to(c, link, doc_text(s, "to")))
			;
		else if (leads_to(c, link, doc_text(s, "was")))
			c->o->note(c->o->ctx, link, "the last change of this "
			    "stage was cut short; 'mlc-track stages' ends it");
		else
			tell(c, link, "does not lead to where its history "
			    "has put it");
		free(link);
	}
	json_decref(stages);
	return (0);
}

/* A signature is an object, so that it is told where it was changed. */
static int
check_signature(void *ctx, const char *path, const char *name,
    struct diag *d)
{
	const struct checking *c = ctx;
	char hex[DIGEST_HEX + 1];

	(void)name, (void)d;
	store_read_link(path, hex);
	if (*hex == '\0' || !store_has(c->store, hex))
		tell(c, path, "leads to no object");
	return (0);
}

int
store_check(const char *store, struct store_check *o, struct diag *d)
{
	static const struct {
		const char *folder;
		int (*call)(void *, const char *, const char *,
		    struct diag *);
	} parts[] = {
		{ "objects", check_objects }, { "runs", check_run },
		{ "data", check_named }, { "registry", check_named },
		{ "registry", check_stages }, { "stamps", check_sealed },
		{ "signatures", check_signature }
	};
	struct checking c = { .o = o, .store = store };
	char *path;
	int r = each_entry(store, false, check_sealed, &c, d);

	for (size_t i = 0; r == 0 && i < sizeof(parts) / sizeof(parts[0]);
	    i++) {
		path = mlc_folder_path(store, "%s", parts[i].folder);
		r = each_entry(path, false, parts[i].call, &c, d);
		free(path);
	}
	return (r);
}

struct sweeping {
	struct store_sweep *o;
	const char *part;
	struct dict spoken_of;
	bool removed;		/* is the run that is looked at? */
	time_t now;
};

static int
remove_file(struct sweeping *s, const char *path, uint64_t *count,
    struct diag *d)
{
	struct stat st;

	if (lstat(path, &st) == -1 || S_ISDIR(st.st_mode) ||
	    s->now - st.st_mtime < s->o->grace)
		return (0);
	if (!s->o->dry_run && unlink(path) == -1)
		return (diag_errno(d, "%s", path));
	++*count;
	s->o->n_bytes += (uint64_t)st.st_size;
	return (0);
}

static int
note_named(void *ctx, const char *path, const char *name, struct diag *d)
{
	struct sweeping *s = ctx;

	return (strstr(name, ".json") == NULL ? 0 :
	    note_file(path, &s->spoken_of, d));
}

static int
note_all(void *ctx, const char *path, const char *name, struct diag *d)
{
	(void)name;
	return (each_entry(path, false, note_named, ctx, d));
}

/* What a link leads to is spoken of. */
static int
note_link(void *ctx, const char *path, const char *name, struct diag *d)
{
	struct sweeping *s = ctx;
	char hex[DIGEST_HEX + 1];

	(void)name, (void)d;
	store_read_link(path, hex);
	dict_add(&s->spoken_of, hex, strlen(hex));
	return (0);
}

static void
pass_over(void *ctx, const char *path, size_t line, const char *what)
{
	(void)ctx, (void)path, (void)line, (void)what;
}

static int
look_for_removal(void *ctx, const char *path, const char *name,
    struct diag *d)
{
	struct sweeping *s = ctx;
	json_t *lines = json_array();
	int r = entry_file_read(path, lines, pass_over, NULL, d);

	(void)name;
	for (size_t i = 0; i < json_array_size(lines); i++)
		s->removed |= doc_is(json_array_get(lines, i), "kind",
		    "removed");
	json_decref(lines);
	return (r);
}

static int
sweep_line_file(void *ctx, const char *path, const char *name, struct diag *d)
{
	struct sweeping *s = ctx;
	uint64_t files = 0;

	(void)name;
	return (remove_file(s, path, &files, d));
}

static int
sweep_run(void *ctx, const char *path, const char *name, struct diag *d)
{
	struct sweeping *s = ctx;
	int r;

	s->removed = false;
	r = each_entry(path, false, look_for_removal, s, d);
	if (r == -1 || !s->removed)
		return (r == 0 ? note_all(s, path, name, d) : r);
	r = each_entry(path, false, sweep_line_file, s, d);
	if (r == -1)
		return (-1);
	if (!s->o->dry_run && rmdir(path) == -1)	/* what is new stays */
		return (note_all(s, path, name, d));
	s->o->n_runs++;
	return (0);
}

static int
sweep_object(void *ctx, const char *path, const char *name, struct diag *d)
{
	struct sweeping *s = ctx;
	char hex[DIGEST_HEX + 1];

	if (strlen(name) != DIGEST_HEX - 2)
		return (0);
	memcpy(hex, s->part, 2);
	memcpy(hex + 2, name, DIGEST_HEX - 1);
	if (dict_findz(&s->spoken_of, hex) != DICT_NONE)
		return (0);
	return (remove_file(s, path, &s->o->n_objects, d));
}

static int
sweep_leftover(void *ctx, const char *path, const char *name, struct diag *d)
{
	struct sweeping *s = ctx;

	(void)name;
	return (remove_file(s, path, &s->o->n_leftovers, d));
}

static int
sweep_leftovers(void *ctx, const char *path, const char *name,
    struct diag *d)
{
	(void)name;
	return (each_entry(path, true, sweep_leftover, ctx, d));
}

static int
sweep_objects(void *ctx, const char *path, const char *name, struct diag *d)
{
	struct sweeping *s = ctx;

	s->part = name;
	return (each_entry(path, false, sweep_object, s, d));
}

int
store_sweep(const char *store, struct store_sweep *o, struct diag *d)
{
	static const struct {
		const char *folder;
		int (*call)(void *, const char *, const char *,
		    struct diag *);
	} parts[] = {
		{ "runs", sweep_run }, { "data", note_all },
		{ "registry", note_all }, { "signatures", note_link },
		{ "objects", sweep_objects },
		{ "objects", sweep_leftovers }, { "data", sweep_leftovers },
		{ "registry", sweep_leftovers }
	};
	struct sweeping s = { .o = o, .now = time(NULL) };
	char *path;
	int r = 0;

	dict_init(&s.spoken_of);
	for (size_t i = 0; r == 0 && i < sizeof(parts) / sizeof(parts[0]);
	    i++) {
		path = mlc_folder_path(store, "%s", parts[i].folder);
		r = each_entry(path, false, parts[i].call, &s, d);
		free(path);
	}
	dict_release(&s.spoken_of);
	return (r);
}
