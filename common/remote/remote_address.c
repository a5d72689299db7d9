/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifdef HAVE_libcurl

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"
#include "numtext.h"
#include "ini.h"
#include "remote.h"

#include "remote_address.h"

#define HASH "#sha256="
#define TIMEOUT 60		/* seconds */

void
remote_address_release(struct remote_address *a)
{
	char **const texts[] = {
		&a->url, &a->name, &a->sha256, &a->user, &a->password,
		&a->token, &a->session, &a->sigv4, &a->bucket_url, &a->bucket,
		&a->key
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		free(*texts[i]);
	memset(a, 0, sizeof(*a));
}

static char *
dup_or_null(const char *s)
{
	return (s != NULL ? mem_strdup(s) : NULL);
}

static const char *
first_of(const char *a, const char *b)
{
	return (a != NULL && a[0] != '\0' ? a : b);
}

void
remote_address_encode(struct str *out, const char *text, const char *keep)
{
	for (; *text != '\0'; text++) {
		if ((isalnum((unsigned char)*text) &&
		    (unsigned char)*text < 0x80) ||
		    strchr("-._~", *text) != NULL ||
		    strchr(keep, *text) != NULL)
			str_addc(out, *text);
		else
			str_addf(out, "%%%02X", (unsigned char)*text);
	}
}

/* "//user:secret@host/" */
static int
check_secret(const char *address, struct diag *d)
{
	const char *host = strstr(address, "://") + 3;
	size_t n = strcspn(host, "/?#");
	const char *at = memchr(host, '@', n);

	if (at == NULL || memchr(host, ':', (size_t)(at - host)) == NULL)
		return (0);
	return (diag_set(d, "%.*s...: a password in an address is seen by "
	    "others: use ~/.netrc or ~/.config/mlc/sources",
	    (int)(host - address), address));
}

/* "#sha256=HEX" */
static int
take_hash(struct remote_address *a, char *address, struct diag *d)
{
	char *hash = strstr(address, HASH);

	if (hash == NULL)
		return (0);
	*hash = '\0';
	a->sha256 = mem_strdup(hash + strlen(HASH));
	for (char *p = a->sha256; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	if (strlen(a->sha256) == SHA256_DIGITS &&
	    strspn(a->sha256, "0123456789abcdef") == SHA256_DIGITS)
		return (0);
	return (diag_set(d, "%s: #sha256= wants %d digits", address,
	    SHA256_DIGITS));
}

/* Where S3 is: an endpoint of one's own has the bucket in the path, and so have
   buckets whose names are no names of hosts. */
static void
set_bucket_url(struct remote_address *a, const char *endpoint,
    const char *region)
{
	struct str s = STR_INIT;

	if (endpoint != NULL)
		str_addf(&s, "%.*s/%s", (int)(strlen(endpoint) -
		    (endpoint[strlen(endpoint) - 1] == '/')), endpoint,
		    a->bucket);
	else if (strchr(a->bucket, '.') != NULL)
		str_addf(&s, "https://s3.%s.amazonaws.com/%s", region,
		    a->bucket);
	else
		str_addf(&s, "https://%s.s3.%s.amazonaws.com", a->bucket,
		    region);
	a->bucket_url = str_detach(&s);
}

/* Of the environment, else of ~/.aws/credentials. */
static int
find_s3_credentials(struct remote_address *a, struct diag *d)
{
	const char *file = getenv("AWS_SHARED_CREDENTIALS_FILE");
	char *path = file != NULL ? mem_strdup(file) :
	    ini_path(".aws/credentials");
	struct ini p = { .n = 0 };
	int r = 0;

	if (getenv("AWS_ACCESS_KEY_ID") != NULL) {
		a->user = mem_strdup(getenv("AWS_ACCESS_KEY_ID"));
		a->password = dup_or_null(getenv("AWS_SECRET_ACCESS_KEY"));
		a->session = dup_or_null(getenv("AWS_SESSION_TOKEN"));
	} else if ((r = ini_read(&p, path, first_of(getenv("AWS_PROFILE"),
	    "default"), false, d)) == 1) {
		a->user = dup_or_null(ini_get(&p, "aws_access_key_id"));
		a->password = dup_or_null(ini_get(&p,
		    "aws_secret_access_key"));
		a->session = dup_or_null(ini_get(&p, "aws_session_token"));
	}
	ini_release(&p);
	free(path);
	if (r != -1 && (a->user == NULL) != (a->password == NULL))
		r = diag_set(d, "%s: AWS_ACCESS_KEY_ID and "
		    "AWS_SECRET_ACCESS_KEY belong together", a->name);
	return (r == -1 ? -1 : 0);
}

/* "s3://bucket/key"; without credentials a public one. */
static int
parse_s3(struct remote_address *a, const char *address,
    const struct ini *p, struct diag *d)
{
	const char *bucket = address + strlen("s3://");
	const char *slash = strchr(bucket, '/');
	const char *region = first_of(first_of(ini_get(p, "region"),
	    getenv("AWS_REGION")), first_of(getenv("AWS_DEFAULT_REGION"),
	    "us-east-1"));
	struct str s = STR_INIT;

	if (slash == NULL || slash == bucket || strspn(bucket,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_")
	    != (size_t)(slash - bucket))
		return (diag_set(d, "%s: is not s3://BUCKET/KEY", address));
	a->is_s3 = true;
	a->bucket = mem_strndup(bucket, (size_t)(slash - bucket));
	a->key = mem_strdup(slash + 1);
	set_bucket_url(a, first_of(ini_get(p, "endpoint"),
	    first_of(getenv("AWS_ENDPOINT_URL_S3"),
	    first_of(getenv("AWS_ENDPOINT_URL"), NULL))), region);
	str_addf(&s, "%s/", a->bucket_url);
	remote_address_encode(&s, a->key, "/");
	a->url = str_detach(&s);
	if (a->user == NULL && find_s3_credentials(a, d) == -1)
		return (-1);
	str_addf(&s, "aws:amz:%s:s3", region);
	a->sigv4 = a->user != NULL ? str_detach(&s) : NULL;
	str_release(&s);
	return (0);
}

static int
parse_url(struct remote_address *a, const char *address,
    const struct ini *p, struct diag *d)
{
	struct str s = STR_INIT;

	if (check_secret(address, d) == -1)
		return (-1);
	remote_public_name(address, &s);
	a->name = str_detach(&s);
	a->user = dup_or_null(ini_get(p, "user"));
	a->password = dup_or_null(ini_get(p, "password"));
	if (strncmp(address, "s3:", 3) == 0) {
		a->session = dup_or_null(ini_get(p, "token"));
		return (parse_s3(a, address, p, d));
	}
	a->token = dup_or_null(ini_get(p, "token"));
	a->url = mem_strdup(address);
	return (0);
}

/* "source:NAME/REST": the address of the profile, and behind it the rest. */
static int
parse_profile(struct remote_address *a, char *name, struct diag *d)
{
	const char *file = getenv("MLC_SOURCES"), *address;
	char *path = file != NULL ? mem_strdup(file) :
	    ini_path(".config/mlc/sources");
	size_t n = strcspn(name, "/");
	char *section = mem_strndup(name, n);
	struct ini p;
	struct str s = STR_INIT;
	int r = ini_read(&p, path, section, true, d);

	address = ini_get(&p, "address");
	if (r == 0)
		r = diag_set(d, "source:%s: %s has no [%s]", name, path,
		    section);
	else if (r == 1 && (address == NULL ||
	    !remote_is_address(address) ||
	    strncmp(address, "source:", 7) == 0))
		r = diag_set(d, "source:%s: its address in %s is not http://, "
		    "https:// or s3://", name, path);
	if (r == 1) {
		str_addf(&s, "%s%s", address, name + n + (name[n] == '/' &&
		    address[strlen(address) - 1] == '/'));
		r = parse_url(a, str_get(&s), &p, d);
	}
	str_release(&s);
	ini_release(&p);
	free(section);
	free(path);
	return (r);
}

int
remote_address_parse(struct remote_address *a, const char *text,
    struct diag *d)
{
	static const struct ini none = { .n = 0 };
	char *address = mem_strdup(text);
	int r;

	memset(a, 0, sizeof(*a));
	r = take_hash(a, address, d);
	if (r == 0 && strncmp(address, "source:", 7) == 0)
		r = parse_profile(a, address + 7, d);
	else if (r == 0)
		r = parse_url(a, address, &none, d);
	free(address);
	return (r);
}

static long
find_timeout(void)
{
	const char *text = getenv("MLC_REMOTE_TIMEOUT");
	int64_t v;

	return (text != NULL && parse_int(text, strlen(text), &v) == 0 &&
	    v > 0 && v <= 86400 ? (long)v : TIMEOUT);
}

struct request
remote_address_request(const struct remote_address *a, const char *url)
{
	return ((struct request){ .url = url, .user = a->user,
	    .password = a->password, .token = a->token,
	    .session = a->session, .sigv4 = a->sigv4, .is_signed = a->is_s3,
	    .to = TRANSFER_END, .timeout = find_timeout() });
}

#endif
