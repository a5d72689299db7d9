// SPDX-License-Identifier: GPL-3.0-or-later
// read.mjs FILE: the columns' types and all values of an Arrow stream, as text.
// NODE_MODULES is the folder in which apache-arrow is.
import fs from 'node:fs';
import { createRequire } from 'node:module';
const require = createRequire(process.env.NODE_MODULES + '/');
const { RecordBatchReader, DataType } = require('apache-arrow');

// Microseconds since 1970, which a Date cannot hold.
const iso = us => {
	const rest = ((us % 1000n) + 1000n) % 1000n;
	return new Date(Number((us - rest) / 1000n)).toISOString()
	    .replace('Z', String(rest).padStart(3, '0') + 'Z');
};

function show(field, column, data, i) {
	const v = column.get(i);
	if (v === null)
		return 'null';
	if (DataType.isTimestamp(field.type))
		return iso(data.values[data.offset + i]);
	if (DataType.isFixedSizeList(field.type))
		return '[' + [...v].join(' ') + ']';
	if (DataType.isList(field.type))
		return '{' + [...v].map(e => e.index + ':' + e.value)
		    .join(' ') + '}';
	return typeof v === 'string' ? JSON.stringify(v) : String(v);
}

const reader = RecordBatchReader.from(fs.readFileSync(process.argv[2]));
reader.open();
const fields = reader.schema.fields;
for (const f of fields)
	console.log(`${f.name}: ${f.type}`);
const head = JSON.parse(reader.schema.metadata.get('mlc'));
console.log('head', head.columns.map(c => c.type).join(' '));
let rows = 0;
for (const batch of reader) {
	rows += batch.numRows;
	for (let i = 0; i < batch.numRows; i++)
		console.log(fields.map((f, j) => show(f, batch.getChildAt(j),
		    batch.data.children[j], i)).join(' | '));
}
console.log('rows', rows);
