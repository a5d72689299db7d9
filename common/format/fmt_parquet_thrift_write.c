/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack.h"

#include "fmt_parquet_thrift_write.h"

void
thrift_begin(struct thrift_out *t)
{
	t->last[++t->depth] = 0;
}

void
thrift_end(struct thrift_out *t)
{
	str_addc(t->out, THRIFT_STOP);
	t->depth--;
}

/* Numbers of fields are at most 15 apart. */
static void
put_field(struct thrift_out *t, int id, enum thrift_type type)
{
	str_addc(t->out, (char)((unsigned)(id - t->last[t->depth]) << 4 |
	    type));
	t->last[t->depth] = id;
}

void
thrift_put_struct(struct thrift_out *t, int id)
{
	put_field(t, id, THRIFT_STRUCT);
	thrift_begin(t);
}

void
thrift_add_int(struct thrift_out *t, int64_t v)
{
	pack_varint(t->out, (uint64_t)v << 1 ^ (uint64_t)(v >> 63));
}

void
thrift_put_i32(struct thrift_out *t, int id, int64_t v)
{
	put_field(t, id, THRIFT_I32);
	thrift_add_int(t, v);
}

void
thrift_put_i64(struct thrift_out *t, int id, int64_t v)
{
	put_field(t, id, THRIFT_I64);
	thrift_add_int(t, v);
}

void
thrift_put_bool(struct thrift_out *t, int id, bool v)
{
	put_field(t, id, v ? THRIFT_TRUE : THRIFT_FALSE);
}

void
thrift_add_bytes(struct thrift_out *t, const void *p, size_t n)
{
	pack_varint(t->out, n);
	str_add(t->out, p, n);
}

void
thrift_put_bytes(struct thrift_out *t, int id, const void *p, size_t n)
{
	put_field(t, id, THRIFT_BINARY);
	thrift_add_bytes(t, p, n);
}

void
thrift_put_list(struct thrift_out *t, int id, enum thrift_type type, size_t n)
{
	put_field(t, id, THRIFT_LIST);
	str_addc(t->out, (char)((n < 15 ? n : 15) << 4 | type));
	if (n >= 15)
		pack_varint(t->out, n);
}
