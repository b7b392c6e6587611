import { defineLibrary } from '../../core/library.js';

/** Hooks and wrappers that hand values and components on; components themselves are the system's own functions. */
export const react = defineLibrary({
  id: 'react',
  language: 'typescript',
  url: 'https://react.dev/reference/react',
  modules: ['react', 'preact/hooks', 'preact/compat'],
  sightings: [
    { call: ['useState'], effect: 'same', of: { firstOf: [{ arg: 0, property: '()' }, { arg: 0 }] }, as: '0' },
    { call: ['useReducer'], effect: 'same', of: { arg: 1 }, as: '0' },
    { call: ['useRef'], effect: 'same', of: { arg: 0 }, as: 'current' },
    { call: ['{useMemo,useCallback}'], effect: 'same', of: { firstOf: [{ where: { arg: 0, property: '()' }, pick: { arg: 0, property: '()' } }, { arg: 0 }] } },
    { call: ['createContext'], effect: 'handle', type: 'Context' },
    { element: ['Context.Provider', 'Context'], effect: 'provide', token: { receiver: true }, value: { named: 'value' } },
    { call: ['{useContext,use}'], effect: 'obtain', token: { arg: 0 } },
    { call: ['{memo,forwardRef,useDeferredValue}'], effect: 'same', of: { arg: 0 } },
  ],
  examples: [
    {
      code: `import { useMemo, useState } from 'react';
export function Orders() {
  const [url] = useState(process.env.ORDERS_URL);
  const address = useMemo(() => \`\${url}/orders\`, [url]);
  fetch(address);
  return null;
}`,
      expect: ['client http method=GET url=${ORDERS_URL}/orders'],
    },
    {
      code: `import { memo, useRef } from 'react';
export const Stock = memo(function Stock({ base }: { base: string }) {
  const target = useRef('http://stock');
  fetch(target.current);
  return null;
});`,
      expect: ['client http method=GET url=http://stock'],
    },
    {
      code: `import { createContext, useContext } from 'react';
const Api = createContext({ url: '' });
function Orders() {
  const { url } = useContext(Api);
  fetch(url + '/orders');
  return null;
}
export const App = () => (
  <Api.Provider value={{ url: process.env.API_URL }}>
    <Orders />
  </Api.Provider>
);`,
      expect: ['client http method=GET url=${API_URL}/orders'],
    },
    {
      code: `import { useState } from 'react';
export function Idle() {
  const [url] = useState('http://orders');
  return url;
}`,
      expect: [],
    },
  ],
});
