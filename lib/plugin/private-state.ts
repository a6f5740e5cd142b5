/**
 * The bytes that Terraform keeps beside an object's state for its provider. Another provider may have written them, so ours have an
 * envelope of their own, and what has another form is kept as it is until a handler sets a value.
 */
export class PrivateState {
  value: unknown;
  private readonly initial: string | undefined;

  constructor(private readonly bytes: Uint8Array) {
    this.value = unpack(bytes);
    this.initial = JSON.stringify(this.value);
  }

  toBytes(): Uint8Array {
    if (JSON.stringify(this.value) === this.initial) return this.bytes;
    return this.value === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify({ format, value: this.value }));
  }
}

const format = 'provider-private-1';

function unpack(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return undefined;
  try {
    const parsed = JSON.parse(Buffer.from(bytes).toString('utf8')) as { format?: unknown; value?: unknown } | null;
    return parsed?.format === format ? parsed.value : undefined;
  } catch {
    // Not JSON: another program's bytes, kept as they are.
    return undefined;
  }
}
