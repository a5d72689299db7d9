/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "str.h"

#include "tempfile.h"

void
tempfile_init(struct tempfile *f)
{
	*f = (struct tempfile){ .fd = -1 };
}

void
tempfile_release(struct tempfile *f)
{
	if (f->fd != -1)
		(void)close(f->fd);
	tempfile_init(f);
}

static int
make_file(struct tempfile *f, struct diag *d)
{
	const char *dir = getenv("TMPDIR");
	struct str path = STR_INIT;

	if (dir == NULL || dir[0] == '\0')
		dir = "/tmp";
	str_addf(&path, "%s/mlc-XXXXXX", dir);
	if ((f->fd = mkostemp(path.buf, O_CLOEXEC)) == -1)
		diag_errno(d, "cannot make a temporary file in %s", dir);
	else
		(void)unlink(path.buf);
	str_release(&path);
	return (f->fd == -1 ? -1 : 0);
}

int
tempfile_reserve(struct tempfile *f, size_t n, struct diag *d)
{
	if (f->fd == -1 && make_file(f, d) == -1)
		return (-1);
	if ((errno = posix_fallocate(f->fd, 0, (off_t)n)) != 0)
		return (diag_errno(d, "temporary file: %zu bytes", n));
	f->size = (off_t)n;
	return (0);
}

int
tempfile_write(struct tempfile *f, const void *p, size_t n, struct diag *d)
{
	const char *bytes = p;
	ssize_t k;

	if (f->fd == -1 && make_file(f, d) == -1)
		return (-1);
	for (; n > 0; n -= (size_t)k, bytes += k, f->size += k) {
		k = pwrite(f->fd, bytes, n, f->size);
		if (k == -1 && errno == EINTR)
			k = 0;
		else if (k <= 0)
			return (diag_errno(d, "temporary file: write"));
	}
	return (0);
}

int
tempfile_read(const struct tempfile *f, void *out, size_t n, off_t *at,
    struct diag *d)
{
	char *bytes = out;
	ssize_t k;

	for (; n > 0; n -= (size_t)k, bytes += k, *at += k) {
		k = pread(f->fd, bytes, n, *at);
		if (k == -1 && errno == EINTR)
			k = 0;
		else if (k == -1)
			return (diag_errno(d, "temporary file: read"));
		else if (k == 0)
			return (diag_set(d, "temporary file: cut short"));
	}
	return (0);
}
