// SPDX-License-Identifier: GPL-3.0-or-later
// write.mjs stream|file OUT: a table of many types in three record batches,
// with a dictionary that changes on the way, or in one batch as a file.
// NODE_MODULES is the folder in which apache-arrow is.
import fs from 'node:fs';
import { createRequire } from 'node:module';
const require = createRequire(process.env.NODE_MODULES + '/');
const a = require('apache-arrow');

const types = {
	i8: new a.Int8(), i16: new a.Int16(), i32: new a.Int32(),
	i64: new a.Int64(), u8: new a.Uint8(), u16: new a.Uint16(),
	u32: new a.Uint32(), u64: new a.Uint64(), f32: new a.Float32(),
	f64: new a.Float64(), flag: new a.Bool(), text: new a.Utf8(),
	large: new a.LargeUtf8(), day: new a.DateDay(),
	date: new a.DateMillisecond(), s: new a.TimestampSecond(),
	ms: new a.TimestampMillisecond(), us: new a.TimestampMicrosecond(),
	ns: new a.TimestampNanosecond(), nothing: new a.Null(),
	pair: new a.FixedSizeList(2, new a.Field('item', new a.Float32())),
	word: new a.Dictionary(new a.Utf8(), new a.Int8()),
};

const t = Date.UTC(2024, 4, 1, 10, 20, 30, 123);
const rows = [ {
	i8: -128, i16: -32768, i32: -2147483648, i64: -(2n ** 63n), u8: 255,
	u16: 65535, u32: 4294967295, u64: 2n ** 63n - 1n, f32: 0.1, f64: 0.1,
	flag: true, text: 'a,"b"', large: '', day: t, date: t, s: t - 123, ms: t,
	us: t, ns: t, pair: [ 1.5, -2 ], word: 'one',
}, {}, {
	i8: 1, i16: 2, i32: 3, i64: 4n, u8: 5, u16: 6, u32: 7, u64: 8n,
	f32: -1.5, f64: 1e300, flag: false, text: '\u00e9\u20ac\u{1f600}',
	large: 'x'.repeat(40), day: -86400000, date: -1, s: -1000, ms: -1,
	us: -1, ns: -1, pair: [ 0, 3.25 ], word: 'two',
} ];

const columns = part => Object.fromEntries(Object.entries(types).map(
    ([ name, type ]) => [ name, a.vectorFromArray(
	part.map(r => r[name] ?? null), type) ]));

const schema = new a.Schema(Object.entries(types).map(([ name, type ]) =>
    new a.Field(name, type, true)));
const batches = [ rows, [ { word: 'three' } ], [ { word: 'one' } ] ]
    .flatMap(part => new a.Table(schema, columns(part)).batches);
const Writer = process.argv[2] === 'file' ? a.RecordBatchFileWriter :
    a.RecordBatchStreamWriter;
const table = process.argv[2] === 'file' ?
    new a.Table(schema, columns(rows)) : new a.Table(batches);
fs.writeFileSync(process.argv[3], Writer.writeAll(table).toUint8Array(true));
