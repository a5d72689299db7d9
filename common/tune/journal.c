/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dict.h"
#include "line_file.h"
#include "mem.h"
#include "numtext.h"
#include "outfile.h"

#include "journal.h"

struct journal {
	char *folder;
	char *host;
	struct line_file own;
	struct dict files;	/* of others, with how far they were read: */
	off_t *at;
	size_t cap;
};

static char *
path_in(const char *folder, const char *name, const char *ending)
{
	struct str s = STR_INIT;

	str_addf(&s, "%s/%s%s", folder, name, ending);
	return (str_detach(&s));
}

/* What is not the same in two studies. */
static int
compare_studies(const json_t *ours, const json_t *theirs, struct diag *d)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)ours, key, value) {
		const json_t *other = json_object_get(theirs, key);
		struct str a = STR_INIT;

		if (json_equal(value, other))
			continue;
		if (other != NULL)
			doc_write(other, &a);
		diag_set(d, "is of another search: its %s is %s", key,
		    a.len > 0 ? a.buf : "not there");
		str_release(&a);
		return (-1);
	}
	return (0);
}

static int
check_study(const char *path, const json_t *study, struct diag *d)
{
	struct str text = STR_INIT;
	json_t *theirs;
	int r = line_file_read(path, 0, &text, d);

	if (r == 0) {
		r = doc_parse(str_get(&text), text.len, &theirs, d);
		if (r == 0) {
			r = compare_studies(study, theirs, d);
			json_decref(theirs);
		}
		if (r == -1)
			diag_prefix(d, "%s", path);
	}
	str_release(&text);
	return (r);
}

/* It appears whole, and once. */
static int
write_study(const char *path, const json_t *study, struct diag *d)
{
	struct str text = STR_INIT;
	int r;

	doc_write(study, &text);
	str_addc(&text, '\n');
	r = outfile_put_new(path, &text, d);
	str_release(&text);
	return (r == -1 ? -1 : 0);
}

static int
settle_study(const struct journal *j, const json_t *study, struct diag *d)
{
	char *path = path_in(j->folder, "study", ".json");
	int r = 0;

	if (access(path, F_OK) == -1)
		r = write_study(path, study, d);
	if (r == 0)
		r = check_study(path, study, d);
	free(path);
	return (r);
}

static struct journal *
new_journal(const char *folder)
{
	struct journal *j = MEM_NEW(struct journal);

	j->folder = mem_strdup(folder);
	j->host = line_file_host();
	j->own.fd = -1;
	dict_init(&j->files);
	return (j);
}

int
journal_open(const char *folder, const json_t *study, struct journal **out,
    struct diag *d)
{
	struct journal *j = new_journal(folder);

	if (mkdir(folder, 0777) == -1 && errno != EEXIST)
		diag_errno(d, "%s", folder);
	else if (line_file_open(&j->own, folder, d) == 0 &&
	    settle_study(j, study, d) == 0) {
		*out = j;
		return (0);
	}
	journal_free(j);
	return (-1);
}

void
journal_free(struct journal *j)
{
	if (j == NULL)
		return;
	line_file_close(&j->own);
	dict_release(&j->files);
	free(j->at);
	free(j->host);
	free(j->folder);
	free(j);
}

/* The trial of a line; a number of its own where it is from elsewhere. */
static int
add_line(struct trials *ts, const char *line, size_t n, bool renumber,
    struct diag *d)
{
	struct trial t;
	json_t *o;
	int r;

	if (doc_parse(line, n, &o, d) == -1)
		return (-1);
	r = trial_from_json(ts, o, &t, d);
	json_decref(o);
	if (r == -1)
		return (-1);
	if (renumber)
		t.number = ts->n;
	trials_add(ts, &t);
	return (0);
}

/* The whole lines of a file from *at on. n_left: not NULL where lines may be
   of another search. */
static int
read_lines(const char *path, off_t *at, struct trials *ts, size_t *n_left,
    struct diag *d)
{
	struct str text = STR_INIT;
	const char *s, *end;
	int r = line_file_read(path, *at, &text, d);

