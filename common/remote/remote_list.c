/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifdef HAVE_libcurl

#include <stdlib.h>
#include <string.h>

#include <expat.h>

#include "mem.h"
#include "remote_client.h"

#define ANSWER_MAX ((size_t)64 << 20)
#define PIECE 65536

/* What a page of ListObjectsV2 says. */
struct listing {
	char ***names;
	size_t *n;
	const char *address;	/* of the folder */
	size_t n_prefix;	/* of its key */
	struct str text;	/* of the element at hand */
	bool is_more;
	char *next;		/* NULL, or the token of the next page */
	bool is_list;
};

static void
on_start(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
	struct listing *l = ctx;

	(void)attributes;
	l->is_list |= strcmp(name, "ListBucketResult") == 0;
	str_clear(&l->text);
}

static void
on_text(void *ctx, const XML_Char *p, int n)
{
	str_add(&((struct listing *)ctx)->text, p, (size_t)n);
}

/* The name of a key below the folder's; "folder/" itself is none, and neither
   are the marks of folders in it. */
static void
add_key(struct listing *l, const char *key, size_t n)
{
	struct str s = STR_INIT;

	if (n <= l->n_prefix || key[n - 1] == '/')
		return;
	str_addf(&s, "%s%s", l->address, key + l->n_prefix);
	*l->names = mem_realloc(*l->names, *l->n + 1, sizeof(char *));
	(*l->names)[(*l->n)++] = str_detach(&s);
}

static void
on_end(void *ctx, const XML_Char *name)
{
	struct listing *l = ctx;
	const char *text = str_get(&l->text);

	if (strcmp(name, "Key") == 0) {
		add_key(l, text, l->text.len);
	} else if (strcmp(name, "IsTruncated") == 0) {
		l->is_more = strcmp(text, "true") == 0;
	} else if (strcmp(name, "NextContinuationToken") == 0) {
		free(l->next);
		l->next = mem_strdup(text);
	}
	str_clear(&l->text);
}

static int
parse(struct listing *l, const struct str *answer, struct diag *d)
{
	XML_Parser p = XML_ParserCreate(NULL);
	int r = -1;

	if (p == NULL)
		mem_die();
	l->is_more = l->is_list = false;
	free(l->next);
	l->next = NULL;
	XML_SetUserData(p, l);
	XML_SetElementHandler(p, on_start, on_end);
	XML_SetCharacterDataHandler(p, on_text);
	if (XML_Parse(p, str_get(answer), (int)answer->len, 1) !=
	    XML_STATUS_OK)
		diag_set(d, "its list is no XML: %s",
		    XML_ErrorString(XML_GetErrorCode(p)));
	else if (!l->is_list || l->is_more != (l->next != NULL))
		diag_set(d, "the answer is no list of S3");
	else
		r = 0;
	XML_ParserFree(p);
	return (r);
}

/* Parameters are in the order in which they are signed. */
static void
set_list_url(struct remote_address *a, const char *token)
{
	struct str s = STR_INIT;

	str_addf(&s, "%s/?", a->bucket_url);
	if (token != NULL) {
		str_addz(&s, "continuation-token=");
		remote_address_encode(&s, token, "");
		str_addc(&s, '&');
	}
	str_addz(&s, "list-type=2&prefix=");
	remote_address_encode(&s, a->key, "");
	free(a->url);
	a->url = str_detach(&s);
}

/* Takes the address over. */
static int
get(struct remote_client *c, struct remote_address *a, struct str *out,
    struct diag *d)
{
	struct remote *r;
	size_t got = 1;
	int status = remote_open_at(c, a, &r, d);

	if (status == -1)
		return (-1);
	str_clear(out);
	while (status == 0 && got > 0) {
		status = remote_read(r, str_reserve(out, PIECE), PIECE, &got,
		    d);
		str_commit(out, got);
		if (status == 0 && out->len > ANSWER_MAX)
			status = diag_set(d, "%s: its list is too long",
			    remote_name(r));
	}
	remote_free(r);
	return (status);
}

static int
list_page(struct remote_client *c, struct listing *l, struct diag *d)
{
	struct remote_address a;
	struct str answer = STR_INIT;
	int r = remote_address_parse(&a, l->address, d);

	if (r == 0 && !a.is_s3)
		r = diag_set(d, "%s: only folders of S3 are listed", a.name);
	if (r == 0) {
		l->n_prefix = strlen(a.key);
		set_list_url(&a, l->next);
		r = get(c, &a, &answer, d);
	}
	if (r == 0 && parse(l, &answer, d) == -1)
		r = diag_prefix(d, "%s", l->address);
	remote_address_release(&a);
	str_release(&answer);
	return (r);
}

int
remote_list(struct remote_client *c, const char *address, char ***names,
    size_t *n, struct diag *d)
{
	struct listing l = { .names = names, .n = n, .address = address };
	int r;

	*names = NULL;
	*n = 0;
	do {
		r = list_page(c, &l, d);
	} while (r == 0 && l.is_more);
	free(l.next);
	str_release(&l.text);
	if (r == 0 && *n == 0)
		r = diag_set(d, "%s: has no files in it", address);
	return (r);
}

#endif
