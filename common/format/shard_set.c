/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a set of shards. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dict.h"
#include "jsondoc.h"

#include "shard_set.h"

#define MANIFEST "manifest.json"
#define PIECE ((size_t)64 << 10)

char *
shard_manifest_path(const char *dir)
{
	struct str s = STR_INIT;

	str_addf(&s, "%s%s" MANIFEST, dir,
	    dir[strlen(dir) - 1] == '/' ? "" : "/");
	return (str_detach(&s));
}

static bool
begins(const char *path, const char *text)
{
	struct str bytes = STR_INIT;
	size_t n = strlen(text);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool same = fd != -1 && pread(fd, str_reserve(&bytes, n), n, 0) ==
	    (ssize_t)n && memcmp(bytes.buf, text, n) == 0;

	if (fd != -1)
		(void)close(fd);
	str_release(&bytes);
	return (same);
}

bool
shard_manifest_is(const char *path)
{
	const char *slash = strrchr(path, '/');

	return (strcmp(slash != NULL ? slash + 1 : path, MANIFEST) == 0 &&
	    begins(path, SHARD_MANIFEST));
}

bool
shard_manifest_is_open(const char *path)
{
	return (begins(path, SHARD_MANIFEST_OPEN));
}

static int
read_text(const char *path, struct str *text, struct diag *d)
{
	struct outside *o;
	size_t got;
	int r;

	if (outside_open(path, &o, d) == -1)
		return (-1);
	do {
		r = outside_read(o, text->len, str_reserve(text, PIECE), PIECE,
		    &got, d);
		if (r == 0)
			str_commit(text, got);
	} while (r == 0 && got > 0);
	outside_free(o);
	return (r);
}

/* Add a file of the list, which has to be what it was. */
static int
add_shard(struct source_list *l, const char *manifest, const char *path,
    const json_t *o, struct diag *d)
{
	const char *hex;
	int64_t size;
	struct stat st;

	if (doc_get_int(o, "bytes", &size, d) == -1 ||
	    doc_get_string(o, "sha256", &hex, d) == -1)
		return (diag_prefix(d, "%s", manifest));
	if (stat(path, &st) == -1 && errno == ENOENT)
		return (diag_set(d, "%s: is missing, and %s lists it", path,
		    manifest));
	if (stat(path, &st) == 0 && st.st_size != size)
		return (diag_set(d, "%s: has %lld bytes, and %" PRId64
		    " by %s: it is not what it was", path,
		    (long long)st.st_size, size, manifest));
	if (source_list_add(l, path, d) == -1)
		return (-1);
	outside_expect(bytes_outside(l->v[l->n - 1]), hex, manifest);
	return (0);
}

/* Add the listed files, whose names are noted. */
static int
add_listed(struct source_list *l, const char *manifest, const json_t *list,
    struct dict *names, struct diag *d)
{
	size_t i, dir = (size_t)(strrchr(manifest, '/') != NULL ?
	    strrchr(manifest, '/') + 1 - manifest : 0);
	struct str path = STR_INIT;
	const char *name;
	json_t *o;
	int r = 0;

	json_array_foreach(list, i, o) {
		if (doc_get_string(o, "name", &name, d) == -1) {
			r = diag_prefix(d, "%s", manifest);
			break;
		}
		if (strchr(name, '/') != NULL || name[0] == '.' ||
		    name[0] == '\0') {
			r = diag_set(d, "%s: \"%s\" is no name of a shard",
			    manifest, name);
			break;
		}
		str_clear(&path);
		str_addf(&path, "%.*s%s", (int)dir, manifest, name);
		dict_add(names, name, strlen(name));
		if ((r = add_shard(l, manifest, path.buf, o, d)) == -1)
			break;
	}
	str_release(&path);
	return (r);
}

/* Is there a file that is shown and not listed? */
static int
check_others(const char *manifest, const struct dict *names, struct diag *d)
{
	const char *slash = strrchr(manifest, '/');
	struct str dir = STR_INIT;
	const struct dirent *e;
	DIR *entries;
	int r = 0;

	str_addf(&dir, "%.*s.", slash != NULL ? (int)(slash + 1 - manifest) :
	    0, manifest);
	if ((entries = opendir(dir.buf)) == NULL)
		r = diag_errno(d, "%s", dir.buf);
	while (r == 0 && (e = readdir(entries)) != NULL) {
		if (e->d_name[0] != '.' && strcmp(e->d_name, MANIFEST) != 0 &&
		    dict_find(names, e->d_name, strlen(e->d_name)) ==
		    DICT_NONE)
			r = diag_set(d, "%.*s%s: is not in %s",
			    (int)dir.len - 1, dir.buf, e->d_name, manifest);
	}
	if (entries != NULL)
		closedir(entries);
	str_release(&dir);
	return (r);
}

int
shard_set_add(struct source_list *l, const char *manifest, struct diag *d)
{
	struct str text = STR_INIT;
	json_t *o = NULL, *list;
	struct dict names;
	int r;

	dict_init(&names);
	r = read_text(manifest, &text, d);
	if (r == 0 && (doc_parse(text.buf, text.len, &o, d) == -1 ||
	    doc_get_array(o, "shards", &list, d) == -1))
		r = diag_prefix(d, "%s", manifest);
	if (r == 0 && json_is_false(json_object_get(o, "done")))
		r = diag_set(d, "%s: the shards are not all written: "
		    "mlc-split failed, or has not ended", manifest);
	if (r == 0)
		r = add_listed(l, manifest, list, &names, d);
	if (r == 0)
		r = check_others(manifest, &names, d);
	dict_release(&names);
	json_decref(o);
	str_release(&text);
	return (r);
}
