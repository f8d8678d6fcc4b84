import protobuf from 'protobufjs/minimal.js';
import { type FieldRule, type MessageName, onnxSchema } from './schema.js';

/** A message by the names of its fields; one the bytes leave out has its default, 0 or '' or null. */
export type Message = Record<string, unknown>;

type Reader = InstanceType<typeof protobuf.Reader>;
type Writer = InstanceType<typeof protobuf.Writer>;

/** How values of a type of protobuf stand in bytes: the wire type of one, and whether lists are packed. */
interface Scalar {
  readonly wire: 0 | 1 | 2 | 5;
  readonly absent: unknown;
  read(reader: Reader): unknown;
  write(writer: Writer, value: never): unknown;
}

const SCALARS: Readonly<Record<string, Scalar>> = {
  int32: {
    wire: 0,
    absent: 0,
    read: (reader) => reader.int32(),
    write: (writer, value) => writer.int32(value),
  },
  int64: {
    wire: 0,
    absent: 0,
    read: (reader) => reader.int64(),
    write: (writer, value) => writer.int64(value),
  },
  uint64: {
    wire: 0,
    absent: 0,
    read: (reader) => reader.uint64(),
    write: (writer, value) => writer.uint64(value),
  },
  float: {
    wire: 5,
    absent: 0,
    read: (reader) => reader.float(),
    write: (writer, value) => writer.float(value),
  },
  double: {
    wire: 1,
    absent: 0,
    read: (reader) => reader.double(),
    write: (writer, value) => writer.double(value),
  },
  string: {
    wire: 2,
    absent: '',
    read: (reader) => reader.string(),
    write: (writer, value) => writer.string(value),
  },
  bytes: {
    wire: 2,
    absent: new Uint8Array(0),
    read: (reader) => reader.bytes(),
    write: (writer, value) => writer.bytes(value),
  },
};

interface FieldPlan {
  readonly name: string;
  readonly id: number;
  readonly repeated: boolean;
  /** Null for a message. */
  readonly scalar: Scalar | null;
  readonly message: MessageName;
}

interface MessagePlan {
  /** By number. */
  readonly byId: ReadonlyMap<number, FieldPlan>;
  /** In the order in which they are written. */
  readonly fields: readonly FieldPlan[];
}

const PLANS = Object.fromEntries(
  Object.entries(onnxSchema).map(([name, rules]) => [name, planOf(rules)]),
) as Readonly<Record<MessageName, MessagePlan>>;

/**
 * The message in some bytes, by the schema alone: no code is written as it runs, which a content
 * security policy may forbid. Fields that are not in the schema are skipped; bytes stay slices.
 *
 * @throws Error where the bytes are no such message
 *
 * Source: Protocol Buffers, Encoding.
 */
export function decodeMessage(name: MessageName, bytes: Uint8Array): Message {
  const reader = protobuf.Reader.create(bytes);
  return decode(name, reader, reader.len);
}

/** The bytes of a message; fields in the order of their numbers, lists of numbers packed. */
export function encodeMessage(name: MessageName, message: Readonly<Message>): Uint8Array {
  const writer = protobuf.Writer.create();
  encode(name, message, writer);
  return writer.finish();
}

function planOf(rules: Readonly<Record<string, FieldRule>>): MessagePlan {
  const fields = Object.entries(rules)
    .map(([name, [type, id, rule]]): FieldPlan => {
      const scalar = SCALARS[type] ?? null;
      return { name, id, repeated: rule === 'repeated', scalar, message: type as MessageName };
    })
    .sort((a, b) => a.id - b.id);
  return { fields, byId: new Map(fields.map((field) => [field.id, field])) };
}

function decode(name: MessageName, reader: Reader, end: number): Message {
  const { byId, fields } = PLANS[name];
  const message: Message = {};
  for (const field of fields) {
    message[field.name] = field.repeated ? [] : (field.scalar?.absent ?? null);
  }
  while (reader.pos < end) {
    const key = reader.uint32();
    const field = byId.get(key >>> 3);
    if (!field) reader.skipType(key & 7);
    else if (!field.repeated) message[field.name] = oneOf(field, reader);
    else if (isPacked(field) && (key & 7) === 2) {
      const list = message[field.name] as unknown[];
      within(reader, (last) => {
        while (reader.pos < last) list.push(field.scalar!.read(reader));
      });
    } else (message[field.name] as unknown[]).push(oneOf(field, reader));
  }
  return message;
}

function oneOf({ scalar, message }: FieldPlan, reader: Reader): unknown {
  return scalar ? scalar.read(reader) : within(reader, (end) => decode(message, reader, end));
}

/** Reads what stands behind its length, and nothing after it. */
function within<Result>(reader: Reader, read: (end: number) => Result): Result {
  const end = reader.uint32() + reader.pos;
  const { len } = reader;
  if (end > len) throw new RangeError('a field ends after its message');
  reader.len = end;
  const result = read(end);
  if (reader.pos !== end) throw new RangeError('a field ends after its message');
  reader.len = len;
  return result;
}

function encode(name: MessageName, message: Readonly<Message>, writer: Writer): void {
  for (const field of PLANS[name].fields) {
    const value = message[field.name];
    if (value === undefined || value === null) continue;
    if (!field.repeated) write(field, value, writer);
    else if (isPacked(field) && (value as unknown[]).length > 0) {
      writer.uint32(field.id * 8 + 2).fork();
      for (const one of value as never[]) field.scalar!.write(writer, one);
      writer.ldelim();
    } else for (const one of value as unknown[]) write(field, one, writer);
  }
}

function write({ id, scalar, message }: FieldPlan, value: unknown, writer: Writer): void {
  writer.uint32(id * 8 + (scalar?.wire ?? 2));
  if (scalar) {
    scalar.write(writer, value as never);
    return;
  }
  writer.fork();
  encode(message, value as Message, writer);
  writer.ldelim();
}

function isPacked({ scalar }: FieldPlan): boolean {
  return scalar !== null && scalar.wire !== 2;
}
