/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "answer.h"
#include "numtext.h"

#include "request_log.h"

#define FLAGS (O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK)

/* A line that somebody was ended in, or that met a full disk, is not gone on
   with. */
static void
end_last_line(const char *path, int fd)
{
	struct stat st;
	char last = '\n';
	ssize_t ignored;
	int in;

	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode) ||
	    (in = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return;
	if (st.st_size > 0 &&
	    pread(in, &last, 1, st.st_size - 1) == 1 && last != '\n') {
		ignored = write(fd, "\n", 1);
		(void)ignored;
	}
	close(in);
}

static int
open_log(const char *path, struct diag *d)
{
	int fd = open(path, FLAGS, 0666);

	if (fd == -1 && errno == ENXIO)
		return (diag_set(d, "%s: a pipe that nobody reads", path));
	if (fd == -1)
		return (diag_errno(d, "%s", path));
	end_last_line(path, fd);
	return (fd);
}

int
request_log_open(struct request_log *l, const char *path, struct diag *d)
{
	l->fd = -1;
	l->path = path;
	atomic_init(&l->failed, 0);
	pthread_mutex_init(&l->lock, NULL);
	if (path == NULL)
		return (0);
	l->fd = open_log(path, d);
	return (l->fd == -1 ? -1 : 0);
}

int
request_log_reopen(struct request_log *l, struct diag *d)
{
	int fd, r;

	if (l->fd == -1)
		return (0);
	fd = open_log(l->path, d);
	if (fd == -1)
		return (-1);
	/* The descriptor changes what it stands for, but not its number. */
	pthread_mutex_lock(&l->lock);
	r = dup3(fd, l->fd, O_CLOEXEC);
	l->is_half = l->is_half && r == -1;
	pthread_mutex_unlock(&l->lock);
	if (r == -1)
		diag_errno(d, "%s", l->path);
	close(fd);
	return (r == -1 ? -1 : 0);
}

void
request_log_close(struct request_log *l)
{
	if (l->fd != -1)
		close(l->fd);
	l->fd = -1;
	pthread_mutex_destroy(&l->lock);
}

static int64_t
wall_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return ((int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000);
}

/* ,"name":text, unless the rows have such a column. */
static void
add_text(const struct scorer *s, const char *name, const char *text,
    struct str *out)
{
	if (schema_find(&s->version->p->spec.schema, name) != COLUMN_NONE)
		return;
	str_addf(out, ",\"%s\":", name);
	answer_text(text, out);
}

/* ,"positive":"yes","model":"churn","version":"0d3f5e11",
   "served_at":"2024-05-01T10:20:30Z"}; the class only where one score is of
   one. */
static void
line_end(const struct scorer *s, struct str *out)
{
	const struct model *m = s->version->p->model;
	char now[NUMTEXT_MAX + 1];

	if (m->task == TASK_BINARY)
		add_text(s, "positive", m->classes[1], out);
	now[format_time(now, wall_clock())] = '\0';
	add_text(s, "model", s->version->of->name, out);
	add_text(s, "version", version_label(s->version), out);
	if (s->version->of->label != NULL)
		add_text(s, "digest", s->version->name, out);
	add_text(s, "served_at", now, out);
	str_addz(out, "}\n");
}

/* The raw columns, but outputs of a model that the rows had before. */
static void
add_raw(const struct scorer *s, size_t row, struct str *out)
{
	const struct batch *raw = &s->table.rows.view;
	bool first = true;

	for (size_t i = 0; i < raw->schema->n; i++) {
		const char *name = raw->schema->fields[i].name;

		if (s->table.report.absent[i] > 0 ||
		    schema_find(&s->logged, name) != COLUMN_NONE)
			continue;
		if (!first)
			str_addc(out, ',');
		first = false;
		answer_text(name, out);
		str_addc(out, ':');
		answer_value(raw->cols[i], row, out);
	}
	if (!first)
		str_addc(out, ',');
}

/* What a full disk has left of the lines is cut back, lest the next ones go on
   where it ends; where that cannot be, they begin with the end of its line. */
static void
cut_back(struct request_log *l, size_t n)
{
	off_t end = lseek(l->fd, 0, SEEK_CUR);
	struct stat st;

	l->is_half = end < (off_t)n || fstat(l->fd, &st) == -1 ||
	    st.st_size != end || ftruncate(l->fd, end - (off_t)n) == -1;
}

static void
append(struct request_log *l, const struct str *lines)
{
	ssize_t n = 0;

	pthread_mutex_lock(&l->lock);
	if (l->is_half && write(l->fd, "\n", 1) == 1)
		l->is_half = false;
	if (!l->is_half)
		n = write(l->fd, lines->buf, lines->len);
	if (n > 0 && (size_t)n < lines->len)
		cut_back(l, (size_t)n);
	pthread_mutex_unlock(&l->lock);
	if (n != (ssize_t)lines->len)
		atomic_fetch_add(&l->failed, 1);
}

void
request_log_add(struct request_log *l, struct scorer *s,
    const struct batch *scored)
{
	struct str *out = &s->line;
	struct batch named = *scored;

	if (l->fd == -1)
		return;
	named.schema = &s->logged;
	str_clear(out);
	for (size_t i = 0; i < scored->n_rows; i++) {
		str_addc(out, '{');
		add_raw(s, i, out);
		answer_members(&named, i, out);
		line_end(s, out);
	}
	append(l, out);
}
