/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "mlc_folder.h"
#include "outfile.h"
#include "sealed.h"

#include "store.h"

int
store_make_folders(const char *path, struct diag *d)
{
	char *copy = mem_strdup(path);
	int r = 0;

	for (char *p = copy + 1; r == 0 && *p != '\0'; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(copy, 0777) == -1 && errno != EEXIST)
			r = diag_errno(d, "%s", copy);
		*p = '/';
	}
	if (r == 0 && mkdir(copy, 0777) == -1 && errno != EEXIST)
		r = diag_errno(d, "%s", copy);
	free(copy);
	return (r);
}

/* It says what it is last, so that a folder that says so is whole. */
int
store_make(const char *folder, bool *made, struct diag *d)
{
	static const char *const parts[] = { "objects", "runs", "data",
		"registry" };
	json_t *what = json_pack("{si}", "mlc_store", 1);
	char previous[DIGEST_HEX + 1] = "", *path;
	struct str text = STR_INIT;
	int r = 0;

	for (size_t i = 0; r == 0 && i < sizeof(parts) / sizeof(parts[0]);
	    i++) {
		path = mlc_folder_path(folder, "%s", parts[i]);
		r = store_make_folders(path, d);
		free(path);
	}
	if (r == 0) {
		path = mlc_folder_path(folder, "mlc.json");
		sealed_write(what, previous, &text);
		r = outfile_put_new(path, &text, d);
		*made = r == 1;
		free(path);
	}
	json_decref(what);
	str_release(&text);
	return (r == -1 ? -1 : 0);
}

int
store_find_or_make(char **out, bool *made, struct diag *d)
{
	*made = false;
	*out = mlc_folder_find();
	if (*out == NULL) {
		char *here = realpath(".", NULL);

		if (here == NULL)
			return (diag_errno(d, "this folder"));
		*out = mlc_folder_path(here, ".mlc");
		free(here);
	}
	if (store_make(*out, made, d) == 0)
		return (0);
	free(*out);
	*out = NULL;
	return (-1);
}

bool
store_has(const char *folder, const char *hex)
{
	char *path = mlc_folder_object(folder, hex);
	bool has = access(path, F_OK) == 0;

	free(path);
	return (has);
}

/* The path of an object that is to be written, NULL where it is there. */
static int
begin_object(const char *folder, const char *hex, char **path, struct diag *d)
{
	char *part = mlc_folder_path(folder, "objects/%.2s", hex);
	int r = 0;

	*path = NULL;
	if (!store_has(folder, hex)) {
		r = store_make_folders(part, d);
		*path = mlc_folder_object(folder, hex);
	}
	free(part);
	return (r);
}

int
store_put(const char *folder, const char *p, size_t n, char *hex,
    struct diag *d)
{
	struct str text = STR_INIT;
	char *path;
	int r;

	digest_bytes(p, n, hex);
	r = begin_object(folder, hex, &path, d);
	if (r == 0 && path != NULL) {
		str_add(&text, p, n);
		r = outfile_put_new(path, &text, d);
	}
	str_release(&text);
	free(path);
	return (r == -1 ? -1 : 0);
}

/* The bytes of a file to where an object of this digest goes. */
static int
copy_bytes(FILE *f, const char *from, struct outfile *o, const char *hex,
    struct diag *d)
{
	char buf[4096], copied[DIGEST_HEX + 1];
	struct digest g;
	size_t n;

	digest_init(&g);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0) {
		digest_update(&g, buf, n);
		if (outfile_write(o, buf, n, d) == -1)
			return (-1);
	}
	if (ferror(f))
		return (diag_errno(d, "%s", from));
	digest_final(&g, copied);
	if (strcmp(copied, hex) != 0)
		return (diag_set(d, "%s: its bytes are not those it had",
		    from));
	return (0);
}

/* A file that has to have this digest to where a path says. */
static int
copy_to(const char *from, const char *path, const char *hex, struct diag *d)
{
	struct outfile o;
	FILE *f = fopen(from, "rb");
	int r = f == NULL ? diag_errno(d, "%s", from) :
	    outfile_open(&o, path, d);

	if (r == 0 && copy_bytes(f, from, &o, hex, d) == -1) {
		outfile_abort(&o);
		r = -1;
	} else if (r == 0) {
		r = outfile_commit(&o, d);
	}
	if (f != NULL)
		fclose(f);
	return (r);
}

static int
copy_file(const char *from, const char *folder, const char *hex,
    struct diag *d)
{
	char *path;
	int r = begin_object(folder, hex, &path, d);

