/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <strings.h>

#include "remote.h"

bool
remote_is_address(const char *name)
{
	static const char *const schemes[] = {
		"http://", "https://", "s3://", "source:"
	};

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		if (strncmp(name, schemes[i], strlen(schemes[i])) == 0)
			return (true);
	}
	return (false);
}

bool
remote_is_folder(const char *address)
{
	size_t n = strlen(address);

	return (n > 0 && address[n - 1] == '/' &&
	    strncmp(address, "http", 4) != 0);
}

/* Is it the name of a parameter that lets others in? */
static bool
is_secret(const char *name, size_t n)
{
	static const char *const words[] = {
		"sig", "token", "key", "secret", "passw", "credential", "auth"
	};
	size_t k;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		k = strlen(words[i]);
		for (size_t j = 0; j + k <= n; j++) {
			if (strncasecmp(name + j, words[i], k) == 0)
				return (true);
		}
	}
	return (false);
}

/* What stands between "//" and "@" may be a password, which is refused. */
static const char *
add_host(const char *address, struct str *out)
{
	const char *host = strstr(address, "://"), *at;
	size_t n;

	if (host == NULL)
		return (address);
	host += 3;
	n = strcspn(host, "/?#");
	if ((at = memchr(host, '@', n)) == NULL ||
	    memchr(host, ':', (size_t)(at - host)) == NULL)
		return (address);
	str_add(out, address, (size_t)(host - address));
	str_addz(out, "...");
	return (at);
}

void
remote_public_name(const char *address, struct str *out)
{
	const char *p = add_host(address, out);
	size_t n = strcspn(p, "?"), value;

	str_add(out, p, n);
	for (p += n; *p != '\0'; p += n) {
		n = 1 + strcspn(p + 1, "&#");
		value = strcspn(p, "=");
		if (*p == '#' || value >= n || !is_secret(p, value))
			str_add(out, p, n);
		else
			str_addf(out, "%.*s=...", (int)value, p);
	}
}
