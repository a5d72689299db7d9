/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digester.h"
#include "mem.h"
#include "str.h"
#include "tempfile.h"

#include "outside.h"

#define PIECE 65536

struct outside {
	int n_holders;
	char *name, *path;	/* path NULL: standard input or memory */
	int fd;			/* -1: closed for now, or memory */
	bool seekable;
	struct stat st;
	off_t start;		/* of standard input, if it is a file */
	const char *mem;	/* memory */
	struct remote *remote;
	uint64_t n;		/* of memory; of a pipe: what came of it */

	bool keep;
	uint64_t keep_mem;
	struct str kept;	/* the first bytes of a pipe */
	uint64_t n_kept;	/* in all */
	struct tempfile temp;	/* those that follow kept */

	struct digester *digester;	/* NULL: nobody will ask */
	uint64_t n_digested;
	bool ended;
	char hex[DIGEST_HEX + 1];
	char *expected, *expected_by;	/* or NULL */
};

static struct outside *
new_outside(const char *name)
{
	struct outside *o = MEM_NEW(struct outside);

	o->n_holders = 1;
	o->name = mem_strdup(name);
	o->fd = -1;
	tempfile_init(&o->temp);
	o->digester = digester_new();
	return (o);
}

struct outside *
outside_memory(const char *name, const char *p, size_t n)
{
	struct outside *o = new_outside(name);

	o->mem = n > 0 ? p : "";
	o->n = n;
	o->seekable = true;
	return (o);
}

struct outside *
outside_remote(struct remote *r)
{
	struct outside *o = new_outside(remote_name(r));

	o->remote = r;
	if (remote_sha256(r) != NULL)
		outside_expect(o, remote_sha256(r), "its address");
	return (o);
}

static int
open_fd(struct outside *o, struct diag *d)
{
	struct stat st;

	o->fd = open(o->path, O_RDONLY | O_CLOEXEC);
	if (o->fd == -1 || fstat(o->fd, &st) == -1)
		return (diag_errno(d, "%s", o->name));
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return (diag_errno(d, "%s", o->name));
	}
	if (o->st.st_ino != 0 && (o->st.st_ino != st.st_ino ||
	    o->st.st_size != st.st_size ||
	    o->st.st_mtim.tv_sec != st.st_mtim.tv_sec ||
	    o->st.st_mtim.tv_nsec != st.st_mtim.tv_nsec))
		return (diag_set(d, "%s: changed while it was read",
		    o->name));
	o->st = st;
	return (0);
}

