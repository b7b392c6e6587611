import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server does in place of an answer, once. */
export type Fault = 'cut' | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly token: string | undefined;
}

interface StoredComment {
  readonly id: number;
  body: string;
  readonly author: string;
}

/** A platform's comments on one request, behind the paths that its documentation gives; answers in pages of `pageSize`. */
export class FakePlatform {
  readonly asked: Asked[] = [];
  readonly comments: StoredComment[] = [];
  /** By `METHOD part-of-path`: faults that the next such requests meet, in order. */
  readonly faults = new Map<string, Fault[]>();
  pageSize = 100;
  private nextId = 100;
  private readonly server: Server;

  constructor(
    private readonly style: 'github' | 'gitlab',
    private readonly account: { readonly login: string; readonly mayAskWhoItIs: boolean },
  ) {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  add(body: string, author: string): StoredComment {
    const comment = { id: this.nextId++, body, author };
    this.comments.push(comment);
    return comment;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const url = new URL(request.url ?? '/', 'http://localhost');
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    const method = request.method ?? '';
    const token = request.headers.authorization ?? (request.headers['private-token'] as string | undefined);
    this.asked.push({ method, path: url.pathname, body, token });
    const fault = this.fault(method, url.pathname);
    if (fault === 'cut') request.socket.destroy();
    else if (fault) send(response, fault.status, fault.body ?? { message: `fault ${fault.status}` }, fault.headers);
    else if (this.style === 'github') this.github(method, url, body, response);
    else this.gitlab(method, url, body, response);
  }

  private fault(method: string, path: string): Fault | undefined {
    for (const [key, queue] of this.faults) {
      const [verb, part = ''] = key.split(' ');
      if (verb === method && path.includes(part)) return queue.shift();
    }
    return undefined;
  }

  private github(method: string, url: URL, body: Record<string, unknown>, response: ServerResponse): void {
    const shown = ({ id, body: text, author }: StoredComment) => ({
      id,
      body: text,
      html_url: `https://github.example/acme/shop/pull/12#issuecomment-${id}`,
      user: { login: author, type: author.endsWith('[bot]') ? 'Bot' : 'User' },
    });
    if (url.pathname === '/user') {
      if (this.account.mayAskWhoItIs) send(response, 200, { login: this.account.login, type: 'User' });
      else send(response, 403, { message: 'Resource not accessible by integration' });
    } else if (url.pathname === '/repos/acme/shop/issues/12/comments' && method === 'GET') {
      const page = Number(url.searchParams.get('page') ?? 1);
      const part = this.comments.slice((page - 1) * this.pageSize, page * this.pageSize);
      const next = page * this.pageSize < this.comments.length ? { link: `<http://${url.host}${url.pathname}?page=${page + 1}>; rel="next"` } : {};
      send(response, 200, part.map(shown), nextOnSameHost(next, response));
    } else if (url.pathname === '/repos/acme/shop/issues/12/comments' && method === 'POST')
      send(response, 201, shown(this.add(String(body['body']), this.account.login)));
    else if (url.pathname.startsWith('/repos/acme/shop/issues/comments/') && method === 'PATCH') this.edit(url, body, response, shown);
    else if (url.pathname === '/repos/acme/shop/pulls') send(response, 200, [{ number: 12, head: { sha: 'f'.repeat(40) } }]);
    else send(response, 404, { message: 'Not Found' });
  }

  private gitlab(method: string, url: URL, body: Record<string, unknown>, response: ServerResponse): void {
    const shown = ({ id, body: text, author }: StoredComment) => ({
      id,
      body: text,
      system: false,
      author: { id: author === this.account.login ? 1 : 2, username: author },
    });
    if (url.pathname === '/api/v4/user') send(response, 200, { id: 1, username: this.account.login });
    else if (url.pathname === '/api/v4/projects/7/merge_requests/12/notes' && method === 'GET') {
      const page = Number(url.searchParams.get('page') ?? 1);
      const part = this.comments.slice((page - 1) * this.pageSize, page * this.pageSize);
      const more = page * this.pageSize < this.comments.length;
      const query = `per_page=100&page=${page + 1}`;
      const next = more ? { link: `<http://${url.host}${url.pathname}?${query}>; rel="next"`, 'x-next-page': String(page + 1) } : {};
      send(response, 200, part.map(shown), nextOnSameHost(next, response));
    } else if (url.pathname === '/api/v4/projects/7/merge_requests/12/notes' && method === 'POST')
      send(response, 201, shown(this.add(String(body['body']), this.account.login)));
    else if (url.pathname.startsWith('/api/v4/projects/7/merge_requests/12/notes/') && method === 'PUT') this.edit(url, body, response, shown);
    else send(response, 404, { message: '404 Not Found' });
  }

  private edit(url: URL, body: Record<string, unknown>, response: ServerResponse, shown: (comment: StoredComment) => unknown): void {
    const comment = this.comments.find(({ id }) => id === Number(url.pathname.split('/').at(-1)));
    if (comment === undefined) send(response, 404, { message: 'Not Found' });
    else {
      comment.body = String(body['body']);
      send(response, 200, shown(comment));
    }
  }
}

/** Links lead back to the server that was asked. */
function nextOnSameHost(headers: Readonly<Record<string, string>>, response: ServerResponse): Readonly<Record<string, string>> {
  const host = response.req.headers.host ?? '';
  return Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, value.replace('http://localhost', `http://${host}`)]));
}

function send(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
