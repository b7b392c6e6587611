import { UsageError } from '../core/usage-error.js';

/** A platform refused or could not be reached. The message says what to do and holds no token. */
export class PostError extends UsageError {}

/** What platforms have in common that goes wrong. */
export interface Refusal {
  readonly platform: 'GitHub' | 'GitLab';
  /** `pull request 12 of acme/shop`. */
  readonly thread: string;
  /** HTTP status; undefined where there was no answer. */
  readonly status?: number;
  /** Words of the platform or the network. */
  readonly detail: string;
  /** The permission that the token needs. */
  readonly permission: string;
  /** Name of the variable the token came from. */
  readonly variable: string;
}

/** One line that says what went wrong and how to mend it. */
export function postError(refusal: Refusal, secrets: readonly string[]): PostError {
  return new PostError(withoutSecrets(`${explain(refusal)} (${said(refusal)})`, secrets));
}

function explain({ platform, thread, status, permission, variable }: Refusal): string {
  switch (status) {
    case 401:
      return `${platform} does not accept the token in ${variable}: it is wrong or expired`;
    case 403:
      return `the token in ${variable} may not comment on ${thread}: it needs ${permission}; a pull request from a fork gets a read-only token, so post from a second workflow (archlint comment --post --from check.json)`;
    case 404:
      return `${platform} knows no ${thread}, or the token in ${variable} may not see it`;
    case 422:
    case 400:
      return `${platform} refuses the comment on ${thread}`;
    case 429:
      return `${platform} asks to slow down and still did after several tries; run the job again later`;
    case undefined:
      return `${platform} cannot be reached`;
    default:
      return status >= 500 ? `${platform} has trouble and still had after several tries; run the job again later` : `${platform} answers with an error`;
  }
}

function said({ status, detail }: Refusal): string {
  const words = detail.replace(/\s+/g, ' ').trim().slice(0, 200);
  return status === undefined ? words : `HTTP ${status}${words === '' ? '' : `: ${words}`}`;
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret !== '').reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
}
