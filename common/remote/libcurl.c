/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifdef HAVE_libcurl

#include <stdbool.h>
#include <string.h>

#include <dlfcn.h>

#include "libcurl.h"

#define LIBCURL_FILE "libcurl.so.4"

static int
load(struct libcurl *c, struct diag *d)
{
	bool all = true;

	c->file = dlopen(LIBCURL_FILE, RTLD_NOW | RTLD_LOCAL);
	if (c->file == NULL)
		return (diag_set(d, "wants libcurl (Debian: libcurl4): %s",
		    dlerror()));
#define LIBCURL_FIND(name) \
	*(void **)&c->name = dlsym(c->file, #name); \
	all &= c->name != NULL;
	LIBCURL(LIBCURL_FIND)
	if (all && c->curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
		return (0);
	(void)dlclose(c->file);
	c->file = NULL;
	return (diag_set(d, "%s is not as it has to be", LIBCURL_FILE));
}

int
libcurl_open(struct libcurl *c, struct diag *d)
{
	if (c->file == NULL && load(c, d) == -1)
		return (-1);
	if (c->multi == NULL)
		c->multi = c->curl_multi_init();
	return (c->multi != NULL ? 0 : diag_set(d, "libcurl has no room"));
}

void
libcurl_close(struct libcurl *c)
{
	if (c->multi != NULL)
		(void)c->curl_multi_cleanup(c->multi);
	if (c->file != NULL) {
		c->curl_global_cleanup();
		(void)dlclose(c->file);
	}
	memset(c, 0, sizeof(*c));
}

#endif
