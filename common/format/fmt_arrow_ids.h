/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers of Arrow's metadata (Message.fbs, Schema.fbs): which field of which
 * table stands in which slot, and what the members of unions and enums are.
 * https://github.com/apache/arrow/tree/main/format
 */
#ifndef FMT_ARROW_IDS_H
#define FMT_ARROW_IDS_H

#define ARROW_MAGIC "ARROW1"	/* a file begins and ends with it */
#define ARROW_KEY "mlc"		/* of the head and of the tail */
#define ARROW_V4 3
#define ARROW_V5 4

enum arrow_message_slot {
	MESSAGE_VERSION, MESSAGE_HEADER_TYPE, MESSAGE_HEADER, MESSAGE_BODY,
	MESSAGE_METADATA
};

enum arrow_header {
	HEADER_SCHEMA = 1, HEADER_DICTIONARY, HEADER_BATCH
};

enum arrow_footer_slot {
	FOOTER_VERSION, FOOTER_SCHEMA
};

enum arrow_schema_slot {
	SCHEMA_ENDIANNESS, SCHEMA_FIELDS, SCHEMA_METADATA
};

enum arrow_pair_slot {
	PAIR_KEY, PAIR_VALUE
};

enum arrow_field_slot {
	FIELD_NAME, FIELD_NULLABLE, FIELD_TYPE_TYPE, FIELD_TYPE,
	FIELD_DICTIONARY, FIELD_CHILDREN
};

enum arrow_encoding_slot {
	ENCODING_ID, ENCODING_INDEX
};

enum arrow_dictionary_slot {
	DICTIONARY_ID, DICTIONARY_DATA, DICTIONARY_DELTA
};

enum arrow_batch_slot {
	BATCH_LENGTH, BATCH_NODES, BATCH_BUFFERS, BATCH_COMPRESSION,
	BATCH_VARIADIC
};

enum arrow_compression_slot { COMPRESSION_CODEC, COMPRESSION_METHOD };
enum arrow_codec { CODEC_LZ4, CODEC_ZSTD };

enum arrow_type_id {
	TYPE_NULL = 1, TYPE_INT, TYPE_FLOAT, TYPE_BINARY, TYPE_UTF8, TYPE_BOOL,
	TYPE_DECIMAL, TYPE_DATE, TYPE_TIME, TYPE_TIMESTAMP, TYPE_INTERVAL,
	TYPE_LIST, TYPE_STRUCT, TYPE_UNION, TYPE_FIXED_BINARY,
	TYPE_FIXED_LIST, TYPE_MAP, TYPE_DURATION, TYPE_LARGE_BINARY,
	TYPE_LARGE_UTF8, TYPE_LARGE_LIST, TYPE_RUN_END, TYPE_BINARY_VIEW,
	TYPE_UTF8_VIEW, TYPE_LIST_VIEW, TYPE_LARGE_LIST_VIEW, N_TYPE_IDS
};

enum arrow_int_slot { INT_BITS, INT_SIGNED };
enum arrow_precision { FLOAT_HALF, FLOAT_SINGLE, FLOAT_DOUBLE };
enum arrow_date_unit { DATE_DAY, DATE_MS };
enum arrow_time_unit { UNIT_S, UNIT_MS, UNIT_US, UNIT_NS };
enum arrow_decimal_slot { DECIMAL_PRECISION, DECIMAL_SCALE, DECIMAL_BITS };
#define DECIMAL_DIGITS 76	/* of 256 bits */
enum arrow_clock_slot { CLOCK_UNIT, CLOCK_BITS };
enum arrow_timestamp_slot { TIMESTAMP_UNIT, TIMESTAMP_ZONE };

#endif
