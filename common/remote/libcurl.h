/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libcurl is loaded when it is wanted, as libpq is (libpq.h): with what it
 * needs itself it has thirty libraries.
 */
#ifndef LIBCURL_H
#define LIBCURL_H

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

#include "diag.h"

#define LIBCURL(F) \
	F(curl_global_init) F(curl_global_cleanup) F(curl_easy_init) \
	F(curl_easy_setopt) F(curl_easy_getinfo) F(curl_easy_pause) \
	F(curl_easy_cleanup) \
	F(curl_easy_strerror) F(curl_slist_append) F(curl_slist_free_all) \
	F(curl_multi_init) F(curl_multi_add_handle) \
	F(curl_multi_remove_handle) F(curl_multi_perform) F(curl_multi_poll) \
	F(curl_multi_info_read) F(curl_multi_cleanup)

struct libcurl {
	void *file;
#define LIBCURL_MEMBER(name) __typeof__(&name) name;
	LIBCURL(LIBCURL_MEMBER)
#undef LIBCURL_MEMBER
	CURLM *multi;		/* the connections */
};

/* Zeroed before; loads nothing a second time. To be closed either way. */
int libcurl_open(struct libcurl *, struct diag *) MUST_CHECK;
void libcurl_close(struct libcurl *);

#endif
