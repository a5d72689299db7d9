/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The marks of a stream as text, which its reader and its writer share.
 */
#ifndef FMT_MLC_H
#define FMT_MLC_H

#include <stddef.h>

#define MARK "#mlc "
#define END_MARK "#end"
#define ATTACHMENT_MARK "#="
/* Bytes of an attachment in a line; only its last one has fewer. */
#define ATTACHMENT_LINE ((size_t)3072)

#endif
