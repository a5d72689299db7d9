/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "encoding.h"
#include "mem.h"

#include "recode.h"

#define IN ((size_t)64 << 10)
#define OUT (4 * IN)		/* hardly any encoding's become more */
#define NO_TEXT '\xff'

struct recode {
	struct bytes *from;
	iconv_t cd;
	size_t unit;
	bool ended;		/* from is */
	char *in, *out;
	size_t n_in;		/* that are not converted yet */
	size_t n_out, at;	/* at: given of out */
};

int
recode_new(struct bytes *from, const char *encoding, struct recode **out,
    struct diag *d)
{
	iconv_t cd = iconv_open("UTF-8", encoding);
	struct recode *r;

	if (cd == (iconv_t)-1)
		return (diag_errno(d, "%s: iconv", encoding));
	*out = r = MEM_NEW(struct recode);
	r->from = from;
	r->cd = cd;
	r->unit = encoding_unit(encoding);
	r->in = mem_alloc(IN, 1);
	r->out = mem_alloc(OUT, 1);
	return (0);
}

void
recode_free(struct recode *r)
{
	if (r == NULL)
		return;
	iconv_close(r->cd);
	free(r->in);
	free(r->out);
	free(r);
}

/* What is no text is passed over; at the end a part of a character is none. */
static void
pass_over(struct recode *r, char **in, char **out)
{
	size_t n = r->unit < r->n_in ? r->unit : r->n_in;

	*(*out)++ = NO_TEXT;
	*in += n;
	r->n_in -= n;
}

/* As much of in as there is room for. */
static void
convert(struct recode *r)
{
	char *in = r->in, *out = r->out;
	size_t room = OUT;
	bool more = true;

	while (more && room > 0) {
		more = iconv(r->cd, &in, &r->n_in, &out, &room) ==
		    (size_t)-1 && room > 0 && (errno == EILSEQ ||
		    (errno == EINVAL && r->ended));
		if (more)
			pass_over(r, &in, &out);
		room = OUT - (size_t)(out - r->out);
	}
	if (r->ended && r->n_in == 0)	/* what the last bytes left open */
		(void)iconv(r->cd, NULL, NULL, &out, &room);
	memmove(r->in, in, r->n_in);
	r->n_out = (size_t)(out - r->out);
	r->at = 0;
}

int
recode_read(struct recode *r, void *to, size_t n, size_t *got, struct diag *d)
{
	size_t k;

	while (r->at == r->n_out && !(r->ended && r->n_in == 0)) {
		if (!r->ended) {
			if (bytes_read(r->from, r->in + r->n_in, IN - r->n_in,
			    &k, d) == -1)
				return (-1);
			r->ended = k == 0;
			r->n_in += k;
		}
		convert(r);
	}
	*got = n < r->n_out - r->at ? n : r->n_out - r->at;
	memcpy(to, r->out + r->at, *got);
	r->at += *got;
	return (0);
}