	if (r == 0 && path != NULL)
		r = copy_to(from, path, hex, d);
	free(path);
	return (r);
}

int
store_get_file(const char *folder, const char *hex, const char *path,
    struct diag *d)
{
	char *object = mlc_folder_object(folder, hex);
	int r = copy_to(object, path, hex, d);

	free(object);
	return (r);
}

int
store_put_file(const char *folder, const char *path, char *hex,
    struct diag *d)
{
	struct stat st;

	if (stat(path, &st) == -1)
		return (diag_errno(d, "%s", path));
	if (!S_ISREG(st.st_mode))
		return (diag_set(d, "%s: is no regular file", path));
	if (digest_file(path, hex, d) == -1)
		return (-1);
	return (copy_file(path, folder, hex, d));
}

int
store_link(const char *folder, const char *place, const char *hex,
    struct diag *d)
{
	char *link = mlc_folder_path(folder, "%s", place);
	char *host = line_file_host();
	const char *slash = strrchr(link, '/');
	struct str temp = STR_INIT, target = STR_INIT;
	int r = 0;

	str_add(&temp, link, (size_t)(slash - link));
	str_addf(&temp, "/.%s.%s.%ld.tmp", slash + 1, host, (long)getpid());
	for (const char *p = place; (p = strchr(p, '/')) != NULL; p++)
		str_addz(&target, "../");
	str_addf(&target, "objects/%.2s/%s", hex, hex + 2);
	unlink(temp.buf);
	if (symlink(target.buf, temp.buf) == -1 ||
	    rename(temp.buf, link) == -1) {
		r = diag_errno(d, "%s", link);
		unlink(temp.buf);
	}
	str_release(&temp);
	str_release(&target);
	free(host);
	free(link);
	return (r);
}

void
store_read_link(const char *link, char hex[DIGEST_HEX + 1])
{
	char target[2 * DIGEST_HEX];
	ssize_t n = readlink(link, target, sizeof(target));
	size_t part = DIGEST_HEX - 2;

	hex[0] = '\0';
	if (n > DIGEST_HEX && n < (ssize_t)sizeof(target)) {
		memcpy(hex, target + n - part - 3, 2);
		memcpy(hex + 2, target + n - part, part);
		hex[DIGEST_HEX] = '\0';
	}
}

int
entry_file_open(struct entry_file *e, const char *run_folder, struct diag *d)
{
	e->previous[0] = '\0';
	return (line_file_open(&e->lines, run_folder, d));
}

int
entry_file_add(struct entry_file *e, json_t *o, struct diag *d)
{
	char previous[DIGEST_HEX + 1];
	struct str text = STR_INIT;
	int r;

	memcpy(previous, e->previous, sizeof(previous));
	sealed_write(o, previous, &text);
	r = line_file_add(&e->lines, &text, d);
	if (r == 0)
		memcpy(e->previous, previous, sizeof(previous));
	str_release(&text);
	json_decref(o);
	return (r);
}

void
entry_file_close(struct entry_file *e)
{
	line_file_close(&e->lines);
}

/* A whole line and a byte: that was its end, and is not any more. */
static bool
is_whole_line(const char *p, size_t n, const char *previous)
{
	char hex[DIGEST_HEX + 1];
	json_t *o = NULL;
	struct diag d;
	bool whole;

	memcpy(hex, previous, sizeof(hex));
	whole = n > 1 && sealed_read(p, n - 1, hex, &o, &d) == 0;
	json_decref(o);
	return (whole);
}

int
entry_file_read(const char *path, json_t *out, entry_fault *fault, void *ctx,
    struct diag *d)
{
	char previous[DIGEST_HEX + 1] = "";
	struct str text = STR_INIT;
	const char *p, *end, *line;
	size_t number = 0;
	struct diag what;
	json_t *o;

	if (line_file_read(path, 0, &text, d) == -1) {
		str_release(&text);
		return (-1);
	}
	end = text.buf + text.len;
	for (p = text.buf; p != end; p = line + 1) {
		number++;
		line = memchr(p, '\n', (size_t)(end - p));
		if (line == NULL) {
			fault(ctx, path, number, is_whole_line(p,
			    (size_t)(end - p), previous) ?
			    "has lost its end" : NULL);
			break;
		}
		if (sealed_read(p, (size_t)(line - p), previous, &o, &what) ==
		    0)
			json_array_append_new(out, o);
		else
			fault(ctx, path, number, what.text);
	}
	str_release(&text);
	return (0);
}