int
outside_open(const char *path, struct outside **out, struct diag *d)
{
	bool is_stdin = strcmp(path, "-") == 0;
	struct outside *o = new_outside(is_stdin ? "standard input" : path);

	if (is_stdin) {
		o->fd = STDIN_FILENO;
		if (fstat(o->fd, &o->st) == -1) {
			diag_errno(d, "%s", o->name);
			goto fail;
		}
		o->start = lseek(o->fd, 0, SEEK_CUR);
		o->seekable = S_ISREG(o->st.st_mode) && o->start >= 0;
	} else {
		o->path = mem_strdup(path);
		if (open_fd(o, d) == -1)
			goto fail;
		o->seekable = S_ISREG(o->st.st_mode);
	}
	if (o->seekable)
		(void)posix_fadvise(o->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	*out = o;
	return (0);
fail:
	outside_free(o);
	return (-1);
}

struct outside *
outside_share(struct outside *o)
{
	o->n_holders++;
	return (o);
}

static void
close_fd(struct outside *o)
{
	if (o->fd > STDIN_FILENO)
		(void)close(o->fd);
	o->fd = -1;
}

void
outside_free(struct outside *o)
{
	if (o == NULL || --o->n_holders > 0)
		return;
	close_fd(o);
	remote_free(o->remote);
	digester_free(o->digester);
	tempfile_release(&o->temp);
	str_release(&o->kept);
	free(o->name);
	free(o->path);
	free(o->expected);
	free(o->expected_by);
	free(o);
}

void
outside_pause(struct outside *o)
{
	if (o->seekable && o->path != NULL)
		close_fd(o);
	if (o->remote != NULL)
		remote_pause(o->remote);
}

const char *
outside_version(const struct outside *o)
{
	return (o->remote != NULL ? remote_version(o->remote) : "");
}

const char *
outside_name(const struct outside *o)
{
	return (o->name);
}

bool
outside_is_seekable(const struct outside *o)
{
	return (o->seekable);
}

bool
outside_is_random(const struct outside *o)
{
	return (o->seekable || (o->remote != NULL &&
	    remote_is_random(o->remote) && o->expected == NULL));
}

bool
outside_is_pipe(const struct outside *o)
{
	return (o->mem == NULL && S_ISFIFO(o->st.st_mode));
}

uint64_t
outside_size(const struct outside *o)
{
	if (o->remote != NULL)
		return (remote_size(o->remote));
	return (o->mem != NULL ? o->n : (uint64_t)(o->st.st_size - o->start));
}

bool
outside_is_read(const struct outside *o)
{
	return (o->ended);
}

void
outside_keep(struct outside *o, uint64_t mem)
{
	o->keep = !o->seekable;
	o->keep_mem = mem;
}

void
outside_keep_no_more(struct outside *o)
{
	o->keep = false;
}

static int
keep_bytes(struct outside *o, const char *p, size_t n, struct diag *d)
{
	if (o->temp.size == 0 && o->n_kept + n <= o->keep_mem)
		str_add(&o->kept, p, n);
	else if (tempfile_write(&o->temp, p, n, d) == -1)
		return (-1);
	o->n_kept += n;
	return (0);
}

/* pread, or read for a position that is negative. */
static int
read_fd(int fd, void *to, size_t n, off_t at, size_t *got)
{
	ssize_t r;

	do {
		r = at < 0 ? read(fd, to, n) : pread(fd, to, n, at);
	} while (r == -1 && errno == EINTR);
	*got = r > 0 ? (size_t)r : 0;
	return (r == -1 ? -1 : 0);
}

static int
read_kept(struct outside *o, uint64_t at, void *to, size_t n, size_t *got,
    struct diag *d)
{
	off_t from;

	if (n > o->n_kept - at)
		n = (size_t)(o->n_kept - at);
	if (at >= o->kept.len) {
		*got = n;
		from = (off_t)(at - o->kept.len);
		return (tempfile_read(&o->temp, to, n, &from, d));
	}
	if (n > o->kept.len - at)
		n = o->kept.len - at;
	memcpy(to, o->kept.buf + at, n);
	*got = n;
	return (0);
}

static int
read_pipe(struct outside *o, uint64_t at, void *to, size_t n, size_t *got,
    struct diag *d)
{
	if (at < o->n_kept)
		return (read_kept(o, at, to, n, got, d));
	*got = 0;
	if (at > o->n && o->ended)
		return (0);
	if (at != o->n)
		BUG("byte %llu of a pipe was not kept",
		    (unsigned long long)at);
	if (o->ended)
		return (0);
	if (o->remote != NULL) {
		if (remote_read(o->remote, to, n, got, d) == -1)
			return (-1);
	} else if (read_fd(o->fd, to, n, -1, got) == -1) {
		return (diag_errno(d, "%s", o->name));
	}
	o->n += *got;
	return (o->keep ? keep_bytes(o, to, *got, d) : 0);
}

static int
read_any(struct outside *o, uint64_t at, void *to, size_t n, size_t *got,
    struct diag *d)
{
	if (o->mem != NULL || o->seekable) {
		if (o->mem == NULL && o->fd == -1 && open_fd(o, d) == -1)
			return (-1);
		if (o->mem != NULL) {
			*got = at > o->n ? 0 : (size_t)(o->n - at);
			*got = *got < n ? *got : n;
			if (*got > 0)
				memcpy(to, o->mem + at, *got);
		} else if (read_fd(o->fd, to, n, o->start + (off_t)at,
		    got) == -1) {
			return (diag_errno(d, "%s", o->name));
		}
		return (0);
	}
	return (read_pipe(o, at, to, n, got, d));
}

/* Digest what of these bytes is new; none at the end are the end. */
static void
digest_new(struct outside *o, uint64_t at, const char *p, size_t n)
{
	if (o->ended || at > o->n_digested || at + n < o->n_digested)
		return;
	p += o->n_digested - at;
	if (at + n > o->n_digested) {
		if (o->digester != NULL)
			digester_update(o->digester, p,
			    (size_t)(at + n - o->n_digested));
		o->n_digested = at + n;
	} else if (n == 0) {
		if (o->digester != NULL)
			digester_final(o->digester, o->hex);
		o->ended = true;
	}
}

void
outside_digest_not(struct outside *o)
{
	if (o->expected != NULL)
		return;
	digester_free(o->digester);
	o->digester = NULL;
}

int
outside_read(struct outside *o, uint64_t at, void *to, size_t n, size_t *got,
    struct diag *d)
{
	uint64_t from;

	/* Archives are sought in: what a pipe has not yet given is read. */
	do {
		from = o->mem == NULL && !o->seekable && at > o->n &&
		    !o->ended ? o->n : at;
		if (read_any(o, from, to, n, got, d) == -1)
			return (-1);
		if (n > 0)
			digest_new(o, from, to, *got);
	} while (from != at);
	return (0);
}

int
outside_read_at(struct outside *o, uint64_t at, void *to, size_t n,
    struct diag *d)
{
	size_t got;

	if (o->remote != NULL)
		return (remote_read_at(o->remote, at, to, n, d));
	for (; n > 0; at += got, to = (char *)to + got, n -= got) {
		if (outside_read(o, at, to, n, &got, d) == -1)
			return (-1);
		if (got == 0)
			return (diag_set(d, "the file became shorter"));
	}
	return (0);
}

int
outside_digest(struct outside *o, uint64_t *size, char *hex, struct diag *d)
{
	char *piece = mem_alloc(PIECE, 1);
	size_t got;
	int r = 0;

	while (r == 0 && !o->ended)
		r = outside_read(o, o->n_digested, piece, PIECE, &got, d);
	free(piece);
	*size = o->n_digested;
	memcpy(hex, o->hex, sizeof(o->hex));
	return (r);
}

void
outside_expect(struct outside *o, const char *hex, const char *by)
{
	o->expected = mem_strdup(hex);
	o->expected_by = mem_strdup(by);
}

int
outside_check(struct outside *o, struct diag *d)
{
	char hex[DIGEST_HEX + 1];
	uint64_t size;

	if (o->expected == NULL)
		return (0);
	if (outside_digest(o, &size, hex, d) == -1)
		return (-1);
	if (strcmp(hex, o->expected) == 0)
		return (0);
	return (diag_set(d, "%s: is not what it was by %s: its SHA-256 "
	    "differs", o->name, o->expected_by));
}
