import { mkdir, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { routes } from '../../../../../src/main/core/routes.ts';
import type { Core } from '../../../../../src/main/core/index.ts';
import { serve, type Served } from '../../../../../src/main/shells/serve/index.ts';
import { openTestCore } from '../../../../support/core.ts';

type Answer = { readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly body: string };
type Session = {
  readonly core: Core;
  readonly served: Served;
  readonly pageFolder: string;
  readonly cookie: string;
  readonly token: string;
  readonly own: Record<string, string>;
};

/** Every address of the core with example parts, and the page's own. */
const addresses = [
  ...Object.entries(routes).map(([route, { method }]) => ({
    method,
    path: route.replace(':name', 'project:close').replace(/:\w+/g, '1'),
  })),
  { method: 'GET', path: '/' },
  { method: 'GET', path: '/assets/app.js' },
  { method: 'GET', path: '/nowhere' },
];

function ask(
  served: Served,
  method: string,
  address: string,
  headers: http.OutgoingHttpHeaders,
  body = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port: served.port, method, path: address, headers, agent: false },
      response => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
          if (response.headers['content-type'] === 'application/x-ndjson') response.destroy();
        });
        response.on('close', () => resolve({ status: response.statusCode!, headers: response.headers, body: text }));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

async function startSession(options: { idleMs?: number; onStop?: () => void } = {}): Promise<Session> {
  const { idleMs, onStop } = options;
  const { core, home } = await openTestCore(undefined, undefined, onStop === undefined ? {} : { onStop });
  const pageFolder = path.join(home, 'page');
  await mkdir(path.join(pageFolder, 'assets'), { recursive: true });
  await writeFile(
    path.join(pageFolder, 'index.html'),
    '<!doctype html><head><style nonce="FOVEA_NONCE"></style></head>',
  );
  await writeFile(path.join(pageFolder, 'assets/app.js'), 'export {};');
  const served = await serve({ core, pageFolder, ...(idleMs === undefined ? {} : { idleMs }) });
  onTestFinished(() => served.close());
  const entered = await ask(served, 'GET', new URL(served.newLink()).pathname + new URL(served.newLink()).search, {});
  const cookie = entered.headers['set-cookie']![0]!.split(';')[0]!;
  const own = { cookie, origin: `http://127.0.0.1:${served.port}`, 'sec-fetch-site': 'same-origin' };
  const index = await ask(served, 'GET', '/', { cookie, 'sec-fetch-site': 'none' });
  const token = /name="fovea-token" content="([\w-]+)"/.exec(index.body)![1]!;
  return {
    core,
    served,
    pageFolder,
    cookie,
    token,
    own: { ...own, 'x-fovea-token': token, 'content-type': 'application/json' },
  };
}

