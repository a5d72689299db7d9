/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifdef HAVE_libpq

#include <stdbool.h>
#include <string.h>

#include <dlfcn.h>

#include "libpq.h"

#define LIBPQ_FILE "libpq.so.5"

static int
load(struct libpq *pq, struct diag *d)
{
	bool all = true;

	pq->file = dlopen(LIBPQ_FILE, RTLD_NOW | RTLD_LOCAL);
	if (pq->file == NULL)
		return (diag_set(d, "wants libpq (Debian: libpq5): %s",
		    dlerror()));
#define LIBPQ_FIND(name) \
	*(void **)&pq->name = dlsym(pq->file, #name); \
	all &= pq->name != NULL;
	LIBPQ(LIBPQ_FIND)
	return (all ? 0 : diag_set(d, "%s lacks a function", LIBPQ_FILE));
}

/* libpq ends its lines, and may have several. */
int
libpq_fail(const struct libpq *pq, struct diag *d)
{
	const char *text = pq->PQerrorMessage(pq->connection);

	return (diag_set(d, "%.*s", (int)strcspn(text, "\n"), text));
}

int
libpq_run(struct libpq *pq, const char *sql, ExecStatusType wanted,
    struct diag *d)
{
	PGresult *r = pq->PQexec(pq->connection, sql);
	int status = pq->PQresultStatus(r) == wanted ? 0 : libpq_fail(pq, d);

	pq->PQclear(r);
	return (status);
}

int
libpq_check(struct libpq *pq, PGresult *r, struct diag *d)
{
	int status = pq->PQresultStatus(r) == PGRES_COMMAND_OK ? 0 :
	    libpq_fail(pq, d);

	pq->PQclear(r);
	return (status);
}

int
libpq_connect(struct libpq *pq, const char *url, struct diag *d)
{
	if (load(pq, d) == -1)
		return (-1);
	pq->connection = pq->PQconnectdb(url);
	if (pq->PQstatus(pq->connection) != CONNECTION_OK ||
	    pq->PQsetClientEncoding(pq->connection, "UTF8") != 0)
		return (libpq_fail(pq, d));
	return (libpq_run(pq, "SET client_min_messages = error",
	    PGRES_COMMAND_OK, d));
}

void
libpq_close(struct libpq *pq)
{
	if (pq->connection != NULL)
		pq->PQfinish(pq->connection);
	if (pq->file != NULL)
		dlclose(pq->file);
	memset(pq, 0, sizeof(*pq));
}

#endif
