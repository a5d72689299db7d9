/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifdef HAVE_libcurl

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mem.h"
#include "remote_address.h"
#include "remote_client.h"

#include "remote.h"

#define FIRST ((uint64_t)65536)	/* bytes of the first request */
#define TRIES_MAX 5		/* in a row that give no byte */
#define WAIT_MS 250		/* before the second; each is twice as long */
#define WAIT_MS_MAX 30000	/* also where the server says so */

struct remote {
	struct remote_client *client;
	struct remote_address address;
	struct transfer *transfer;	/* NULL: none is under way */
	uint64_t at;			/* the next byte */
	uint64_t part_end;		/* where the transfer has to end */
	bool is_known;			/* it answered once */
	bool has_size, is_random;
	bool is_plain;			/* is to be asked for all of it */
	uint64_t size;
	char *etag, *modified;		/* NULL */
	unsigned n_tries;		/* since the last byte */
};

struct remote_client *
remote_client_new(void)
{
	struct remote_client *c = MEM_NEW(struct remote_client);

	c->n_holders = 1;
	return (c);
}

void
remote_client_free(struct remote_client *c)
{
	if (c == NULL || --c->n_holders > 0)
		return;
	libcurl_close(&c->curl);
	free(c);
}

const char *
remote_name(const struct remote *r)
{
	return (r->address.name);
}

const char *
remote_sha256(const struct remote *r)
{
	return (r->address.sha256);
}

bool
remote_is_random(const struct remote *r)
{
	return (r->is_random);
}

uint64_t
remote_size(const struct remote *r)
{
	return (r->size);
}

const char *
remote_version(const struct remote *r)
{
	return (r->etag != NULL ? r->etag : r->modified != NULL ?
	    r->modified : "");
}

void
remote_free(struct remote *r)
{
	if (r == NULL)
		return;
	transfer_free(r->transfer);
	remote_address_release(&r->address);
	remote_client_free(r->client);
	free(r->etag);
	free(r->modified);
	free(r);
}

static void
drop(struct remote *r)
{
	transfer_free(r->transfer);
	r->transfer = NULL;
}

/* The first part is there as a whole. */
void
remote_pause(struct remote *r)
{
	if (r->is_random && r->part_end > FIRST)
		drop(r);
}

static int
fail(const struct remote *r, const char *what, struct diag *d)
{
	return (diag_set(d, "%s: %s", r->address.name, what));
}

static int
fail_changed(const struct remote *r, struct diag *d)
{
	return (fail(r, "changed while it was read", d));
}

/* Only a tag that tells all bytes apart can be asked for. */
static bool
is_strong(const char *etag)
{
	return (etag != NULL && etag[0] == '"');
}

static void
begin(struct remote *r, uint64_t from, uint64_t to)
{
	struct request q = remote_address_request(&r->address,
	    r->address.url);

	q.from = from;
	q.to = to;
	if (r->is_known && is_strong(r->etag))
		q.if_match = r->etag;
	else if (r->is_known)
		q.if_unmodified = r->modified;
	transfer_free(r->transfer);
	r->transfer = transfer_begin(&r->client->curl, &q);
	transfer_wait(r->transfer);
}

static void
wait_a_little(const struct remote *r)
{
	long ms = WAIT_MS << (r->n_tries - 1);
	long said = transfer_reply(r->transfer)->retry_after * 1000;
	struct timespec t;

	ms = ms > said ? ms : said;
	ms = ms < WAIT_MS_MAX ? ms : WAIT_MS_MAX;
	t = (struct timespec){ ms / 1000, ms % 1000 * 1000000 };
	(void)nanosleep(&t, NULL);
}

static int
tell_status(const struct remote *r, const struct reply *reply, struct diag *d)
{
	const char *reason = reply->reason != NULL ? reply->reason : "";

	if (reply->region != NULL && reply->status / 100 == 3)
		return (diag_set(d, "%s: the bucket is in %s, and AWS_REGION "
		    "says where", r->address.name, reply->region));
	return (diag_set(d, "%s: the server says %ld%s%s%s", r->address.name,
	    reply->status, reason[0] != '\0' ? " " : "", reason,
	    reply->status == 401 ? ": credentials are for ~/.netrc or "
	    "~/.config/mlc/sources" : ""));
}

/* What went wrong was the last that was tried. */
static int
tell_last(const struct remote *r, struct diag *d)
{
	const struct reply *reply = transfer_reply(r->transfer);
	struct str s = STR_INIT;

	if (reply->status >= 400 || reply->region != NULL)
		return (tell_status(r, reply, d));
	if (r->at > 0) {
		str_addf(&s, "lost after %llu", (unsigned long long)r->at);
		if (r->has_size)
			str_addf(&s, " of %llu", (unsigned long long)r->size);
		str_addz(&s, " bytes: ");
	}
	str_addz(&s, transfer_is_whole(r->transfer) ?
	    "the body is too short" : transfer_error(r->transfer));
	(void)fail(r, str_get(&s), d);
	str_release(&s);
	return (-1);
}

/* The transfer broke: 1 where it is to be tried again. */
static int
recover(struct remote *r, struct diag *d)
{
	bool again = transfer_is_transient(r->transfer) ||
	    (r->is_known && transfer_reply(r->transfer)->status < 300);
	struct diag what;

	if (!again || ++r->n_tries >= TRIES_MAX)
		return (tell_last(r, d));
	if (r->at > 0 && !r->is_random) {
		(void)tell_last(r, &what);
		return (diag_set(d, "%s; the server gives no rest of a file "
		    "that it tells apart", what.text));
	}
	wait_a_little(r);
	drop(r);
	return (1);
}

