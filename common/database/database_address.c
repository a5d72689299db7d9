/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"
#include "select.h"

#include "database_table.h"

static const char *const mode_names[] = {
	"append", "replace", "upsert", NULL
};

const struct database_kind *
database_find(const char *address)
{
	for (size_t i = 0; database_table[i] != NULL; i++) {
		const char *prefix = database_table[i]->prefix;

		if (strncmp(address, prefix, strlen(prefix)) == 0)
			return (database_table[i]);
	}
	return (NULL);
}

void
database_address_release(struct database_address *a)
{
	for (size_t i = 0; i < a->n_key; i++)
		free(a->key[i]);
	free(a->key);
	free(a->place);
	free(a->table);
	free(a->query);
}

/* What stands behind "NAME=" if the parameter is of this name; else NULL. */
static const char *
value_of(const char *parameter, const char *name)
{
	size_t n = strlen(name);

	return (strncmp(parameter, name, n) == 0 && parameter[n] == '=' ?
	    parameter + n + 1 : NULL);
}

/* "//user:secret@host/" or "?password=secret" */
static bool
has_secret(const char *address)
{
	const char *host = strstr(address, "://"), *at, *p;
	size_t n;

	for (p = strchr(address, '?'); p != NULL; p = strchr(p + 1, '&')) {
		if (value_of(p + 1, "password") != NULL)
			return (true);
		if (value_of(p + 1, "query") != NULL)
			break;		/* the rest is SQL */
	}
	if (host == NULL)
		return (false);
	n = strcspn(host + 3, "/?");
	at = memchr(host + 3, '@', n);
	return (at != NULL &&
	    memchr(host + 3, ':', (size_t)(at - host - 3)) != NULL);
}

static int
take_mode(struct database_address *a, const char *name, struct diag *d)
{
	int k = nearest_lookup(mode_names, name, "mode", d);

	if (k == -1)
		return (-1);
	a->mode = (enum database_mode)k;
	return (0);
}

/* "a,b" */
static void
take_key(struct database_address *a, const char *text)
{
	size_t n;

	for (;; text += n + 1) {
		n = strcspn(text, ",");
		a->key = mem_realloc(a->key, a->n_key + 1, sizeof(*a->key));
		a->key[a->n_key++] = mem_strndup(text, n);
		if (text[n] == '\0')
			return;
	}
}

/* Is the parameter ours, and fine? 1, 0: it is the place's. */
static int
take_parameter(struct database_address *a, const char *text, struct diag *d)
{
	const char *value;

	if ((value = value_of(text, "table")) != NULL) {
		free(a->table);
		a->table = mem_strdup(value);
		return (value[0] != '\0' ? 1 : diag_set(d, "table= is empty"));
	}
	if ((value = value_of(text, "mode")) != NULL)
		return (take_mode(a, value, d) == -1 ? -1 : 1);
	if ((value = value_of(text, "key")) == NULL)
		return (0);
	take_key(a, value);
	return (1);
}

static int
take_parameters(struct database_address *a, const char *text, struct str *place,
    struct diag *d)
{
	char mark = '?', *one;
	size_t n;
	int r;

	for (; *text != '\0'; text += n + (text[n] != '\0')) {
		if (value_of(text, "query") != NULL) {
			a->query = mem_strdup(value_of(text, "query"));
			return (a->query[0] != '\0' ? 0 :
			    diag_set(d, "query= is empty"));
		}
		n = strcspn(text, "&");
		one = mem_strndup(text, n);
		if ((r = take_parameter(a, one, d)) == 0) {
			str_addf(place, "%c%s", mark, one);
			mark = '&';
		}
		free(one);
		if (r == -1)
			return (-1);
	}
	return (0);
}

int
database_parse(const struct database_kind *kind, const char *text,
    struct database_address *a, struct diag *d)
{
	size_t skip = strstr(kind->prefix, "://") != NULL ? 0 :
	    strlen(kind->prefix), n = strcspn(text, "?");
	struct str place = STR_INIT;
	int r;

	memset(a, 0, sizeof(*a));
	if (kind->open == NULL)
		return (diag_set(d, "mlc was built without it (Debian: %s)",
		    kind->package));
	str_add(&place, text + skip, n - skip);
	r = take_parameters(a, text + n + (text[n] != '\0'), &place, d);
	a->place = str_detach(&place);
	if (r == 0 && ((a->table == NULL) == (a->query == NULL) ||
	    a->place[0] == '\0'))
		r = diag_set(d, "wants a place and ?table=NAME or ?query=SQL");
	if (r == 0 && (a->mode == MODE_UPSERT) != (a->n_key > 0))
		r = diag_set(d, "mode=upsert and key=COLUMN,... belong "
		    "together");
	return (r);
}

int
database_check(const char *address, struct diag *d)
{
	const struct database_kind *kind = database_find(address);

	return (!has_secret(address) ? 0 : diag_set(d, "%s...: a password in "
	    "an address is seen by others: use PGPASSWORD, ~/.pgpass or "
	    "PGSERVICE", kind->prefix));
}
