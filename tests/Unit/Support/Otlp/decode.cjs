// Decodes requests of OTLP: node decode.cjs FOLDER, where FOLDER has the package @opentelemetry/otlp-transformer in node_modules. A line
// of the input is '<signal> <body as base64>'; for each, a line of JSON is written: the request, or { "error": "..." }.
'use strict';
const path = require('path');
const readline = require('readline');

const root = require(path.join(process.argv[2], 'node_modules/@opentelemetry/otlp-transformer/build/src/generated/root.js'));
const { collector, logs } = root.opentelemetry.proto;
const requests = {
    metrics: collector.metrics.v1.ExportMetricsServiceRequest,
    traces: collector.trace.v1.ExportTraceServiceRequest,
    logs: collector.logs.v1.ExportLogsServiceRequest,
};

// The package does not know the name of an event, which is field 12 of a log record.
const { decode, toObject } = logs.v1.LogRecord;
logs.v1.LogRecord.decode = (reader, length) => {
    const start = reader.pos;
    const record = decode(reader, length);
    const end = reader.pos;
    reader.pos = start;
    while (reader.pos < end) {
        const tag = reader.uint32();
        if (tag >>> 3 === 12) {
            record.eventName = reader.string();
        } else {
            reader.skipType(tag & 7);
        }
    }
    return record;
};
logs.v1.LogRecord.toObject = (record, options) => ({ ...toObject(record, options), eventName: record.eventName });

// As the JSON of OTLP has them.
const ids = new Set(['traceId', 'spanId', 'parentSpanId']);
const write = (key, value) => (ids.has(key) ? Buffer.from(value, 'base64').toString('hex') : value);

readline.createInterface({ input: process.stdin }).on('line', line => {
    const [signal, body] = line.split(' ');
    let answer;
    try {
        const request = requests[signal];
        answer = request.toObject(request.decode(Buffer.from(body, 'base64')), { longs: String, bytes: String, json: true });
    } catch (error) {
        answer = { error: String(error) };
    }
    process.stdout.write(JSON.stringify(answer, write) + '\n');
});