	for (s = text.buf; r == 0 && s != NULL && (end = memchr(s, '\n',
	    text.len - (size_t)(s - text.buf))) != NULL; s = end + 1) {
		*at += end + 1 - s;
		r = add_line(ts, s, (size_t)(end - s), n_left != NULL, d);
		if (r == -1 && n_left != NULL) {
			++*n_left;
			r = 0;
		} else if (r == -1) {
			diag_prefix(d, "%s: at byte %lld", path,
			    (long long)(*at - (end + 1 - s)));
		}
	}
	str_release(&text);
	return (r);
}

static off_t *
place_of(struct journal *j, const char *name)
{
	uint32_t id = dict_add(&j->files, name, strlen(name));
	size_t before = j->cap;

	if (id >= j->cap) {
		j->at = mem_grow(j->at, &j->cap, id + 1, sizeof(*j->at));
		memset(j->at + before, 0, (j->cap - before) *
		    sizeof(*j->at));
	}
	return (&j->at[id]);
}

int
journal_read(struct journal *j, struct trials *ts, struct diag *d)
{
	char **names, *path;
	size_t n;
	int r = line_files_list(j->folder, &names, &n, d);

	for (size_t i = 0; i < n && r == 0; i++) {
		if (strcmp(names[i], j->own.name) == 0)
			continue;
		path = path_in(j->folder, names[i], "");
		r = read_lines(path, place_of(j, names[i]), ts, NULL, d);
		free(path);
	}
	line_files_free(names, n);
	return (r);
}

int
journal_learn(const char *folder, struct trials *ts, size_t *n_left,
    struct diag *d)
{
	char **names, *path;
	size_t n;
	int r = line_files_list(folder, &names, &n, d);

	*n_left = 0;
	for (size_t i = 0; i < n && r == 0; i++) {
		off_t at = 0;

		path = path_in(folder, names[i], "");
		r = read_lines(path, &at, ts, n_left, d);
		free(path);
	}
	line_files_free(names, n);
	if (r == 0 && ts->n == 0)
		return (diag_set(d, "%s: no trials of these parameters and "
		    "objectives", folder));
	return (r);
}

/* Does the process that writes this file still live? */
static bool
lives(const struct journal *j, const char *name)
{
	size_t host = strlen(j->host);
	char *path;
	struct stat theirs, ours;
	int64_t pid;
	bool alive;

	if (strncmp(name, j->host, host) == 0 && name[host] == '.' &&
	    parse_int(name + host + 1, strcspn(name + host + 1, "."),
	    &pid) == 0 && kill((pid_t)pid, 0) == -1 && errno == ESRCH)
		return (false);
	path = path_in(j->folder, name, "");
	alive = stat(path, &theirs) == 0 && fstat(j->own.fd, &ours) == 0 &&
	    ours.st_mtime - theirs.st_mtime <= JOURNAL_SILENCE;
	free(path);
	return (alive);
}

/* Who has made the claim; "" where it is gone. A link to his file, as it is
   made at once or not at all, and once. */
static void
read_claim(const char *path, char who[NAME_MAX + 1])
{
	ssize_t n = readlink(path, who, NAME_MAX);

	who[n > 0 ? n : 0] = '\0';
}

int
journal_claim(struct journal *j, size_t number, struct diag *d)
{
	struct str name = STR_INIT;
	char *path, who[NAME_MAX + 1];
	int r = 0;

	journal_beat(j);
	for (int g = 0; r == 0; g++) {
		str_clear(&name);
		str_addf(&name, "%zu.%d", number, g);
		path = path_in(j->folder, name.buf, ".claim");
		if (symlink(j->own.name, path) == 0)
			r = 1;
		else if (errno != EEXIST)
			r = diag_errno(d, "%s", path);
		else
			read_claim(path, who);
		free(path);
		if (r == 0 && lives(j, who))
			break;
	}
	str_release(&name);
	return (r);
}

int
journal_write(struct journal *j, const struct trials *ts,
    const struct trial *t, struct diag *d)
{
	json_t *o = trial_to_json(ts, t);
	struct str line = STR_INIT;
	int r;

	doc_write(o, &line);
	str_addc(&line, '\n');
	r = line_file_add(&j->own, &line, d);
	str_release(&line);
	json_decref(o);
	return (r);
}

void
journal_beat(struct journal *j)
{
	(void)futimens(j->own.fd, NULL);
}