describe('the gate (J2, J3, J5, J7, J13)', () => {
  test('every address refuses every attack, and the same request from our page gets past the gate', async () => {
    const { served, own } = await startSession();
    const without = (...names: string[]) =>
      Object.fromEntries(Object.entries(own).filter(([name]) => !names.includes(name)));
    const attacks: Record<string, http.OutgoingHttpHeaders> = {
      'no secrets': without('cookie', 'x-fovea-token'),
      'wrong cookie': { ...own, cookie: own['cookie']!.slice(0, -1) + '~' },
      'another host': { ...own, host: 'evil.example' },
      'a rebinding host': { ...own, host: `127.0.0.1.nip.io:${served.port}` },
      'localhost by name': { ...own, host: `localhost:${served.port}` },
      'another port': { ...own, host: '127.0.0.1:1' },
      'a foreign origin': { ...own, origin: 'http://evil.example' },
      'a null origin': { ...own, origin: 'null' },
      'cross-site': { ...own, 'sec-fetch-site': 'cross-site' },
      'same-site': { ...own, 'sec-fetch-site': 'same-site' },
      'no site': without('sec-fetch-site'),
    };
    for (const { method, path: address } of addresses) {
      for (const [attack, headers] of Object.entries(attacks)) {
        const { status } = await ask(served, method, address, headers, method === 'POST' ? 'null' : '');
        expect([attack, method, address, status === 401 || status === 403]).toEqual([attack, method, address, true]);
      }
      const { status } = await ask(served, method, address, own, method === 'POST' ? 'null' : '');
      expect([method, address, status === 401 || status === 403]).toEqual([method, address, false]);
    }
  });

  test('the cookie alone gets pixels, downloads and the page, and nothing else', async () => {
    const { served, own } = await startSession();
    const { 'x-fovea-token': _, ...cookieOnly } = own;
    for (const { method, path: address } of addresses) {
      const { status } = await ask(served, method, address, cookieOnly, method === 'POST' ? 'null' : '');
      const isOpen = /^\/(photo|tile|recent|predicted|download|assets)\/|^\/$/.test(address);
      expect([address, status === 401]).toEqual([address, !isOpen]);
    }
  });

  test('forms, preflights, other methods, two hosts, upgrades and absolute addresses are refused', async () => {
    const { served, own } = await startSession();
    for (const type of ['text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded']) {
      expect((await ask(served, 'POST', '/call/project:close', { ...own, 'content-type': type }, 'null')).status).toBe(
        403,
      );
    }
    const preflight = await ask(served, 'OPTIONS', '/call/project:close', own);
    expect(preflight.status).toBe(403);
    expect(Object.keys(preflight.headers).filter(name => name.startsWith('access-control'))).toEqual([]);
    expect((await ask(served, 'DELETE', '/photo/1', own)).status).toBe(403);
    const host = `127.0.0.1:${served.port}`;
    const raw = (request: string): Promise<string> =>
      new Promise(resolve => {
        let text = '';
        const socket = net.connect(served.port, '127.0.0.1', () => socket.write(request));
        socket.on('data', chunk => (text += chunk)).on('close', () => resolve(text.split('\r\n')[0]!));
      });
    expect(await raw(`GET / HTTP/1.1\r\nHost: ${host}\r\nHost: evil\r\nConnection: close\r\n\r\n`)).toMatch(/ 40[03] /);
    expect(await raw(`GET / HTTP/1.1\r\nConnection: close\r\n\r\n`)).toMatch(/ 403 /);
    expect(await raw(`GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toMatch(/ 400 /);
    expect(await raw(`GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(/ 431 /);
    expect(await raw(`GET / HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`)).toMatch(
      / 403 /,
    );
  });

  test('a link works once; a newer one ends an older one; twenty wrong words withdraw it until the next is made', async () => {
    const { served } = await startSession();
    const open = async (link: string): Promise<number> =>
      (await ask(served, 'GET', link.slice(link.indexOf('/open')), {})).status;
    const older = served.newLink();
    const link = served.newLink();
    expect(await open(older)).toBe(401);
    expect([await open(link), await open(link)]).toEqual([200, 401]);
    const waiting = served.newLink();
    for (let wrong = 0; wrong < 20; wrong++) await open('/open?once=wrong');
    expect(await open(waiting)).toBe(429);
    expect(await open(served.newLink())).toBe(200);
  });
});

describe('answers (J8, J11, J12, J15)', () => {
  test('carry the headers that keep others out, and the page a fresh nonce per load', async () => {
    const { served, own } = await startSession();
    const load = async () => (await ask(served, 'GET', '/', own)).headers['content-security-policy'] as string;
    const policy = await load();
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      expect(policy.split('; ')).toContain(rule);
    }
    expect(policy).not.toContain('unsafe');
    expect(await load()).not.toBe(policy);
    for (const { method, path: address } of addresses) {
      const { headers } = await ask(served, method, address, own, method === 'POST' ? 'null' : '');
      expect([address, headers]).toMatchObject([
        address,
        {
          'x-content-type-options': 'nosniff',
          'cross-origin-resource-policy': 'same-origin',
          'cross-origin-opener-policy': 'same-origin',
          'referrer-policy': 'no-referrer',
        },
      ]);
    }
  });

  test('a body larger than allowed is refused, announced or not', async () => {
    const { served, own } = await startSession();
    const announced = await ask(served, 'POST', '/upload?name=a.jpg', {
      ...own,
      'content-length': 300 * 1024 ** 2,
    }).catch(() => ({ status: 413 }));
    expect(announced.status).toBe(413);
    expect((await ask(served, 'POST', '/upload?name=a.jpg', own, 'some bytes')).status).toBe(200);

    // Chunked: no length is announced, so the core meets the limit while it reads.
    const unannounced = await new Promise<Answer>((resolve, reject) => {
      const headers = { ...own, 'transfer-encoding': 'chunked' };
      const request = http.request(
        { host: '127.0.0.1', port: served.port, method: 'POST', path: '/call/project:close', headers, agent: false },
        response => {
          let body = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
          response.on('close', () => resolve({ status: response.statusCode!, headers: response.headers, body }));
        },
      );
      request.on('error', reject);
      const chunk = Buffer.alloc(1024 ** 2, ' ');
      for (let sent = 0; sent <= routes['/call/:name'].bodyLimitBytes; sent += chunk.byteLength) request.write(chunk);
      request.end('null');
    });
    expect([unannounced.status, JSON.parse(unannounced.body)]).toMatchObject([
      413,
      { error: { code: 'upload-too-large' } },
    ]);
    expect((await ask(served, 'POST', '/call/project:close', own, 'null')).status).toBe(200);
  });
});

test('a file of the page that is gone costs its request, and Fovea goes on', async () => {
  const { served, own, pageFolder } = await startSession();
  const logged = vi.spyOn(console, 'error').mockReturnValue();
  onTestFinished(() => void logged.mockRestore());
  await rm(path.join(pageFolder, 'assets/app.js'));
  const gone = await ask(served, 'GET', '/assets/app.js', own);
  expect([gone.status, JSON.parse(gone.body)]).toMatchObject([500, { error: { code: 'internal' } }]);
  expect(logged).toHaveBeenCalledOnce();
  expect((await ask(served, 'POST', '/call/app:info', own, 'null')).status).toBe(200);
});

describe('stopping', () => {
  test('our own page alone can stop Fovea: not without the token, not without the cookie, not from elsewhere', async () => {
    let stops = 0;
    const { served, own } = await startSession({ onStop: () => void (stops += 1) });
    const { 'x-fovea-token': token, cookie, ...rest } = own;
    const attacks = [
      { ...rest, cookie },
      { ...rest, 'x-fovea-token': token },
      { ...own, origin: 'http://evil.example' },
    ];
    for (const headers of attacks) {
      const { status } = await ask(served, 'POST', '/call/app:stop', headers as http.OutgoingHttpHeaders, 'null');
      expect([401, 403]).toContain(status);
    }
    await new Promise(resolve => setImmediate(resolve));
    expect(stops).toBe(0);
    expect((await ask(served, 'POST', '/call/app:stop', own, 'null')).status).toBe(200);
    expect(stops).toBe(1);
  });

  test('where a page may not stop Fovea (the window closes instead) it is told so', async () => {
    const { served, own } = await startSession();
    const { status, body } = await ask(served, 'POST', '/call/app:stop', own, 'null');
    expect([status, JSON.parse(body)]).toMatchObject([403, { error: { code: 'not-allowed' } }]);
  });

  test('a page that follows Fovea hears of its end before the stream ends, and nothing is answered after it', async () => {
    const { core, served, own } = await startSession();
    const lines = new Promise<string[]>((resolve, reject) => {
      const request = http.request(
        { host: '127.0.0.1', port: served.port, method: 'GET', path: '/events', headers: own, agent: false },
        answer => {
          let text = '';
          answer.setEncoding('utf8').on('data', (chunk: string) => {
            if (text === '') void core.close();
            text += chunk;
          });
          answer.on('end', () => resolve(text.trimEnd().split('\n')));
        },
      );
      request.on('error', reject).end();
    });
    expect((await lines).map(line => (JSON.parse(line) as { event: string }).event)).toContain('app:stopping');
    const late = await ask(served, 'POST', '/call/project:open-sample', own, 'null');
    expect(JSON.parse(late.body)).toMatchObject({ error: { code: 'worker-died' } });
  });
});

describe('nobody is there', () => {
  test('Fovea ends when no page follows it, and not while one does', { timeout: 30_000 }, async () => {
    const { served, own } = await startSession({ idleMs: 2_500 });
    const page = http.request({
      host: '127.0.0.1',
      port: served.port,
      method: 'GET',
      path: '/events',
      headers: own,
      agent: false,
    });
    const isFollowed = new Promise<void>(resolve =>
      page.on('response', answer => answer.once('data', () => resolve())),
    );
    page.on('error', () => undefined).end();
    await isFollowed;
    let isIdle = false;
    void served.idle.then(() => (isIdle = true));
    await new Promise(resolve => setTimeout(resolve, 4_000));
    expect(isIdle).toBe(false);
    page.destroy();
    await served.idle;
  });
});
