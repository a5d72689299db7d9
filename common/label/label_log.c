/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "jsondoc.h"
#include "mem.h"
#include "numtext.h"
#include "str.h"

#include "label_log.h"

#define TAIL 4096		/* bytes that are looked at for a line's end */

static uint32_t
take_text(struct dict *dict, const json_t *text)
{
	return (dict_add(dict, json_string_value(text),
	    json_string_length(text)));
}

static int
take_entry(struct label_log *l, const json_t *line, int64_t as_of,
    struct diag *d)
{
	const json_t *label = json_object_get(line, "label");
	struct label_entry e;
	const char *id, *labeler, *time;

	if (!json_is_object(line) || label == NULL ||
	    doc_get_string(line, "id", &id, d) == -1 ||
	    doc_get_string(line, "labeler", &labeler, d) == -1 ||
	    doc_get_string(line, "time", &time, d) == -1 ||
	    !(json_is_string(label) || json_is_null(label)))
		return (diag_set(d, "a line has the texts \"id\", \"labeler\" "
		    "and \"time\", and \"label\", a text or null"));
	if (parse_time(time, strlen(time), &e.time) == -1)
		return (diag_set(d, "\"%s\" is no time", time));
	if (e.time > as_of)
		return (0);
	e.row = take_text(&l->rows, json_object_get(line, "id"));
	e.labeler = take_text(&l->labelers, json_object_get(line, "labeler"));
	e.label = json_is_null(label) ? LABEL_TAKEN_BACK :
	    take_text(&l->labels, label);
	l->entries = mem_grow(l->entries, &l->cap, l->n + 1,
	    sizeof(*l->entries));
	l->entries[l->n++] = e;
	return (0);
}

int
label_log_read(struct label_log *l, const char *path, int64_t as_of,
    struct diag *d)
{
	FILE *f = fopen(path, "r");
	size_t cap = 0, number = 0;
	char *text = NULL;
	json_t *line;
	ssize_t n;
	int r = 0;

	memset(l, 0, sizeof(*l));
	dict_init(&l->rows);
	dict_init(&l->labels);
	dict_init(&l->labelers);
	if (f == NULL)
		return (diag_errno(d, "%s", path));
	while (r == 0 && (n = getline(&text, &cap, f)) > 0 &&
	    text[n - 1] == '\n') {
		number++;
		r = doc_parse(text, (size_t)n, &line, d);
		if (r == 0)
			r = take_entry(l, line, as_of, d);
		if (r == -1)
			diag_prefix(d, "%s:%zu", path, number);
		json_decref(line);
	}
	if (r == 0 && ferror(f))
		r = diag_errno(d, "%s", path);
	free(text);
	fclose(f);
	return (r);
}

void
label_log_release(struct label_log *l)
{
	dict_release(&l->rows);
	dict_release(&l->labels);
	dict_release(&l->labelers);
	free(l->entries);
}

int
label_writer_open(struct label_writer *w, const char *path,
    const char *labeler, struct diag *d)
{
	struct stat st;

	*w = (struct label_writer){ path, labeler,
	    open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0666) };
	if (w->fd == -1 || fstat(w->fd, &st) == -1)
		return (diag_errno(d, "%s", path));
	return (S_ISREG(st.st_mode) ? 0 : diag_set(d, "%s: is no regular file",
	    path));
}

/* Cut off what stands behind the last end of a line. */
static int
cut_tail(int fd)
{
	char tail[TAIL];
	struct stat st;
	off_t end;
	ssize_t n;

	if (fstat(fd, &st) == -1)
		return (-1);
	for (end = st.st_size; end > 0; end -= n) {
		off_t from = end > TAIL ? end - TAIL : 0;
		const char *last;

		n = pread(fd, tail, (size_t)(end - from), from);
		if (n <= 0)
			return (-1);
		last = memrchr(tail, '\n', (size_t)n);
		if (last != NULL) {
			end = from + (last - tail) + 1;
			break;
		}
	}
	return (end == st.st_size ? 0 : ftruncate(fd, end));
}

static int
write_line(int fd, const struct str *line)
{
	ssize_t n;

	while (flock(fd, LOCK_EX) == -1)
		if (errno != EINTR)
			return (-1);
	if (cut_tail(fd) == -1)
		return (-1);
	n = write(fd, line->buf, line->len);
	if (n >= 0 && (size_t)n < line->len)
		errno = ENOSPC;
	return (n == (ssize_t)line->len ? fdatasync(fd) : -1);
}

int
label_writer_add(const struct label_writer *w, const char *id,
    const char *label, struct diag *d)
{
	json_t *entry = json_object();
	struct str line = STR_INIT;
	char time[NUMTEXT_MAX + 1];
	struct timespec now;
	int r, error;

	clock_gettime(CLOCK_REALTIME, &now);
	time[format_time(time, (int64_t)now.tv_sec * 1000000 +
	    now.tv_nsec / 1000)] = '\0';
	json_object_set_new(entry, "id", doc_stringn(id, strlen(id)));
	json_object_set_new(entry, "label", label == NULL ? json_null() :
	    doc_stringn(label, strlen(label)));
	json_object_set_new(entry, "labeler", doc_stringn(w->labeler,
	    strlen(w->labeler)));
	json_object_set_new(entry, "time", json_string(time));
	doc_write(entry, &line);
	str_addc(&line, '\n');
	r = write_line(w->fd, &line);
	error = errno;
	flock(w->fd, LOCK_UN);
	errno = error;
	if (r == -1)
		diag_errno(d, "%s", w->path);
	json_decref(entry);
	str_release(&line);
	return (r);
}

void
label_writer_close(struct label_writer *w)
{
	if (w->fd != -1)
		close(w->fd);
}
