/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libpq is loaded when it is wanted: with what it needs itself it would double
 * the time in which every program starts (4.8 of 7.4 ms).
 */
#ifndef LIBPQ_H
#define LIBPQ_H

#include <libpq-fe.h>

#include "diag.h"

#define LIBPQ(F) \
	F(PQconnectdb) F(PQstatus) F(PQsetClientEncoding) F(PQfinish) \
	F(PQerrorMessage) F(PQexec) F(PQprepare) F(PQdescribePrepared) \
	F(PQresultStatus) F(PQnfields) F(PQfname) F(PQftype) F(PQclear) \
	F(PQfreemem) F(PQgetCopyData) F(PQgetResult) F(PQputCopyData) \
	F(PQputCopyEnd)

struct libpq {
	void *file;
#define LIBPQ_MEMBER(name) __typeof__(&name) name;
	LIBPQ(LIBPQ_MEMBER)
#undef LIBPQ_MEMBER
	PGconn *connection;
};

/* Load it and connect, in UTF-8. Zeroed before; to be closed either way. */
int libpq_connect(struct libpq *, const char *url, struct diag *) MUST_CHECK;
void libpq_close(struct libpq *);

/* What the connection says went wrong. */
int libpq_fail(const struct libpq *, struct diag *);
/* A command, which ends as it is wanted to. */
int libpq_run(struct libpq *, const char *sql, ExecStatusType wanted,
    struct diag *) MUST_CHECK;
/* Is the result (freed) of a command that went well? */
int libpq_check(struct libpq *, PGresult *, struct diag *) MUST_CHECK;

#endif
