/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The log of requests as a server has them: a line of JSON for each that was
 * answered, or refused at its head, when its reply is made.
 *
 * {"time":"2024-05-01T10:20:30.123456Z","client":"127.0.0.1","method":"POST",
 * "path":"/invocations","status":200,"duration_us":87,"bytes_in":72,
 * "bytes_out":56,"model":"churn@3","rows":1,"warnings":2,"trace_id":...,
 * "parent_id":...}
 *
 * The time is that of the reply, the duration from the end of the request.
 * What there is not is left out: client on a unix socket, model and rows where
 * none were scored, and warnings and ids of a trace.
 */
#ifndef ACCESS_LOG_H
#define ACCESS_LOG_H

#include "exchange.h"

void access_log_add(struct log_file *, const struct exchange *, int status,
    uint64_t nanoseconds);

#endif
