/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <arpa/inet.h>
#include <netinet/in.h>

#include "answer.h"
#include "clock.h"
#include "numtext.h"

#include "access_log.h"

static void
add_text(const char *key, const char *text, struct str *out)
{
	if (text == NULL || *text == '\0')
		return;
	str_addf(out, ",\"%s\":", key);
	answer_text(text, out);
}

static void
add_count(const char *key, uint64_t n, struct str *out)
{
	str_addf(out, ",\"%s\":%llu", key, (unsigned long long)n);
}

static void
add_client(const struct sockaddr *a, struct str *out)
{
	char text[INET6_ADDRSTRLEN] = "";

	if (a != NULL && a->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)
		    (const void *)a)->sin_addr, text, sizeof(text));
	else if (a != NULL && a->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)
		    (const void *)a)->sin6_addr, text, sizeof(text));
	add_text("client", text, out);
}

void
access_log_add(struct log_file *l, const struct exchange *ex, int status,
    uint64_t nanoseconds)
{
	char now[NUMTEXT_MAX + 1];
	struct str line = STR_INIT;

	if (l->fd == -1)
		return;
	now[format_time(now, clock_wall())] = '\0';
	str_addf(&line, "{\"time\":\"%s\"", now);
	add_client(ex->client, &line);
	add_text("method", ex->method, &line);
	add_text("path", ex->path, &line);
	add_count("status", (uint64_t)status, &line);
	add_count("duration_us", nanoseconds / 1000, &line);
	add_count("bytes_in", ex->n_body, &line);
	add_count("bytes_out", ex->reply.len, &line);
	add_text("model", str_get(&ex->answered_by), &line);
	if (ex->n_rows > 0)
		add_count("rows", ex->n_rows, &line);
	if (ex->n_warnings > 0)
		add_count("warnings", ex->n_warnings, &line);
	add_text("trace_id", ex->trace.id, &line);
	add_text("parent_id", ex->trace.parent, &line);
	str_addz(&line, "}\n");
	log_file_add(l, &line);
	str_release(&line);
}
