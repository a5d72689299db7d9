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
#include "mem.h"
#include "numtext.h"

#include "journal.h"

#define LINES ".jsonl"
#define HOST_MAX 255

struct journal {
	char *folder;
	char *host;
	char *name;		/* of our file, without its ending */
	int fd;
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

/* A whole file from an offset on. */
static int
read_file(const char *path, off_t at, struct str *out, struct diag *d)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd == -1)
		return (diag_errno(d, "%s", path));
	do {
		n = pread(fd, str_reserve(out, 65536), 65536,
		    at + (off_t)out->len);
		if (n > 0)
			str_commit(out, (size_t)n);
	} while (n > 0);
	if (n == -1)
		diag_errno(d, "%s", path);
	close(fd);
	return (n == -1 ? -1 : 0);
}

static int
write_all(int fd, const char *path, const struct str *text, struct diag *d)
{
	ssize_t n = write(fd, text->buf, text->len);

	if (n == -1)
		return (diag_errno(d, "%s", path));
	if ((size_t)n < text->len)
		return (diag_set(d, "%s: a short write", path));
	return (0);
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
	int r = read_file(path, 0, &text, d);

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

/* Written under our name and linked, so that it appears whole, and once. */
static int
write_study(const struct journal *j, const char *path, const json_t *study,
    struct diag *d)
{
	char *temp = path_in(j->folder, j->name, ".tmp");
	int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	struct str text = STR_INIT;
	int r = -1;

	doc_write(study, &text);
	str_addc(&text, '\n');
	if (fd == -1)
		diag_errno(d, "%s", temp);
	else if (write_all(fd, temp, &text, d) == 0) {
		r = link(temp, path);
		if (r == -1 && errno != EEXIST)
			diag_errno(d, "%s", path);
		else
			r = 0;
	}
	if (fd != -1) {
		close(fd);
		unlink(temp);
	}
	str_release(&text);
	free(temp);
	return (r);
}

static int
settle_study(const struct journal *j, const json_t *study, struct diag *d)
{
	char *path = path_in(j->folder, "study", ".json");
	int r = 0;

	if (access(path, F_OK) == -1)
		r = write_study(j, path, study, d);
	if (r == 0)
		r = check_study(path, study, d);
	free(path);
	return (r);
}

/* A name that no process had before. */
static int
open_own(struct journal *j, struct diag *d)
{
	struct str name = STR_INIT;
	char *path = NULL;

	for (int k = 0; j->fd == -1; k++) {
		str_clear(&name);
		str_addf(&name, "%s.%ld.%d", j->host, (long)getpid(), k);
		free(path);
		path = path_in(j->folder, name.buf, LINES);
		j->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND |
		    O_CLOEXEC, 0666);
		if (j->fd == -1 && errno != EEXIST)
			break;
	}
	if (j->fd == -1)
		diag_errno(d, "%s", path);
	j->name = str_detach(&name);
	free(path);
	return (j->fd == -1 ? -1 : 0);
}

static struct journal *
new_journal(const char *folder)
{
	struct journal *j = MEM_NEW(struct journal);
	char host[HOST_MAX + 1] = "";

	if (gethostname(host, HOST_MAX) == -1 || strchr(host, '/') != NULL)
		strncpy(host, "host", HOST_MAX);
	j->folder = mem_strdup(folder);
	j->host = mem_strdup(host);
	j->fd = -1;
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
	else if (open_own(j, d) == 0 && settle_study(j, study, d) == 0) {
		*out = j;
		return (0);
	}
	journal_free(j);
	return (-1);
}

void
journal_free(struct journal *j)
{
	char *path;

	if (j == NULL)
		return;
	if (j->fd != -1) {
		path = path_in(j->folder, j->name, LINES);
		if (lseek(j->fd, 0, SEEK_END) == 0)
			unlink(path);
		free(path);
		close(j->fd);
	}
	dict_release(&j->files);
	free(j->at);
	free(j->name);
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
	int r = read_file(path, *at, &text, d);

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

static bool
has_ending(const char *name, const char *ending)
{
	size_t n = strlen(name), m = strlen(ending);

	return (n > m && strcmp(name + n - m, ending) == 0);
}

static int
compare_names(const void *a, const void *b)
{
	return (strcmp(*(char *const *)a, *(char *const *)b));
}

/* The files of trials in a folder, in order: a heap array of heap strings. */
static int
list_files(const char *folder, char ***out, size_t *n, struct diag *d)
{
	DIR *dir = opendir(folder);
	struct dirent *e;

	*out = NULL;
	*n = 0;
	if (dir == NULL)
		return (diag_errno(d, "%s", folder));
	while ((e = readdir(dir)) != NULL) {
		if (!has_ending(e->d_name, LINES))
			continue;
		*out = mem_realloc(*out, *n + 1, sizeof(**out));
		(*out)[(*n)++] = mem_strdup(e->d_name);
	}
	closedir(dir);
	if (*n > 0)
		qsort(*out, *n, sizeof(**out), compare_names);
	return (0);
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
	int r = list_files(j->folder, &names, &n, d);

	for (size_t i = 0; i < n; i++) {
		if (r == 0 && !(strncmp(names[i], j->name, strlen(j->name)) ==
		    0 && strcmp(names[i] + strlen(j->name), LINES) == 0)) {
			path = path_in(j->folder, names[i], "");
			r = read_lines(path, place_of(j, names[i]), ts, NULL,
			    d);
			free(path);
		}
		free(names[i]);
	}
	free(names);
	return (r);
}

int
journal_learn(const char *folder, struct trials *ts, size_t *n_left,
    struct diag *d)
{
	char **names, *path;
	size_t n;
	int r = list_files(folder, &names, &n, d);

	*n_left = 0;
	for (size_t i = 0; i < n; i++) {
		off_t at = 0;

		path = path_in(folder, names[i], "");
		if (r == 0)
			r = read_lines(path, &at, ts, n_left, d);
		free(path);
		free(names[i]);
	}
	free(names);
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
	alive = stat(path, &theirs) == 0 && fstat(j->fd, &ours) == 0 &&
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
	char *own = path_in("", j->name, LINES), *path;
	char who[NAME_MAX + 1];
	int r = 0;

	journal_beat(j);
	for (int g = 0; r == 0; g++) {
		str_clear(&name);
		str_addf(&name, "%zu.%d", number, g);
		path = path_in(j->folder, name.buf, ".claim");
		if (symlink(own + 1, path) == 0)
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
	free(own);
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
	r = write_all(j->fd, j->name, &line, d);
	if (r == 0 && fdatasync(j->fd) == -1)
		r = diag_errno(d, "%s", j->name);
	str_release(&line);
	json_decref(o);
	return (r);
}

void
journal_beat(struct journal *j)
{
	(void)futimens(j->fd, NULL);
}
