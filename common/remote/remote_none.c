/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Built without libcurl: nothing can be opened, so there is nothing to do. */
#ifndef HAVE_libcurl

#include "remote.h"

#define NONE "mlc was built without it (Debian: libcurl4-openssl-dev and " \
	"libexpat1-dev)"

struct remote_client *
remote_client_new(void)
{
	return (NULL);
}

void
remote_client_free(struct remote_client *c)
{
	(void)c;
}

int
remote_open(struct remote_client *c, const char *address, struct remote **out,
    struct diag *d)
{
	(void)c;
	(void)out;
	return (diag_set(d, "%.8s...: " NONE, address));
}

int
remote_list(struct remote_client *c, const char *address, char ***names,
    size_t *n, struct diag *d)
{
	(void)c;
	*names = NULL;
	*n = 0;
	return (diag_set(d, "%.8s...: " NONE, address));
}

void
remote_free(struct remote *r)
{
	(void)r;
}

const char *
remote_name(const struct remote *r)
{
	(void)r;
	return ("");
}

const char *
remote_sha256(const struct remote *r)
{
	(void)r;
	return (NULL);
}

bool
remote_is_random(const struct remote *r)
{
	(void)r;
	return (false);
}

uint64_t
remote_size(const struct remote *r)
{
	(void)r;
	return (0);
}

const char *
remote_version(const struct remote *r)
{
	(void)r;
	return ("");
}

int
remote_read(struct remote *r, void *to, size_t n, size_t *got, struct diag *d)
{
	(void)r;
	(void)to;
	(void)n;
	(void)got;
	return (diag_set(d, NONE));
}

int
remote_read_at(struct remote *r, uint64_t at, void *to, size_t n,
    struct diag *d)
{
	(void)r;
	(void)at;
	(void)to;
	(void)n;
	return (diag_set(d, NONE));
}

void
remote_pause(struct remote *r)
{
	(void)r;
}

#endif
