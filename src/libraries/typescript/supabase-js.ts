import { defineLibrary } from '../../core/library.js';

/** Tables are those of the project's PostgreSQL database, reached through its HTTP interface. */
export const supabaseJs = defineLibrary({
  id: 'supabase-js',
  language: 'typescript',
  url: 'https://supabase.com/docs/reference/javascript/introduction',
  modules: ['@supabase/supabase-js', '@supabase/ssr'],
  sightings: [
    {
      call: ['createClient', 'createServerClient', 'createBrowserClient'],
      role: 'connection',
      protocol: 'postgresql',
      parts: { url: { arg: 0 }, schema: { arg: 2, property: 'db.schema' } },
    },
    { call: ['createClient', 'createServerClient', 'createBrowserClient'], effect: 'handle', type: 'SupabaseClient' },
    { call: ['SupabaseClient.from'], effect: 'handle', type: 'QueryBuilder', typed: false },
    {
      call: ['QueryBuilder.select'],
      role: 'query',
      protocol: 'postgresql',
      access: 'read',
      parts: { table: { handle: { arg: 0 } } },
    },
    {
      call: ['QueryBuilder.{insert,update,upsert,delete}'],
      role: 'query',
      protocol: 'postgresql',
      access: 'write',
      parts: { table: { handle: { arg: 0 } } },
    },
  ],
  examples: [
    {
      code: `import { createClient } from '@supabase/supabase-js';
const supabase = createClient(process.env.SUPABASE_URL, 'key');
await supabase.from('orders').select('*');
await supabase.from('stock').update({ count: 1 }).eq('id', 1);`,
      expect: ['connection postgresql url=${SUPABASE_URL}', 'query postgresql table=orders access=read', 'query postgresql table=stock access=write'],
    },
    {
      code: `import type { SupabaseClient } from '@supabase/supabase-js';
export const user = (client: SupabaseClient) => client.auth.getUser();`,
      expect: [],
    },
  ],
});
