/** `orders/src/app.ts:12 GET /stock` to evidence; the text is optional. */
export function seen(text) {
    const match = /^(\S+):(\d+)(?: (.*))?$/.exec(text);
    if (!match)
        throw new Error(`no evidence: ${text}`);
    return { file: match[1] ?? '', line: Number(match[2]), foundBy: 'test', text: match[3] ?? '' };
}
export function service(name, more = {}) {
    return {
        id: `service:${name}`,
        kind: 'service',
        name,
        aliases: [],
        path: name,
        language: 'typescript',
        role: null,
        team: null,
        context: null,
        entries: [],
        evidence: [seen('compose.yml:1')],
        ...more,
    };
}
export function gateway(name) {
    return { id: `gateway:${name}`, kind: 'gateway', name, aliases: [], technology: 'nginx', evidence: [seen('compose.yml:1')] };
}
export function datastore(server, database, more = {}) {
    return {
        id: `datastore:${server}/${database ?? ''}`,
        kind: 'datastore',
        name: server,
        aliases: [],
        technology: 'postgresql',
        database,
        cache: false,
        evidence: [seen('compose.yml:1')],
        ...more,
    };
}
export function table(store, name, more = {}) {
    return {
        id: `table:${store.name}/${store.database ?? ''}/${more.schema === undefined ? '' : `${more.schema}.`}${name}`,
        kind: 'table',
        name,
        aliases: [],
        datastore: store.id,
        owner: null,
        technical: false,
        evidence: [seen('compose.yml:1')],
        ...more,
    };
}
export function library(name) {
    return { id: `library:${name}`, kind: 'library', name, aliases: [], path: `libs/${name}`, evidence: [seen('package.json:1')] };
}
export function channel(name) {
    return { id: `channel:kafka/${name}`, kind: 'channel', name, aliases: [], technology: 'kafka', evidence: [seen('compose.yml:1')] };
}
/** `GET /orders/:id` as an entry; its id is the text. */
export function entry(text) {
    const [method = '', path = ''] = text.split(' ');
    return { id: text, protocol: 'http', method, path, at: { file: 'src/app.ts', line: 1 } };
}
/** An edge with one site for each text; a site's method and path are those of `calls`, its entries those of `in`. */
export function edge(kind, from, to, sites, more = {}) {
    const made = sites.map((text) => {
        const site = typeof text === 'string' ? { at: text } : text;
        const [method = null, path = null] = site.calls?.split(' ') ?? [];
        return { evidence: [seen(site.at)], method, path, entries: site.in ?? [], inLoop: false, ...(site.address && { address: site.address }) };
    });
    const evidence = made.flatMap((site) => [...site.evidence]);
    return { from: from.id, to: to.id, kind, certainty: 'declared', sites: made, evidence, ...more };
}
export function system(parts) {
    return {
        nodes: parts.nodes,
        edges: parts.edges ?? [],
        releases: parts.releases ?? [],
        unresolved: [],
        coverage: { interactions: 0, resolved: 0, external: 0, unresolved: 0 },
        suppressions: parts.suppressions ?? [],
    };
}
