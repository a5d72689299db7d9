/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "digest.h"
#include "line_file.h"
#include "mem.h"
#include "mlc_folder.h"
#include "numtext.h"
#include "sealed.h"

#include "known_name.h"

int
known_model(const char *name, char **path, struct diag *d)
{
	const char *rest, *at;
	char *folder, *base;
	int r;

	*path = NULL;
	if (strncmp(name, REGISTRY_NAME, strlen(REGISTRY_NAME)) != 0) {
		*path = mem_strdup(name);
		return (0);
	}
	rest = name + strlen(REGISTRY_NAME);
	at = strchr(rest, '@');
	if (at == NULL)
		return (diag_set(d, "\"%s\" is not " REGISTRY_NAME
		    "NAME@STAGE", name));
	if (mlc_folder_need(&folder, d) == -1)
		return (diag_prefix(d, "%s", name));
	base = mem_strndup(rest, (size_t)(at - rest));
	r = mlc_folder_check_name(base, d);
	if (r == 0)
		r = mlc_folder_check_name(at + 1, d);
	if (r == 0) {
		*path = mlc_folder_path(folder, "registry/%s/%s", base,
		    at + 1);
		if (access(*path, F_OK) == -1)
			r = diag_set(d, "no model \"%s\" is in the stage "
			    "\"%s\"", base, at + 1);
	}
	if (r == -1) {
		diag_prefix(d, "%s", name);
		free(*path);
		*path = NULL;
	}
	free(base);
	free(folder);
	return (r);
}

int
known_data_next(const char *store, const char *name, int64_t *out,
    struct diag *d)
{
	char *folder = mlc_folder_path(store, "data/%s", name), **names;
	int64_t v;
	size_t n;
	int r = 0;

	*out = 1;
	if (access(folder, F_OK) == 0)
		r = line_files_list_ending(folder, ".json", &names, &n, d);
	else
		n = 0;
	for (size_t i = 0; r == 0 && i < n; i++) {
		if (parse_int(names[i], strlen(names[i]) - 5, &v) == 0 &&
		    v >= *out)
			*out = v + 1;
	}
	if (r == 0 && n > 0)
		line_files_free(names, n);
	free(folder);
	return (r);
}

/* The version that a name ends with, or the last one. */
static int
find_version(const char *store, const char *base, const char *at,
    int64_t *out, struct diag *d)
{
	if (at != NULL && (parse_int(at + 1, strlen(at + 1), out) == -1 ||
	    *out < 1))
		return (diag_set(d, "\"%s\" is no version", at + 1));
	if (at != NULL)
		return (0);
	if (known_data_next(store, base, out, d) == -1)
		return (-1);
	return (--*out > 0 ? 0 : diag_set(d, "no data set \"%s\" is in the "
	    "catalog; 'mlc-track data ls' lists them", base));
}

int
known_data_read(const char *store, const char *name, json_t **out,
    struct diag *d)
{
	const char *at = strchr(name, '@');
	char *base = mem_strndup(name, strcspn(name, "@")), *path;
	int64_t version;
	int r = mlc_folder_check_name(base, d);

	if (r == 0)
		r = find_version(store, base, at, &version, d);
	if (r == 0) {
		path = mlc_folder_path(store, "data/%s/%lld.json", base,
		    (long long)version);
		r = access(path, F_OK) == -1 ? diag_set(d, "there is no "
		    "version %lld of \"%s\"", (long long)version, base) :
		    sealed_file(path, out, d);
		free(path);
	}
	free(base);
	return (r);
}

/* Does a file have the bytes? What is wrong, else. */
static int
check_bytes(const char *path, const char *digest, struct diag *d)
{
	char hex[DIGEST_HEX + 1];

	if (path == NULL || digest == NULL)
		return (diag_set(d, "it is not known where it is"));
	if (digest_file(path, hex, d) == -1)
		return (-1);
	if (strcmp(hex, digest) != 0)
		return (diag_set(d, "%s: holds other bytes: their SHA-256 is "
		    "%s, not %s", path, hex, digest));
	return (0);
}

/* Where it was, or the copy; the diag tells of where it was. */
static int
find_bytes(const char *store, const json_t *o, char **path, struct diag *d)
{
	const char *digest = doc_text(o, "digest");
	const char *kept = doc_text(o, "kept");
	struct diag why;

	if (check_bytes(doc_text(o, "path"), digest, d) == 0) {
		*path = mem_strdup(doc_text(o, "path"));
		return (0);
	}
	if (kept == NULL || strlen(kept) != DIGEST_HEX)
		return (-1);
	*path = mlc_folder_object(store, kept);
	if (check_bytes(*path, digest, &why) == 0)
		return (0);
	free(*path);
	return (-1);
}

int
known_data(const char *name, char **path, char **full, struct diag *d)
{
	struct str s = STR_INIT;
	json_t *o = NULL;
	char *store;
	int r;

	if (mlc_folder_need(&store, d) == -1)
		return (diag_prefix(d, "%s", name));
	r = known_data_read(store, name + strlen(DATA_NAME), &o, d);
	if (r == 0)
		r = find_bytes(store, o, path, d);
	if (r == 0) {
		str_addf(&s, DATA_NAME "%s@%lld", doc_text(o, "name"),
		    (long long)json_integer_value(json_object_get(o,
		    "version")));
		*full = str_detach(&s);
	}
	json_decref(o);
	free(store);
	return (r == 0 ? 0 : diag_prefix(d, "%s", name));
}
