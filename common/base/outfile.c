/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "mem.h"
#include "numtext.h"
#include "str.h"

#include "outfile.h"

#define BUF_BYTES (256 * 1024)
#define PIPE_BYTES (512 * 1024)	/* of 64 KiB, a fifth of the time is waiting */
#define N_TRIES 1000		/* at a name that nobody uses */
#define KEEP_NAME 200		/* bytes of the name, of NAME_MAX 255 */

static const char *
output_name(const struct outfile *o)
{
	return (o->path != NULL ? o->path : "standard output");
}

/* Bytes of the path up to and with its last slash. */
static size_t
folder_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return (slash != NULL ? (size_t)(slash - path) + 1 : 0);
}

/* Does the text begin with digits and then this? Moves behind it. */
static bool
skip_number(const char **p, const char *then)
{
	size_t n = strspn(*p, "0123456789");

	if (n == 0 || strncmp(*p + n, then, strlen(then)) != 0)
		return (false);
	*p += n + strlen(then);
	return (true);
}

/* The process of .name.PID.N.tmp; 0: that is not what it is called. */
static pid_t
temp_owner(const char *entry, const char *name)
{
	size_t n = strnlen(name, KEEP_NAME);
	const char *p = entry + n + 2;
	int64_t pid;

	if (entry[0] != '.' || strncmp(entry + 1, name, n) != 0 ||
	    entry[n + 1] != '.' || !skip_number(&p, ".") ||
	    !skip_number(&p, ".tmp") || *p != '\0')
		return (0);
	return (parse_int(entry + n + 2, strspn(entry + n + 2, "0123456789"),
	    &pid) == 0 ? (pid_t)pid : 0);
}

/* Nobody holds it: its process is gone, and none on another machine has it
   locked. */
static bool
is_abandoned(int folder, const char *entry, pid_t owner)
{
	int fd;
	bool free_to_lock;

	if (owner <= 0 || kill(owner, 0) == 0 || errno != ESRCH)
		return (false);
	fd = openat(folder, entry, O_WRONLY | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK);
	if (fd == -1)
		return (false);
	free_to_lock = flock(fd, LOCK_EX | LOCK_NB) == 0;
	close(fd);
	return (free_to_lock);
}

/* What earlier runs for this output, that were killed, have left behind. */
static void
remove_abandoned(const char *path)
{
	size_t n = folder_length(path);
	char *folder = n > 0 ? mem_strndup(path, n) : mem_strdup(".");
	DIR *dir = opendir(folder);
	struct dirent *e;

	free(folder);
	while (dir != NULL && (e = readdir(dir)) != NULL) {
		if (is_abandoned(dirfd(dir), e->d_name,
		    temp_owner(e->d_name, path + n)))
			unlinkat(dirfd(dir), e->d_name, 0);
	}
	if (dir != NULL)
		closedir(dir);
}

/* dir/.name.PID.N.tmp, made with the mode that the umask leaves. */
static int
create_temp(struct outfile *o, struct diag *d)
{
	size_t n = folder_length(o->path);
	struct str name = STR_INIT;
	int status;

	errno = ENOENT;		/* of an empty name */
	for (int i = 0; i < N_TRIES && o->path[n] != '\0'; i++) {
		str_clear(&name);
		str_add(&name, o->path, n);
		str_addf(&name, ".%.*s.%ld.%d.tmp", KEEP_NAME, o->path + n,
		    (long)getpid(), i);
		o->fd = cleanup_create(str_get(&name), 0666, &o->slot);
		if (o->fd >= 0) {
			flock(o->fd, LOCK_EX | LOCK_NB);
			o->temp = str_detach(&name);
			remove_abandoned(o->path);
			return (0);
		}
		if (errno != EEXIST)
			break;
	}
	status = diag_errno(d, "%s", o->path);
	str_release(&name);
	return (status);
}

/*
 * What exists decides: a regular file is replaced at the end of its symbolic
 * links and keeps its mode; anything else is written where it is.
 */
static int
open_path(struct outfile *o, struct diag *d)
{
	struct stat st;
	char *real;
	int flags = O_WRONLY | O_CLOEXEC | O_NOCTTY;

	if (stat(o->path, &st) != 0)
		return (errno == ENOENT ? create_temp(o, d) :
		    diag_errno(d, "%s", o->path));
	if (!S_ISREG(st.st_mode)) {
		if ((o->fd = open(o->path, flags)) < 0)
			return (diag_errno(d, "%s", o->path));
		return (0);
	}
	if (access(o->path, W_OK) != 0 ||
	    (real = realpath(o->path, NULL)) == NULL)
		return (diag_errno(d, "%s", o->path));
	free(o->path);
	o->path = real;
	if (create_temp(o, d) < 0)
		return (-1);
	if (fchmod(o->fd, st.st_mode & 0777) != 0)
		return (diag_errno(d, "%s", o->path));
	return (0);
}

int
outfile_open(struct outfile *o, const char *path, struct diag *d)
{
	*o = (struct outfile){ .fd = STDOUT_FILENO };
	if (path != NULL && strcmp(path, "-") != 0) {
		o->fd = -1;
		o->path = mem_strdup(path);
		if (open_path(o, d) < 0) {
			outfile_abort(o);
			return (-1);
		}
	}
	(void)fcntl(o->fd, F_SETPIPE_SZ, PIPE_BYTES);
	o->buf = mem_alloc(BUF_BYTES, 1);
	return (0);
}

