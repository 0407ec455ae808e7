// Test-only: lets main-process code written for current Electron run on Electron 22 (Chrome 108, Node 16). Load with -r, before the app.
const { app, net, protocol } = require('electron');
const { Readable } = require('stream');
const fs = require('fs'),
  v8 = require('v8');
globalThis.structuredClone ??= x => v8.deserialize(v8.serialize(x));
globalThis.Blob ??= require('buffer').Blob;
globalThis.crypto ??= require('crypto').webcrypto;
const web = require('stream/web');
for (const k of Object.keys(web)) globalThis[k] ??= web[k];
const bytes = async b => {
  const c = [];
  for await (const x of toNode(b)) c.push(Buffer.from(x));
  return Buffer.concat(c);
};
const toNode = b =>
  b == null
    ? Readable.from([])
    : b instanceof Readable
      ? b
      : typeof b === 'string'
        ? Readable.from([Buffer.from(b)])
        : b instanceof ArrayBuffer
          ? Readable.from([Buffer.from(b)])
          : ArrayBuffer.isView(b)
            ? Readable.from([Buffer.from(b.buffer, b.byteOffset, b.byteLength)])
            : typeof b.stream === 'function'
              ? toNode(b.stream())
              : Readable.from(
                  (async function* () {
                    const r = b.getReader();
                    for (;;) {
                      const { done, value } = await r.read();
                      if (done) return;
                      yield Buffer.from(value);
                    }
                  })(),
                );
class Headers extends Map {
  constructor(i = {}) {
    super();
    for (const [k, v] of i[Symbol.iterator] ? i : Object.entries(i)) this.set(k, v);
  }
  get(k) {
    return super.get(k.toLowerCase()) ?? null;
  }
  has(k) {
    return super.has(k.toLowerCase());
  }
  set(k, v) {
    return super.set(k.toLowerCase(), String(v));
  }
  append(k, v) {
    this.set(k, this.has(k) ? `${this.get(k)}, ${v}` : v);
  }
}
class Response {
  constructor(body = null, o = {}) {
    this.body = body;
    this.status = o.status ?? 200;
    this.statusText = o.statusText ?? '';
    this.headers = new Headers(o.headers);
    if (typeof body === 'string' && !this.headers.has('content-type'))
      this.headers.set('content-type', 'text/plain;charset=UTF-8');
  }
  static json(x, o = {}) {
    return new Response(JSON.stringify(x), { ...o, headers: { 'content-type': 'application/json', ...o.headers } });
  }
  get ok() {
    return this.status >= 200 && this.status < 300;
  }
  async arrayBuffer() {
    return new Uint8Array(await bytes(this.body)).buffer;
  }
  async text() {
    return String(await bytes(this.body));
  }
  async json() {
    return JSON.parse(await this.text());
  }
}
globalThis.Headers ??= Headers;
globalThis.Response ??= Response;
const addHandle = p => {
  if (p.handle) return;
  p.handle = (scheme, handler) => {
    if (
      !p.registerStreamProtocol(scheme, async (q, cb) => {
        try {
          const up = q.uploadData && Buffer.concat(q.uploadData.map(d => d.bytes ?? fs.readFileSync(d.file)));
          const res = await handler({
            url: q.url,
            method: q.method,
            headers: new Headers(q.headers),
            referrer: q.referrer,
            body: up ?? null,
            text: async () => String(up ?? ''),
            json: async () => JSON.parse(String(up)),
            arrayBuffer: async () => new Uint8Array(up ?? []).buffer,
          });
          cb({ statusCode: res.status, headers: Object.fromEntries(res.headers), data: toNode(res.body) });
        } catch (e) {
          console.error('[shim22] protocol handler failed', e);
          cb({ statusCode: 500, data: Readable.from([]) });
        }
      })
    )
      throw new Error(`scheme already handled: ${scheme}`);
  };
  p.unhandle = s => p.unregisterProtocol(s);
  p.isProtocolHandled = s => p.isProtocolRegistered(s);
};
addHandle(protocol);
app.on('session-created', s => {
  addHandle(s.protocol);
  s.registerPreloadScript ??= ({ filePath, id }) => {
    s.setPreloads([...s.getPreloads(), filePath]);
    return id ?? filePath;
  };
});
net.fetch ??= (url, o = {}) =>
  new Promise((ok, no) => {
    url = String(url);
    if (url.startsWith('file:')) {
      const f = fs.createReadStream(require('url').fileURLToPath(url));
      f.once('error', no).once('open', () => ok(new Response(f)));
      return;
    }
    const q = net.request({ url, method: o.method ?? 'GET' });
    for (const [k, v] of Object.entries(o.headers ?? {})) q.setHeader(k, v);
    q.on('error', no).on('response', async r =>
      ok(
        new Response(await bytes(r), {
          status: r.statusCode,
          headers: Object.entries(r.headers).map(([k, v]) => [k, [].concat(v).join(', ')]),
        }),
      ),
    );
    q.end(o.body);
  });
