/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log_file.h"

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

static void
note_file(struct log_file *l)
{
	struct stat st;

	if (l->fd != -1 && fstat(l->fd, &st) == 0) {
		l->device = st.st_dev;
		l->inode = st.st_ino;
	}
}

int
log_file_open(struct log_file *l, const char *path, struct diag *d)
{
	l->fd = -1;
	l->path = path;
	atomic_init(&l->failed, 0);
	pthread_mutex_init(&l->lock, NULL);
	if (path == NULL)
		return (0);
	l->fd = open_log(path, d);
	note_file(l);
	return (l->fd == -1 ? -1 : 0);
}

bool
log_file_is_moved(const struct log_file *l)
{
	struct stat st;

	return (l->fd != -1 && (stat(l->path, &st) == -1 ||
	    st.st_dev != l->device || st.st_ino != l->inode));
}

int
log_file_reopen(struct log_file *l, struct diag *d)
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
	note_file(l);
	return (r == -1 ? -1 : 0);
}

void
log_file_close(struct log_file *l)
{
	if (l->fd != -1)
		close(l->fd);
	l->fd = -1;
	pthread_mutex_destroy(&l->lock);
}

/* What a full disk has left of the lines is cut back, lest the next ones go on
   where it ends; where that cannot be, they begin with the end of its line. */
static void
cut_back(struct log_file *l, size_t n)
{
	off_t end = lseek(l->fd, 0, SEEK_CUR);
	struct stat st;

	l->is_half = end < (off_t)n || fstat(l->fd, &st) == -1 ||
	    st.st_size != end || ftruncate(l->fd, end - (off_t)n) == -1;
}

void
log_file_add(struct log_file *l, const struct str *lines)
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
