import { defineLibrary, type PartPicks } from '../../core/library.js';

const ofCollection: PartPicks = { table: { handle: { arg: 0 } } };
const ofDocument: PartPicks = { table: { handle: { handle: { arg: 0 } } } };

export const firestore = defineLibrary({
  id: 'firestore',
  language: 'typescript',
  url: 'https://cloud.google.com/nodejs/docs/reference/firestore/latest',
  modules: ['@google-cloud/firestore', 'firebase-admin', 'firebase-admin/firestore'],
  sightings: [
    { new: ['Firestore'], effect: 'handle', type: 'Firestore' },
    { call: ['firestore', 'getFirestore'], effect: 'handle', type: 'Firestore' },
    { call: ['Firestore.{collection,collectionGroup}'], effect: 'handle', type: 'CollectionReference' },
    { call: ['CollectionReference.doc'], effect: 'handle', type: 'DocumentReference' },
    {
      call: ['CollectionReference.{where,orderBy,limit,offset,select,startAt,startAfter,endAt,endBefore,withConverter}'],
      effect: 'same',
      of: { receiver: true },
    },
    { call: ['CollectionReference.{get,onSnapshot,stream,count,listDocuments}'], role: 'query', protocol: 'firestore', access: 'read', parts: ofCollection },
    { call: ['CollectionReference.add'], role: 'query', protocol: 'firestore', access: 'write', parts: ofCollection },
    { call: ['DocumentReference.{get,onSnapshot}'], role: 'query', protocol: 'firestore', access: 'read', parts: ofDocument },
    { call: ['DocumentReference.{set,update,delete,create}'], role: 'query', protocol: 'firestore', access: 'write', parts: ofDocument },
  ],
  examples: [
    {
      code: `import { Firestore } from '@google-cloud/firestore';
const db = new Firestore();
await db.collection('orders').where('paid', '==', true).get();
await db.collection('customers').doc('1').update({});`,
      expect: ['query firestore table=customers access=write', 'query firestore table=orders access=read'],
    },
    {
      code: `import { FieldValue } from 'firebase-admin/firestore';
export const now = FieldValue.serverTimestamp();`,
      expect: [],
    },
  ],
});
