const userInfo = /(:\/\/[^\s:@/?#]*):[^\s@/?#]*@/g;

/** A text without the passwords of the connection strings in it: `redis://app:secret@cache` becomes `redis://app@cache`. */
export function redact(text: string): string {
  return text.includes('@') && text.includes('://') ? text.replace(userInfo, '$1@') : text;
}

/** Whether a text opens the authority of a URL and stops before its host: `amqp://`, `amqp://user`. */
export function opensAuthority(text: string): boolean {
  const scheme = text.lastIndexOf('://');
  return scheme >= 0 && !/[@/?#\s]/.test(text.slice(scheme + 3));
}

/** The rest of a user information whose start stands in an earlier part of a template: `:secret@host` becomes `@host`. */
export function redactRest(text: string): string {
  return text.replace(/^([^\s:@/?#]*):[^\s@/?#]*@/, '$1@');
}