/* Do the answer's marks say that it is another version? */
static bool
is_other(const struct remote *r, const struct reply *reply)
{
	if (r->etag != NULL && reply->etag != NULL)
		return (strcmp(r->etag, reply->etag) != 0);
	return (r->modified != NULL && reply->modified != NULL &&
	    strcmp(r->modified, reply->modified) != 0);
}

/* A later answer: 0 where it is as was asked, 1 to ask again. */
static int
check_later(struct remote *r, uint64_t from, struct diag *d)
{
	const struct reply *reply = transfer_reply(r->transfer);
	bool is_all = from == 0 && reply->status == 200;

	if (reply->status == 412 || reply->status == 416 ||
	    (reply->status / 100 == 2 && is_other(r, reply)))
		return (fail_changed(r, d));
	if (reply->status / 100 != 2)
		return (recover(r, d));
	if (!is_all && (reply->status != 206 || !reply->has_range ||
	    reply->first != from))
		return (fail(r, "the server gives another part than was "
		    "asked for", d));
	if (r->has_size && (is_all ? reply->has_length &&
	    reply->length != r->size : reply->total != r->size))
		return (fail_changed(r, d));
	return (0);
}

/* What the first answer says of the file. */
static void
take_facts(struct remote *r, const struct reply *reply)
{
	r->is_known = true;
	r->has_size = reply->has_range || reply->has_length;
	r->size = reply->has_range ? reply->total : reply->length;
	free(r->etag);
	free(r->modified);
	r->etag = reply->etag != NULL ? mem_strdup(reply->etag) : NULL;
	r->modified = reply->modified != NULL ? mem_strdup(reply->modified) :
	    NULL;
	r->is_random = reply->has_range && (is_strong(r->etag) ||
	    r->modified != NULL);
}

/* The first answer. Parts of a file that is not told apart from what it may
   be a moment later are not put together: it is asked for as a whole. */
static int
check_first(struct remote *r, struct diag *d)
{
	const struct reply *reply = transfer_reply(r->transfer);
	bool is_part = reply->status == 206;

	if (reply->status == 416 && reply->has_range && reply->total == 0) {
		r->has_size = r->is_known = true;
		return (0);
	}
	if (reply->status / 100 != 2)
		return (recover(r, d));
	if (is_part && (!reply->has_range || reply->first != 0))
		return (fail(r, "the server gives another part than was "
		    "asked for", d));
	if (!is_part && reply->is_old && !reply->has_length &&
	    !reply->is_chunked)
		return (fail(r, "the server does not say where it ends: a part "
		    "that was lost could not be seen", d));
	take_facts(r, reply);
	if (is_part)
		transfer_finish(r->transfer);
	r->is_plain = is_part && !r->is_random && r->size > FIRST;
	r->part_end = is_part && r->size > FIRST ? FIRST : r->size;
	return (r->is_plain);
}

static int
open_first(struct remote *r, struct diag *d)
{
	int again;

	do {
		begin(r, 0, r->is_plain ? TRANSFER_END : FIRST);
		again = check_first(r, d);
	} while (again == 1);
	return (again);
}

int
remote_open_at(struct remote_client *c, struct remote_address *a,
    struct remote **out, struct diag *d)
{
	struct remote *r = MEM_NEW(struct remote);

	c->n_holders++;
	r->client = c;
	r->address = *a;
	memset(a, 0, sizeof(*a));
	if (libcurl_open(&c->curl, d) == -1) {
		diag_prefix(d, "%s", r->address.name);
	} else if (open_first(r, d) == 0) {
		*out = r;
		return (0);
	}
	remote_free(r);
	return (-1);
}

int
remote_open(struct remote_client *c, const char *address, struct remote **out,
    struct diag *d)
{
	struct remote_address a;
	int r = remote_address_parse(&a, address, d);

	if (r == 0)
		r = remote_open_at(c, &a, out, d);
	remote_address_release(&a);
	return (r);
}

/* The transfer gives no more: 1 where the next one does. */
static int
end_part(struct remote *r, struct diag *d)
{
	if (!transfer_is_whole(r->transfer) ||
	    (r->has_size && r->at != r->part_end))
		return (recover(r, d));
	if (!r->has_size) {
		r->size = r->at;
		r->has_size = true;
	}
	drop(r);
	return (1);
}

/* Ask for the rest: 0, 1 to ask again, -1. */
static int
begin_rest(struct remote *r, struct diag *d)
{
	begin(r, r->at, TRANSFER_END);
	r->part_end = r->size;
	return (check_later(r, r->at, d));
}

int
remote_read(struct remote *r, void *to, size_t n, size_t *got, struct diag *d)
{
	int again = 1;

	*got = 0;
	while (again == 1 && !(r->has_size && r->at >= r->size)) {
		if (r->transfer == NULL) {
			again = begin_rest(r, d) == -1 ? -1 : 1;
			continue;
		}
		*got = transfer_read(r->transfer, to, n);
		if (*got == 0) {
			again = end_part(r, d);
			continue;
		}
		r->at += *got;
		r->n_tries = 0;
		again = r->has_size && r->at > r->size ?
		    fail(r, "is longer than the server said", d) : 0;
	}
	return (again == -1 ? -1 : 0);
}

int
remote_read_at(struct remote *r, uint64_t at, void *to, size_t n,
    struct diag *d)
{
	uint64_t end = at + n;
	size_t got;
	int again = 0;

	drop(r);
	while (at < end && again != -1) {
		if (r->transfer == NULL) {
			begin(r, at, end);
			if ((again = check_later(r, at, d)) != 0)
				continue;
		}
		got = transfer_read(r->transfer, to, (size_t)(end - at));
		if (got == 0) {
			again = recover(r, d);
			continue;
		}
		r->n_tries = 0;
		to = (char *)to + got;
		at += got;
	}
	drop(r);
	return (again == -1 ? -1 : 0);
}

#endif
