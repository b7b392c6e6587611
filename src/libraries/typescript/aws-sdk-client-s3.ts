import { defineLibrary, type PartPicks } from '../../core/library.js';

const bucket: PartPicks = { database: { arg: 0, property: 'Bucket' } };

/** A bucket stands where other stores have their database. */
export const awsSdkClientS3 = defineLibrary({
  id: 'aws-sdk-client-s3',
  language: 'typescript',
  url: 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/s3/',
  modules: ['@aws-sdk/client-s3', '@aws-sdk/lib-storage'],
  sightings: [
    {
      new: ['S3Client', 'S3'],
      role: 'connection',
      protocol: 'aws_s3',
      requires: { arg: 0, property: 'endpoint' },
      parts: { url: { arg: 0, property: 'endpoint' } },
    },
    { new: ['S3'], effect: 'handle', type: 'S3' },
    {
      new: ['{GetObject,HeadObject,ListObjects,ListObjectsV2,GetObjectTagging,SelectObjectContent}Command'],
      role: 'query',
      protocol: 'aws_s3',
      access: 'read',
      parts: bucket,
    },
    {
      new: ['{PutObject,DeleteObject,DeleteObjects,CopyObject,CreateMultipartUpload,UploadPart,CompleteMultipartUpload,PutObjectTagging}Command'],
      role: 'query',
      protocol: 'aws_s3',
      access: 'write',
      parts: bucket,
    },
    { new: ['CreateBucketCommand'], role: 'definition', protocol: 'aws_s3', parts: bucket },
    { new: ['Upload'], role: 'query', protocol: 'aws_s3', access: 'write', parts: { database: { arg: 0, property: 'params.Bucket' } } },
    { call: ['S3.{getObject,headObject,listObjects,listObjectsV2}'], role: 'query', protocol: 'aws_s3', access: 'read', parts: bucket },
    {
      call: ['S3.{putObject,deleteObject,deleteObjects,copyObject,createMultipartUpload,uploadPart}'],
      role: 'query',
      protocol: 'aws_s3',
      access: 'write',
      parts: bucket,
    },
  ],
  examples: [
    {
      code: `import { S3Client, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
const s3 = new S3Client({ endpoint: process.env.S3_ENDPOINT });
await s3.send(new PutObjectCommand({ Bucket: process.env.INVOICE_BUCKET, Key: '1.pdf' }));
await s3.send(new GetObjectCommand({ Bucket: 'labels', Key: '1.png' }));`,
      expect: ['connection aws_s3 url=${S3_ENDPOINT}', 'query aws_s3 database=${INVOICE_BUCKET} access=write', 'query aws_s3 database=labels access=read'],
    },
    {
      code: `import { S3Client } from '@aws-sdk/client-s3';
export const s3 = new S3Client({ region: 'eu-west-1' });`,
      expect: [],
    },
  ],
});
