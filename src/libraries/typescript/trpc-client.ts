import { defineLibrary } from '../../core/library.js';

/** tRPC clients: procedures are members of a proxy, so the client itself is the call. */
export const trpcClient = defineLibrary({
  id: 'trpc-client',
  language: 'typescript',
  url: 'https://trpc.io/docs/client',
  modules: ['@trpc/client', '@trpc/client/*', '@trpc/react-query', '@trpc/next'],
  sightings: [
    {
      call: ['{httpBatchLink,httpLink,httpBatchStreamLink,httpSubscriptionLink,unstable_httpBatchStreamLink,experimental_formDataLink}'],
      effect: 'handle',
      type: 'TRPCLink',
    },
    { call: ['wsLink'], effect: 'same', of: { arg: 0, property: 'client' } },
    { call: ['createWSClient'], effect: 'handle', type: 'TRPCLink' },
    { call: ['splitLink'], effect: 'same', of: { arg: 0, property: 'true' } },
    { call: ['splitLink'], effect: 'same', of: { arg: 0, property: 'false' } },
    {
      call: ['{createTRPCProxyClient,createTRPCClient}'],
      role: 'client',
      protocol: 'http',
      target: {
        handle: {
          firstOf: [
            { arg: 0, property: 'url()' },
            { arg: 0, property: 'url' },
          ],
        },
        of: { arg: 0, property: 'links' },
        type: 'TRPCLink',
      },
    },
  ],
  examples: [
    {
      code: "import { createTRPCClient, httpBatchLink } from '@trpc/client';\nexport const orders = createTRPCClient({ links: [httpBatchLink({ url: `${process.env.ORDERS_URL}/trpc` })] });",
      expect: ['client http url=${ORDERS_URL}/trpc'],
    },
    { code: "import { httpBatchLink } from '@trpc/client';\nhttpBatchLink({ url: 'http://orders/trpc' });", expect: [] },
  ],
});