/* An output that another program has made non-blocking: wait for room. */
static int
await_room(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	return (poll(&p, 1, -1) < 0 && errno != EINTR ? -1 : 0);
}

int
outfile_write_through(struct outfile *o, const void *from, size_t n,
    struct diag *d)
{
	const char *p = from;
	ssize_t k;

	while (n > 0) {
		k = write(o->fd, p, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0 && errno == EAGAIN && await_room(o->fd) == 0)
			continue;
		if (k < 0) {
			o->failed = true;
			return (diag_errno(d, "%s", output_name(o)));
		}
		p += k;
		n -= (size_t)k;
	}
	return (0);
}

void
outfile_set_filter(struct outfile *o, const struct outfile_filter *f,
    void *ctx)
{
	o->filter = f;
	o->ctx = ctx;
}

static int
write_all(struct outfile *o, const char *p, size_t n, struct diag *d)
{
	if (o->filter == NULL)
		return (outfile_write_through(o, p, n, d));
	if (n == 0 || o->filter->write(o->ctx, p, n, d) == 0)
		return (0);
	o->failed = true;
	return (-1);
}

/* What could not be written is not tried again. */
int
outfile_flush(struct outfile *o, struct diag *d)
{
	size_t n = o->n;

	o->n = 0;
	return (write_all(o, o->buf, n, d));
}

int
outfile_write(struct outfile *o, const void *p, size_t n, struct diag *d)
{
	if (o->n + n > BUF_BYTES && outfile_flush(o, d) < 0)
		return (-1);
	if (n >= BUF_BYTES)
		return (write_all(o, p, n, d));
	if (n > 0)
		memcpy(o->buf + o->n, p, n);
	o->n += n;
	return (0);
}

int
outfile_take(struct outfile *o, struct str *text, struct diag *d)
{
	int r = outfile_write(o, text->buf, text->len, d);

	str_clear(text);
	return (r);
}

/* fsync; some file systems cannot sync, which is not an error. */
static int
sync_fd(int fd)
{
	if (fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP)
		return (0);
	return (-1);
}

/* The new name lasts when its folder does; one we may not read must do. */
static int
sync_folder(const char *path)
{
	size_t n = folder_length(path);
	char *folder = n > 0 ? mem_strndup(path, n) : mem_strdup(".");
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int status = 0;

	if (fd >= 0) {
		status = sync_fd(fd);
		close(fd);
	}
	free(folder);
	return (status);
}

/* NFS tells of a full disk at close only; a copy keeps stdout itself open. */
static int
close_output(struct outfile *o)
{
	int fd = o->path != NULL ? o->fd : dup(o->fd);

	o->fd = -1;
	if (fd < 0)
		return (-1);
	return (close(fd));
}

static int
rename_temp(struct outfile *o)
{
	if (rename(o->temp, o->path) != 0)
		return (-1);
	cleanup_forget(o->slot);
	free(o->temp);
	o->temp = NULL;
	return (sync_folder(o->path));
}

/* Returns -1 with errno. */
static int
finish_output(struct outfile *o)
{
	if (o->temp == NULL)
		return (close_output(o));
	if (sync_fd(o->fd) != 0 || close_output(o) != 0)
		return (-1);
	return (rename_temp(o));
}

int
outfile_commit(struct outfile *o, struct diag *d)
{
	int status;

	if (o->failed)
		status = diag_set(d, "%s: an earlier write failed",
		    output_name(o));
	else if ((status = outfile_flush(o, d)) == 0 &&
	    (o->filter == NULL || (status = o->filter->end(o->ctx, d)) == 0) &&
	    finish_output(o) != 0)
		status = diag_errno(d, "%s", output_name(o));
	outfile_abort(o);
	return (status);
}

void
outfile_abort(struct outfile *o)
{
	if (o->filter != NULL)
		o->filter->free(o->ctx);
	if (o->fd >= 0 && o->path != NULL)
		close(o->fd);
	if (o->temp != NULL) {
		unlink(o->temp);
		cleanup_forget(o->slot);
	}
	free(o->path);
	free(o->temp);
	free(o->buf);
	*o = (struct outfile){ .fd = -1 };
}

int
outfile_put(const char *path, struct str *text, struct diag *d)
{
	struct outfile o;

	if (outfile_open(&o, path, d) == -1)
		return (-1);
	if (outfile_take(&o, text, d) == -1) {
		outfile_abort(&o);
		return (-1);
	}
	return (outfile_commit(&o, d));
}

static int
commit_new(struct outfile *o, struct diag *d)
{
	int r = o->failed ? diag_set(d, "%s: an earlier write failed",
	    o->path) : outfile_flush(o, d);

	if (r == 0 && sync_fd(o->fd) != 0)
		r = diag_errno(d, "%s", o->path);
	if (r == 0 && link(o->temp, o->path) == 0 &&
	    sync_folder(o->path) == 0)
		r = 1;
	else if (r == 0 && errno != EEXIST)
		r = diag_errno(d, "%s", o->path);
	outfile_abort(o);
	return (r);
}

int
outfile_put_new(const char *path, struct str *text, struct diag *d)
{
	struct outfile o;

	if (access(path, F_OK) == 0)
		return (0);
	if (outfile_open(&o, path, d) == -1)
		return (-1);
	if (outfile_take(&o, text, d) == -1) {
		outfile_abort(&o);
		return (-1);
	}
	return (commit_new(&o, d));
}
