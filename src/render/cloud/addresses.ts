/**
 * Addresses and ARNs of AWS without what nobody knows: the region, the account. `isStaged` tells APIs of the tree whose own address has a stage, which is no part
 * of their routes' paths.
 */
export function tidyAddress(whole: string, isStaged: (api: string) => boolean): string {
  const plain = whole
    .replace(/\.[\u{10F000}][^\u{10F000}\u{10F001}]{0,200}[\u{10F001}]\.amazonaws\.com/gu, '.amazonaws.com')
    .replace(/arn:aws:([a-z0-9-]+):[^:]*:[^:]*:/g, 'arn:aws:$1:::')
    .replace(/(https:\/\/sqs\.amazonaws\.com)\/[^/]+\/(?=[^/]+$)/, '$1/');
  const called = /^(https?:\/\/)?([\w-]+)\.execute-api\.(?:[\w-]+\.)?amazonaws\.com(\/[^/]*)?(.*)$/s.exec(plain);
  if (called === null) return plain;
  const [, scheme = '', api = '', stage = '', rest = ''] = called;
  return `${scheme}${api}.execute-api.amazonaws.com${isStaged(api) ? rest : `${stage}${rest}`}`;
}
